#include "core/recommend/model/triplets.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace segue::reco {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

std::vector<Pair> readPairs(std::string_view text, bool skipHeader)
{
    std::vector<Pair> pairs;
    const auto word = [](std::string_view& line) {
        const auto from = line.find_first_not_of("\t, ");
        line.remove_prefix(std::min(from, line.size()));
        const auto end = std::min(line.find_first_of("\t, "), line.size());
        const auto out = line.substr(0, end);
        line.remove_prefix(end);
        return out;
    };
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (std::exchange(skipHeader, false))
            continue;
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        const auto user = word(line), item = word(line);
        if (!user.empty() && !item.empty())
            pairs.emplace_back(user, item);
    }
    return pairs;
}

std::int32_t idOf(std::unordered_map<std::string_view, std::int32_t>& ids, std::string_view name)
{
    return ids.try_emplace(name, static_cast<std::int32_t>(ids.size())).first->second;
}

void addRow(Interactions& to, std::vector<std::int32_t> items)
{
    std::sort(items.begin(), items.end());
    to.item.insert(to.item.end(), items.begin(), items.end());
    to.start.push_back(static_cast<std::uint32_t>(to.item.size()));
}

} // namespace

Interactions Interactions::transposed() const
{
    Interactions out;
    out.columns = rows();
    out.start.assign(static_cast<std::size_t>(columns) + 1, 0);
    for (const auto i : item)
        ++out.start[static_cast<std::size_t>(i) + 1];
    std::partial_sum(out.start.begin(), out.start.end(), out.start.begin());
    auto next = out.start;
    out.item.resize(item.size());
    for (std::int32_t row = 0; row < rows(); ++row) {
        for (const auto i : of(row))
            out.item[next[static_cast<std::size_t>(i)]++] = row;
    }
    return out;
}

Split readTriplets(std::string_view text, bool skipHeader, int minSupport)
{
    auto pairs = readPairs(text, skipHeader);
    std::unordered_map<std::string_view, int> support;
    for (const auto& [user, item] : pairs)
        ++support[item];
    std::erase_if(pairs, [&](const Pair& pair) { return support[pair.second] < minSupport; });

    std::unordered_map<std::string_view, std::int32_t> users, items;
    std::vector<std::vector<std::int32_t>> rows;
    for (const auto& [user, item] : pairs) {
        const auto row = static_cast<std::size_t>(idOf(users, user));
        if (row == rows.size())
            rows.emplace_back();
        rows[row].push_back(idOf(items, item));
    }
    Split split;
    split.train.columns = split.test.columns = static_cast<std::int32_t>(items.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto& list = rows[row];
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        const auto order = [row](std::int32_t item) {
            return splitmix64Mix(static_cast<std::uint64_t>(row) * 1000003
                + static_cast<std::uint64_t>(item) + 0x9E3779B97F4A7C15ull);
        };
        std::sort(list.begin(), list.end(),
            [&order](std::int32_t a, std::int32_t b) { return order(a) < order(b); });
        const auto kept = static_cast<std::ptrdiff_t>(list.size() - list.size() / 5);
        addRow(split.train, {list.begin(), list.begin() + kept});
        addRow(split.test, {list.begin() + kept, list.end()});
    }
    return split;
}

CollaborativeFigures evaluateRows(const Split& split, const RowScorer& score)
{
    constexpr std::size_t longest = 100;
    const auto n = static_cast<std::size_t>(split.train.columns);
    CollaborativeFigures out;
    std::vector<float> scores(n);
    std::vector<std::uint8_t> owned(n, 0), shown(n, 0);
    std::vector<std::int32_t> order;
    for (std::int32_t row = 0; row < split.train.rows(); ++row) {
        const auto test = split.test.of(row), train = split.train.of(row);
        if (test.empty())
            continue;
        std::fill(scores.begin(), scores.end(), 0.F);
        score(row, scores);
        for (const auto item : train)
            owned[static_cast<std::size_t>(item)] = 1;
        order.clear();
        for (std::size_t i = 0; i < n; ++i) {
            if (owned[i] == 0)
                order.push_back(static_cast<std::int32_t>(i));
        }
        for (const auto item : train)
            owned[static_cast<std::size_t>(item)] = 0;
        const auto kept = std::min(longest, order.size());
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept),
            order.end(), [&scores](std::int32_t a, std::int32_t b) {
                const float x = scores[static_cast<std::size_t>(a)],
                            y = scores[static_cast<std::size_t>(b)];
                return x != y ? x > y : a < b;
            });
        order.resize(kept);
        const auto recall = [&](std::size_t k) {
            const auto hits = std::count_if(order.begin(),
                order.begin() + static_cast<std::ptrdiff_t>(std::min(k, kept)),
                [test](std::int32_t i) { return std::binary_search(test.begin(), test.end(), i); });
            return static_cast<double>(hits) / static_cast<double>(std::min(k, test.size()));
        };
        const auto ndcg = [&](std::size_t k) {
            double gain = 0, best = 0;
            for (std::size_t i = 0; i < std::min(k, kept); ++i) {
                if (std::binary_search(test.begin(), test.end(), order[i]))
                    gain += 1 / std::log2(static_cast<double>(i) + 2);
            }
            for (std::size_t i = 0; i < std::min(k, test.size()); ++i)
                best += 1 / std::log2(static_cast<double>(i) + 2);
            return gain / best;
        };
        out.r20 += recall(20);
        out.r50 += recall(50);
        out.n20 += ndcg(20);
        out.n100 += ndcg(100);
        for (std::size_t i = 0; i < std::min<std::size_t>(20, kept); ++i)
            shown[static_cast<std::size_t>(order[i])] = 1;
        ++out.users;
    }
    const double users = std::max(static_cast<double>(out.users), 1.);
    for (auto* figure : {&out.r20, &out.r50, &out.n20, &out.n100})
        *figure /= users;
    out.coverage20 = n > 0
        ? static_cast<double>(std::count(shown.begin(), shown.end(), 1)) / static_cast<double>(n)
        : 0;
    return out;
}

} // namespace segue::reco
