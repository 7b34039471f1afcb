// A made listener who learns to like what Segue suggests, or does not: what comes of suggestions
// week by week when all that the models are told is what was played to the end, skipped and rated.
//   simulate_listener --history FILE.tsv [--weeks N] [--seed N] [--tsv] [--svg FILE]
//
// The taste comes from a real history: a hidden liking of each track by how much of it was heard,
// and of each artist by how much of all was his. The listener starts with an empty Segue. Every day
// there are two sessions. A session shows a list of 20; the listener looks down it with an
// attention that falls with the place (position bias), and plays a card with a chance that rises
// with the liking, less what was heard too often of late (satiation: a debt that each play adds to
// and days pay back). What is played is heard to the end or skipped by the same liking, and now and
// then rated by it. Nothing of this is computed from the models' features: no sequences, no hours,
// no albums, no tags; only identity.
// The same listener (same seed) meets three rankers: random, most played, blend; the models see
// only their own past. All three keep the rules of For You: nothing of the last two hours, half of
// the cards not heard for 30 days, as long as there are such, and a card that was looked at on
// three days without being played rests for 14 days, then 28, 56 … Follow-through is the share of
// the cards looked at that were played to the end. --svg draws it week by week.
#include "core/base/random.h"
#include "core/recommend/model/listener_table.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace segue::reco;

namespace {

constexpr std::size_t listLength = 20, pool = 200;
constexpr int sessionsADay = 2, daysAWeek = 7;
constexpr std::int64_t start = 1700000000, day = 86400;
constexpr double attention = .88; // that the next card is looked at, too
constexpr double steepness = 5, middle = 1.2; // of the chance over the liking, 0 .. 2
constexpr double debtOfPlay = 1.2, debtLife = 5 * 86400.; // satiation

/// What the listener likes; hidden from the rankers.
class Taste {
public:
    explicit Taste(const ListenerTable& table)
        : catalogue_(table.catalogue)
        , track_(table.catalogue->size(), 0)
    {
        std::vector<double> artists(
            static_cast<std::size_t>(std::max(catalogue_->artistCount(), 1)), 0);
        for (const auto& play : table.plays) {
            ++track_[static_cast<std::size_t>(play.item)];
            if (const auto artist = artistOf(play.item); artist >= 0)
                ++artists[static_cast<std::size_t>(artist)];
        }
        const double most = std::log1p(*std::max_element(track_.begin(), track_.end()));
        const double mostOfArtist = std::log1p(*std::max_element(artists.begin(), artists.end()));
        for (std::size_t i = 0; i < track_.size(); ++i) {
            const auto artist = artistOf(static_cast<Item>(i));
            const double his
                = artist >= 0 ? std::log1p(artists[static_cast<std::size_t>(artist)]) : 0;
            track_[i] = std::log1p(track_[i]) / most + his / mostOfArtist;
        }
    }
    /// 0 .. 2
    double liking(Item item) const { return track_[static_cast<std::size_t>(item)]; }

private:
    std::int32_t artistOf(Item item) const
    {
        return catalogue_->artist[static_cast<std::size_t>(item)];
    }
    std::shared_ptr<const Catalogue> catalogue_;
    std::vector<double> track_;
};

/// Wants less of what was heard a lot lately.
class Satiation {
public:
    explicit Satiation(std::size_t tracks)
        : debt_(tracks, 0)
        , at_(tracks, start)
    {
    }
    double of(Item item, std::int64_t now) const
    {
        const auto i = static_cast<std::size_t>(item);
        return debt_[i] * std::exp(-static_cast<double>(now - at_[i]) / debtLife);
    }
    void heard(Item item, std::int64_t now)
    {
        const auto i = static_cast<std::size_t>(item);
        debt_[i] = of(item, now) + debtOfPlay;
        at_[i] = now;
    }

private:
    std::vector<double> debt_;
    std::vector<std::int64_t> at_;
};

double logistic(double x)
{
    return 1 / (1 + std::exp(-x));
}

struct Week {
    int looked = 0, followed = 0, skipped = 0, fresh = 0; ///< fresh: followed for the first time
};

enum class Ranker { random, mostPlayed, blend };
constexpr const char* names[] = {"random", "most played", "blend"};

/// Ranks for one listener, who is `model`; the lists leave out what was heard in the last two
/// hours.
class Lists {
public:
    Lists(Ranker kind, std::shared_ptr<const Catalogue> catalogue, std::uint64_t seed)
        : kind_(kind)
        , model_(std::move(catalogue))
        , random_(seed)
    {
    }

