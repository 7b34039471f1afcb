// Cold items (RECOMMENDER 4): a fifth of the items is hidden from training, each model then ranks
// the hidden items alone for the listeners who have some of them.
//   bench_cold TRIPLETS --content FILE [--support N] [--header 1]   FILE: lines "item feature"
//   bench_cold --history FILE.tsv                    tracks of one listener's sessions and days,
//                                                    with the means of artists and albums
#include "core/base/random.h"
#include "core/recommend/model/cold_start.h"
#include "core/recommend/model/content_network.h"
#include "core/recommend/model/listener_table.h"
#include "core/recommend/model/pseudo_listeners.h"
#include "core/recommend/model/row_figures.h"
#include "core/recommend/model/triplets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>

using namespace segue::reco;

namespace {

std::string readFile(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::cerr << "bench_cold: cannot read " << path << "\n";
        std::exit(1);
    }
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

/// A table with the items of a split that are hidden, and what is known of the items.
struct Case {
    Interactions all;
    std::vector<std::int32_t> artist, album;
    ContentFeatures content;
};

bool isHidden(std::int32_t item)
{
    return segue::splitmix64Mix(static_cast<std::uint64_t>(item) + 0x9E3779B97F4A7C15ull) % 5 == 0;
}

/// The items of `items`, by their names in the order of first appearance after the filter.
std::unordered_map<std::string, std::int32_t> namesOf(
    const std::string& text, bool header, int support, const Interactions& table)
{
    std::unordered_map<std::string, std::int32_t> counts, names;
    std::map<std::pair<std::string, std::string>, bool> seen;
    const auto each = [&](const std::function<void(const std::string&, const std::string&)>& f) {
        std::istringstream in(text);
        std::string line, user, item;
        if (header)
            std::getline(in, line);
        while (std::getline(in, line)) {
            std::istringstream words(line);
            if (words >> user >> item)
                f(user, item);
        }
    };
    each([&](const std::string& user, const std::string& item) {
        counts[item] += seen.try_emplace({user, item}, true).second ? 1 : 0;
    });
    each([&](const std::string&, const std::string& item) {
        if (counts[item] >= support)
            names.try_emplace(item, static_cast<std::int32_t>(names.size()));
    });
    if (static_cast<std::int32_t>(names.size()) != table.columns) {
        std::cerr << "bench_cold: needs names without blanks, separated by tabs or blanks\n";
        std::exit(1);
    }
    return names;
}

/// The 400 most frequent features, ln(1 + count) x idf, each item to length 1.
ContentFeatures featuresOf(const std::string& text,
    const std::unordered_map<std::string, std::int32_t>& names, std::int32_t items)
{
    constexpr std::size_t most = 400;
    std::map<std::string, std::map<std::int32_t, double>> byFeature;
    std::istringstream in(text);
    std::string line, item, feature;
    while (std::getline(in, line)) {
        std::istringstream words(line);
        if (!(words >> item >> feature))
            continue;
        if (const auto at = names.find(item); at != names.end())
            byFeature[feature][at->second] += 1;
    }
    std::vector<const std::map<std::int32_t, double>*> order;
    for (const auto& entry : byFeature)
        order.push_back(&entry.second);
    std::stable_sort(order.begin(), order.end(),
        [](const auto* a, const auto* b) { return a->size() > b->size(); });
    order.resize(std::min(order.size(), most));
    ContentFeatures out;
    out.columns = order.size();
    out.values.assign(static_cast<std::size_t>(items) * out.columns, 0);
    out.known.assign(static_cast<std::size_t>(items), 0);
    for (std::size_t c = 0; c < order.size(); ++c) {
        const double idf
            = std::log(static_cast<double>(items) / static_cast<double>(order[c]->size()));
        for (const auto& [row, count] : *order[c]) {
            out.values[static_cast<std::size_t>(row) * out.columns + c]
                = static_cast<float>(std::log1p(count) * idf);
            out.known[static_cast<std::size_t>(row)] = 1;
        }
    }
    for (std::int32_t i = 0; i < items; ++i) {
        float* row = out.values.data() + static_cast<std::size_t>(i) * out.columns;
        double squares = 0;
        for (std::size_t c = 0; c < out.columns; ++c)
            squares += static_cast<double>(row[c]) * static_cast<double>(row[c]);
        for (std::size_t c = 0; squares > 0 && c < out.columns; ++c)
            row[c] = static_cast<float>(static_cast<double>(row[c]) / std::sqrt(squares));
    }
    return out;
}

Split hide(const Interactions& all)
{
    Split split;
    split.train.columns = split.test.columns = all.columns;
    for (std::int32_t row = 0; row < all.rows(); ++row) {
        for (const auto item : all.of(row))
            (isHidden(item) ? split.test : split.train).item.push_back(item);
        split.train.start.push_back(static_cast<std::uint32_t>(split.train.item.size()));
        split.test.start.push_back(static_cast<std::uint32_t>(split.test.item.size()));
    }
    split.train.rowWeight = split.test.rowWeight = all.rowWeight;
    return split;
}

void print(const char* name, const Split& split, const RowScorer& score)
{
    // Only hidden items are candidates: the others are scored away.
    const auto f = evaluateRows(split, [&](std::int32_t row, std::span<float> out) {
        score(row, out);
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!isHidden(static_cast<std::int32_t>(i)))
                out[i] = -1e30F;
        }
    });
    std::printf("%-22s R@20 %.4f  R@50 %.4f  N@20 %.4f  (%zu listeners)\n", name, f.r20, f.r50,
        f.n20, f.listeners);
}

