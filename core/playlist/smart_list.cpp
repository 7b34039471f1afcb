#include "core/playlist/smart_list.h"

#include "core/base/random.h"

#include <algorithm>

namespace segue {

Result<SmartOrder> parseSmartOrder(std::string_view text)
{
    SmartOrder order;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view entry = text.substr(at, end - at);
        at = end + 1;
        if (entry.empty())
            continue;
        const std::size_t colon = std::min(entry.find(':'), entry.size());
        const std::string_view name = entry.substr(0, colon), way = entry.substr(colon);
        if (name == "random") {
            order.random = true;
            continue;
        }
        const auto column = sortColumnNamed(name);
        if (!column || (!way.empty() && way != ":a" && way != ":d")) {
            std::string known;
            for (const auto& [column_, columnName] : sortColumnNames())
                known += std::string(columnName) + ", ";
            return Error{"There is no order “" + std::string(entry) + "”. Write one of " + known
                + "random, with :d behind it for the largest or newest first."};
        }
        order.keys.push_back({*column, way == ":d"});
    }
    return order;
}

std::optional<Error> problemOf(const SmartRule& rule)
{
    const FilterQuery query = FilterQuery::parse(rule.filter);
    if (query.error())
        return Error{describe(*query.error(), rule.filter)};
    if (const auto order = parseSmartOrder(rule.sort); !order)
        return order.error();
    return std::nullopt;
}

std::vector<Row> smartRows(
    FilterRun& run, const SmartRule& rule, std::uint64_t seed, const Clock& clock)
{
    const FilterQuery query = FilterQuery::parse(rule.filter);
    std::vector<Row> rows = run.rows(query);
    if (!query.uses(FilterField::missing))
        std::erase_if(rows, [&](Row row) { return !run.table()[row].available; });
    const auto order = parseSmartOrder(rule.sort);
    if (order && order->random) {
        const UtcMs now = clock.now();
        const std::int64_t today = (now + clock.utcOffsetMinutes(now) * msPerMinute) / msPerDay;
        Random random(seed * 0x9E3779B97F4A7C15ull + static_cast<std::uint64_t>(today));
        for (std::size_t i = rows.size(); i > 1; --i)
            std::swap(rows[i - 1], rows[random.below(i)]);
    } else if (order && !order->keys.empty()) {
        rows = sortedRows(run.table(), rows, order->keys, run.stats().get());
    }
    if (rule.limit != 0 && rows.size() > rule.limit)
        rows.resize(rule.limit);
    return rows;
}

} // namespace segue