    std::vector<Item> next(const Context& context)
    {
        const auto n = model_.catalogue().size();
        std::vector<Candidate> candidates;
        const auto add = [&](Item item, double score) { candidates.push_back({item, score}); };
        if (kind_ == Ranker::blend && model_.followTotal() > 0) {
            model_.score(context, {}, workspace_, scores_);
            double place = 0;
            for (const auto row : model_.ranked(context, scores_, n))
                add(scores_.items[row], -std::log1p(place++));
        } else {
            for (std::size_t i = 0; i < n; ++i) {
                const auto item = static_cast<Item>(i);
                if (model_.isSuggestible(item, context.now))
                    add(item,
                        (kind_ == Ranker::mostPlayed ? model_.follows(item) : 0)
                            + random_.uniform() / 1e3);
            }
        }
        // As For You, and the same for every ranker: half of the cards were not heard for 30 days.
        std::vector<Candidate> familiar, other;
        for (const auto& candidate : candidates) {
            const bool old = sinceHeard(candidate.item, context) > 30 * static_cast<double>(day);
            (old ? other : familiar).push_back(candidate);
        }
        const auto known = chosen(familiar, context, listLength / 2, {});
        const auto fresh = chosen(other, context, listLength - known.size(), known);
        std::vector<Item> list;
        for (std::size_t i = 0; i < std::max(known.size(), fresh.size()); ++i) {
            if (i < known.size())
                list.push_back(known[i]);
            if (i < fresh.size())
                list.push_back(fresh[i]);
        }
        return list;
    }

    void played(const Context& context, Item item, bool followed)
    {
        if (kind_ == Ranker::blend) {
            if (followed)
                model_.learn(context, item, 1, workspace_);
            else
                model_.learnSkipped(context, item, 1 - model_.skipProbability(), workspace_);
        }
        Play play;
        play.item = item;
        play.at = context.now;
        play.outcome = followed ? Outcome::follow : Outcome::skip;
        play.suggested = true;
        model_.observe(play);
        shown_.erase(item);
    }
    /// A card that was looked at and left alone.
    void ignored(Item item, std::int64_t now)
    {
        auto& one = shown_[item];
        if (one.days > 0 && now / day == one.last / day)
            return;
        ++one.days;
        one.last = now;
    }
    void rated(Item item, int halfStars, std::int64_t now)
    {
        model_.rate({.item = item, .halfStars = halfStars, .at = now});
    }
    double follows(Item item) const { return model_.follows(item); }

private:
    struct Shown {
        int days = 0;
        std::int64_t last = 0;
    };
    bool rests(Item item, std::int64_t now) const
    {
        const auto at = shown_.find(item);
        if (at == shown_.end() || at->second.days < 3)
            return false;
        const int times = std::min(at->second.days / 3 - 1, 10);
        return now - at->second.last < 14 * day << times;
    }
    double sinceHeard(Item item, const Context& context) const
    {
        return static_cast<double>(context.now) - static_cast<double>(model_.lastFollow(item));
    }
    std::vector<Item> chosen(const std::vector<Candidate>& candidates, const Context& context,
        std::size_t count, const std::vector<Item>& before) const
    {
        RerankOptions options;
        options.length = count;
        options.before = before;
        options.isBlocked = [&](Item item) {
            return sinceHeard(item, context) < 7200 || rests(item, context.now);
        };
        std::vector<Item> list;
        for (const auto row : rerank(model_.catalogue(), candidates, options))
            list.push_back(candidates[row].item);
        return list;
    }