void run(const Case& c)
{
    const auto split = hide(c.all);
    const auto ials = Ials::fit(split.train, {}, {2, {}, {}});
    const auto f = static_cast<std::size_t>(ials.factors());
    ColdItems items;
    items.support = split.train.support();
    items.artist = c.artist;
    items.album = c.album;
    items.content = c.content.columns > 0 ? &c.content : nullptr;
    const auto byFactors = [&](const char* name, const std::vector<float>& cold) {
        auto model = ials;
        for (std::int32_t i = 0; i < model.items(); ++i) {
            if (isHidden(i))
                model.setItemFactors(
                    i, std::span(cold).subspan(static_cast<std::size_t>(i) * f, f));
        }
        print(name, split, [&](std::int32_t row, std::span<float> out) {
            model.score(model.foldIn(split.train.of(row)), out);
        });
    };
    print("random", split, [](std::int32_t row, std::span<float> out) {
        segue::Random random(static_cast<std::uint64_t>(row));
        for (auto& s : out)
            s = static_cast<float>(random.uniform());
    });
    ColdOptions only;
    if (items.content) {
        print("content, mean of 3 best", split, [&](std::int32_t row, std::span<float> out) {
            const auto owned = split.train.of(row);
            for (std::size_t i = 0; i < out.size(); ++i) {
                if (!isHidden(static_cast<std::int32_t>(i)))
                    continue;
                std::array<float, 3> best{};
                for (const auto j : owned) {
                    const auto a = c.content.of(i), b = c.content.of(static_cast<std::size_t>(j));
                    float dot = 0;
                    for (std::size_t k = 0; k < a.size(); ++k)
                        dot += a[k] * b[k];
                    for (auto& place : best) {
                        if (dot > place)
                            std::swap(dot, place);
                    }
                }
                out[i] = best[0] + best[1] + best[2];
            }
        });
        for (const double lambda : {1., 10., 100.}) {
            only = {};
            only.useArtist = only.useAlbum = false;
            only.lambda = lambda;
            byFactors(("ridge, lambda " + std::to_string(static_cast<int>(lambda))).c_str(),
                coldFactors(ials, items, only));
        }
        std::vector<std::int32_t> warm;
        for (std::int32_t i = 0; i < ials.items(); ++i) {
            if (items.support[static_cast<std::size_t>(i)] >= 3)
                warm.push_back(i);
        }
        const auto network = ContentNetwork::fit(c.content, ials, warm);
        std::vector<float> mapped;
        for (std::int32_t i = 0; i < ials.items(); ++i) {
            const auto v = network(c.content.of(static_cast<std::size_t>(i)));
            mapped.insert(mapped.end(), v.begin(), v.end());
        }
        byFactors("network", mapped);
    }
    if (!c.artist.empty()) {
        only = {};
        only.useContent = only.useAlbum = false;
        byFactors("artist mean", coldFactors(ials, items, only));
        only = {};
        only.useContent = only.useArtist = false;
        byFactors("album mean", coldFactors(ials, items, only));
        byFactors("all of section 4", coldFactors(ials, items));
    }
}

} // namespace

int main(int argc, char** argv)
{
    std::map<std::string, std::string> given;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name.rfind("--", 0) == 0 && i + 1 < argc)
            given[name] = argv[++i];
        else
            given[""] = name;
    }
    Case c;
    if (given.contains("--history")) {
        const auto table = readListenerTable(readFile(given["--history"]));
        std::vector<PseudoPlay> plays;
        for (const auto& play : table.plays)
            plays.push_back({play.item, play.at, 0, play.session});
        c.all.columns = static_cast<std::int32_t>(table.catalogue->size());
        addSessions(c.all, plays);
        c.artist = table.catalogue->artist;
        c.album = table.catalogue->album;
    } else if (given.contains("") && given.contains("--content")) {
        const auto text = readFile(given[""]);
        TripletOptions options;
        options.skipHeader = given.contains("--header");
        options.minSupport
            = given.contains("--support") ? std::atoi(given["--support"].c_str()) : 1;
        const auto read = readTriplets(text, options);
        if (!read) {
            std::cerr << "bench_cold: " << read.error().message << "\n";
            return 1;
        }
        c.all = read->interactions;
        c.content = featuresOf(readFile(given["--content"]),
            namesOf(text, options.skipHeader, options.minSupport, c.all), c.all.columns);
    } else {
        std::cerr << "bench_cold: TRIPLETS --content FILE, or --history FILE\n";
        return 2;
    }
    run(c);
    return 0;
}
