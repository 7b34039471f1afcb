#include "core/recommend/model/triplets.h"

#include "core/base/random.h"
#include "core/recommend/model/triplet_fields.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace segue::reco {

namespace {

char separatorOf(std::string_view line)
{
    if (line.find('\t') != std::string_view::npos)
        return '\t';
    return line.find(',') != std::string_view::npos ? ',' : ' ';
}

/// Names to numbers by first appearance; the names stay in the caller's text.
class Numbers {
public:
    std::int32_t of(std::string_view name)
    {
        return ids_.try_emplace(name, static_cast<std::int32_t>(ids_.size())).first->second;
    }
    std::size_t size() const { return ids_.size(); }

private:
    std::unordered_map<std::string_view, std::int32_t> ids_;
};

struct Raw {
    std::vector<TripletPair> pairs; // in the order of the file
    std::size_t listeners = 0, items = 0;
};

Result<Raw> readPairs(std::string_view text, const TripletOptions& options, Triplets& out)
{
    constexpr std::size_t mostPairs = 0xFFFFFFFF, reportEvery = 1 << 16;
    Raw raw;
    Numbers listeners, items;
    const auto size = static_cast<double>(std::max<std::size_t>(text.size(), 1));
    const char* const begin = text.data();
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const auto complain = [&out](std::size_t number, const char* what) {
        ++out.badLines;
        if (out.complaints.size() < Triplets::mostComplaints)
            out.complaints.push_back("line " + std::to_string(number) + what);
    };
    for (std::size_t number = 1; !text.empty(); ++number) {
        if (number % reportEvery == 0) {
            if (options.control.stop.stop_requested())
                return Error{"Stopped while the triplets were read."};
            if (options.control.progress)
                options.control.progress(static_cast<double>(text.data() - begin) / size);
        }
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if ((number == 1 && options.skipHeader) || trimmed(line).empty())
            continue;
        const char separator = separatorOf(line);
        const auto listener = takeField(line, separator), item = takeField(line, separator);
        if (listener.empty()) {
            complain(number, " has no listener");
        } else if (item.empty()) {
            complain(number, " has no item");
        } else {
            if (raw.pairs.size() == mostPairs)
                return Error{"There are more than 4,294,967,295 triplets: more than fit."};
            raw.pairs.emplace_back(listeners.of(listener), items.of(item));
        }
    }
    raw.listeners = listeners.size();
    raw.items = items.size();
    return raw;
}

/// Numbers anew, by first appearance, what is left when rare items are gone.
void filterAndRenumber(Raw& raw, const std::vector<std::uint32_t>& support, int minSupport)
{
    std::vector<std::int32_t> listener(raw.listeners, -1), item(raw.items, -1);
    std::int32_t listeners = 0, items = 0;
    std::size_t kept = 0;
    for (const auto& [user, thing] : raw.pairs) {
        const auto i = static_cast<std::size_t>(thing);
        if (static_cast<std::int64_t>(support[i]) < minSupport)
            continue;
        auto& newUser = listener[static_cast<std::size_t>(user)];
        if (newUser < 0)
            newUser = listeners++;
        if (item[i] < 0)
            item[i] = items++;
        raw.pairs[kept++] = {newUser, item[i]};
    }
    raw.pairs.resize(kept);
    raw.listeners = static_cast<std::size_t>(listeners);
    raw.items = static_cast<std::size_t>(items);
}

void appendRow(Interactions& to, std::vector<std::int32_t>::iterator from,
    std::vector<std::int32_t>::iterator end)
{
    std::sort(from, end);
    to.item.insert(to.item.end(), from, end);
    to.start.push_back(static_cast<std::uint32_t>(to.item.size()));
}

} // namespace

Interactions rowsOf(const std::vector<TripletPair>& pairs, std::size_t count, std::size_t items)
{
    Interactions rows;
    rows.columns = static_cast<std::int32_t>(items);
    std::vector<std::uint32_t> next(count + 1, 0);
    for (const auto& pair : pairs)
        ++next[static_cast<std::size_t>(pair.first) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<std::int32_t> all(pairs.size());
    auto at = next;
    for (const auto& pair : pairs)
        all[at[static_cast<std::size_t>(pair.first)]++] = pair.second;
    std::size_t kept = 0;
    for (std::size_t row = 0; row < count; ++row) {
        const auto from = all.begin() + next[row], to = all.begin() + next[row + 1];
        std::sort(from, to);
        const auto end = std::unique(from, to);
        kept = static_cast<std::size_t>(
            std::move(from, end, all.begin() + static_cast<std::ptrdiff_t>(kept)) - all.begin());
        rows.start.push_back(static_cast<std::uint32_t>(kept));
    }
    all.resize(kept);
    rows.item = std::move(all);
    return rows;
}

Result<Triplets> readTriplets(std::string_view text, const TripletOptions& options)
{
    Triplets out;
    auto raw = readPairs(text, options, out);
    if (!raw)
        return raw.error();
    out.lines = raw->pairs.size();
    if (out.lines == 0) {
        if (out.badLines == 0)
            return Error{"There are no triplets: it is empty."};
        return Error{"There are no triplets: each line needs a listener and an item, separated by "
                     "a tab, a comma or a blank, but "
            + out.complaints.front() + "."};
    }
    const auto all = rowsOf(raw->pairs, raw->listeners, raw->items);
    out.repeated = out.lines - all.item.size();
    std::vector<std::uint32_t> support(raw->items, 0);
    for (const auto i : all.item)
        ++support[static_cast<std::size_t>(i)];
    const auto before = raw->items;
    filterAndRenumber(*raw, support, options.minSupport);
    out.rareItems = before - raw->items;
    out.interactions = rowsOf(raw->pairs, raw->listeners, raw->items);
    if (out.interactions.item.empty())
        return Error{"No item has " + std::to_string(options.minSupport)
            + " listeners: nothing is left. Ask for fewer with --min-support."};
    return out;
}

Split splitTriplets(const Interactions& all)
{
    Split split;
    split.train.columns = split.test.columns = all.columns;
    std::vector<std::pair<std::uint64_t, std::int32_t>> order;
    std::vector<std::int32_t> items;
    for (std::int32_t row = 0; row < all.rows(); ++row) {
        order.clear();
        for (const auto item : all.of(row)) {
            order.emplace_back(splitmix64Mix(static_cast<std::uint64_t>(row) * 1000003
                                   + static_cast<std::uint64_t>(item) + 0x9E3779B97F4A7C15ull),
                item);
        }
        std::sort(order.begin(), order.end());
        items.clear();
        for (const auto& entry : order)
            items.push_back(entry.second);
        const auto kept
            = items.begin() + static_cast<std::ptrdiff_t>(items.size() - items.size() / 5);
        appendRow(split.train, items.begin(), kept);
        appendRow(split.test, kept, items.end());
    }
    split.train.rowWeight = split.test.rowWeight = all.rowWeight;
    return split;
}

} // namespace segue::reco