    Ranker kind_;
    std::map<Item, Shown> shown_; ///< since they were played last
    Recommender model_;
    Workspace workspace_;
    Scores scores_;
    segue::Random random_;
};

std::vector<Week> live(const ListenerTable& table, Ranker ranker, int weeks, std::uint64_t seed)
{
    const Taste taste(table);
    Satiation satiation(table.catalogue->size());
    Lists lists(ranker, table.catalogue, seed);
    segue::Random random(seed * 7919 + 1); // the listener's own dice: the same for every ranker
    std::vector<Week> result(static_cast<std::size_t>(weeks));
    std::vector<Item> before;
    for (int session = 0; session < weeks * daysAWeek * sessionsADay; ++session) {
        auto& week = result[static_cast<std::size_t>(session / (daysAWeek * sessionsADay))];
        Context context;
        context.now = start + session * (day / sessionsADay);
        context.before = before;
        for (const Item item : lists.next(context)) {
            ++week.looked;
            const double wish
                = steepness * (taste.liking(item) - middle) - satiation.of(item, context.now);
            if (random.uniform() < logistic(wish)) {
                const bool followed = random.uniform() < logistic(wish + 1);
                week.followed += followed ? 1 : 0;
                week.skipped += followed ? 0 : 1;
                week.fresh += followed && lists.follows(item) == 0 ? 1 : 0;
                lists.played(context, item, followed);
                if (random.uniform() < .05) {
                    const double stars = 2 + 4 * taste.liking(item);
                    lists.rated(
                        item, std::clamp(static_cast<int>(std::lround(stars)), 2, 10), context.now);
                }
                if (followed) {
                    satiation.heard(item, context.now);
                    context.session.push_back(item);
                    before.push_back(item);
                    context.now += 240;
                }
            } else {
                lists.ignored(item, context.now);
            }
            if (random.uniform() > attention)
                break;
        }
        before.erase(
            before.begin(), before.end() - std::min<std::ptrdiff_t>(std::ssize(before), 10));
    }
    return result;
}

double share(int part, int all)
{
    return all > 0 ? static_cast<double>(part) / all : 0;
}

void print(const std::vector<std::vector<Week>>& all, bool tsv)
{
    if (tsv)
        std::printf("week\tranker\tlooked\tfollowed\tskipped\tfresh\tfollow_through\n");
    for (std::size_t w = 0; w < all.front().size(); ++w) {
        for (std::size_t r = 0; r < all.size(); ++r) {
            const Week& week = all[r][w];
            const double rate = share(week.followed, week.looked);
            if (tsv) {
                std::printf("%zu\t%s\t%d\t%d\t%d\t%d\t%.4f\n", w + 1, names[r], week.looked,
                    week.followed, week.skipped, week.fresh, rate);
            } else {
                const std::string bar(static_cast<std::size_t>(std::lround(100 * rate)), '#');
                std::printf("week %2zu  %-11s %.3f %s\n", w + 1, names[r], rate, bar.c_str());
            }
        }
    }
    for (std::size_t r = 0; r < all.size() && !tsv; ++r) {
        Week sum;
        for (std::size_t w = all[r].size() / 2; w < all[r].size(); ++w) {
            sum.looked += all[r][w].looked;
            sum.followed += all[r][w].followed;
            sum.skipped += all[r][w].skipped;
            sum.fresh += all[r][w].fresh;
        }
        std::printf("second half, %-11s follow-through %.3f, skips %.3f, first hearings %.3f\n",
            names[r], share(sum.followed, sum.looked),
            share(sum.skipped, sum.followed + sum.skipped), share(sum.fresh, sum.followed));
    }
}

/// Follow-through per week as lines; false when the file cannot be written.
bool draw(const std::vector<std::vector<Week>>& all, const std::string& path)
{
    constexpr double width = 720, height = 320, left = 56, right = 120, top = 24, bottom = 40;
    constexpr const char* colours[] = {"#8a8f98", "#c47f17", "#2f6fde"};
    const auto weeks = all.front().size();
    double most = .05;
    for (const auto& one : all) {
        for (const Week& week : one)
            most = std::max(most, share(week.followed, week.looked));
    }
    const auto x = [&](std::size_t w) {
        return left
            + (width - left - right) * static_cast<double>(w)
            / static_cast<double>(std::max<std::size_t>(weeks - 1, 1));
    };
    const auto y
        = [&](double rate) { return height - bottom - (height - top - bottom) * rate / most; };
    std::ofstream svg(path);
    svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << width << ' ' << height
        << "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" "
           "height=\"100%\" fill=\"white\"/>\n";
    for (int line = 0; line <= 4; ++line) {
        const double rate = most * line / 4;
        svg << "<line x1=\"" << left << "\" x2=\"" << width - right << "\" y1=\"" << y(rate)
            << "\" y2=\"" << y(rate) << "\" stroke=\"#dddddd\"/><text x=\"" << left - 8 << "\" y=\""
            << y(rate) + 4 << "\" text-anchor=\"end\">" << std::lround(100 * rate) << " %</text>\n";
    }
    for (std::size_t w = 0; w < weeks; w += std::max<std::size_t>(1, weeks / 12))
        svg << "<text x=\"" << x(w) << "\" y=\"" << height - bottom + 18
            << "\" text-anchor=\"middle\">" << w + 1 << "</text>\n";
    svg << "<text x=\"" << (left + width - right) / 2 << "\" y=\"" << height - 6
        << "\" text-anchor=\"middle\">week</text>\n";
    for (std::size_t r = 0; r < all.size(); ++r) {
        svg << "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" << colours[r]
            << "\" points=\"";
        for (std::size_t w = 0; w < weeks; ++w)
            svg << x(w) << ',' << y(share(all[r][w].followed, all[r][w].looked)) << ' ';
        const Week& last = all[r].back();
        svg << "\"/><text x=\"" << width - right + 8 << "\" y=\""
            << y(share(last.followed, last.looked)) + 4 << "\" fill=\"" << colours[r] << "\">"
            << names[r] << "</text>\n";
    }
    svg << "</svg>\n";
    svg.flush();
    return svg.good();
}

} // namespace

int main(int argc, char** argv)
{
    std::string path, svg;
    int weeks = 12;
    std::uint64_t seed = 1;
    bool tsv = false;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "";
        if (name == "--tsv") {
            tsv = true;
            continue;
        }
        if (name == "--history")
            path = value;
        else if (name == "--svg")
            svg = value;
        else if (name == "--weeks")
            weeks = std::clamp(std::atoi(value), 1, 520);
        else if (name == "--seed")
            seed = static_cast<std::uint64_t>(std::max(std::atoi(value), 0));
        ++i;
    }
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const auto table = readListenerTable(text.str());
    if (!file || table.plays.empty()) {
        std::cerr
            << "simulate_listener: --history FILE.tsv [--weeks N] [--seed N] [--tsv] [--svg FILE]; "
               "no plays could be read from \""
            << path << "\"\n";
        return 2;
    }
    std::vector<std::vector<Week>> all;
    for (const auto ranker : {Ranker::random, Ranker::mostPlayed, Ranker::blend})
        all.push_back(live(table, ranker, weeks, seed));
    print(all, tsv);
    if (!svg.empty() && !draw(all, svg)) {
        std::cerr << "simulate_listener: " << svg << " could not be written.\n";
        return 1;
    }
    return 0;
}
