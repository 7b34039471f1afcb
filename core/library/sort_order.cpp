#include "core/library/sort_order.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace segue {

namespace {

constexpr std::uint64_t unknown = UINT64_MAX;

/// Ranks of texts that have none in the table: each distinct text is folded once.
std::unordered_map<std::uint32_t, std::uint64_t> rankTexts(
    const TrackTable& table, std::span<const Row> rows, TextRef TrackRecord::*field)
{
    std::unordered_map<std::uint32_t, std::uint64_t> ranks;
    std::vector<std::pair<std::string, std::uint32_t>> keys;
    for (const Row row : rows) {
        const TextRef text = table[row].*field;
        if (text.size != 0 && ranks.try_emplace(text.offset, 0).second)
            keys.emplace_back(sortKey(table.text(text)), text.offset);
    }
    std::ranges::sort(keys);
    std::uint64_t rank = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i > 0 && keys[i].first != keys[i - 1].first)
            ++rank;
        ranks[keys[i].second] = rank;
    }
    return ranks;
}

std::uint64_t orUnknown(std::uint64_t value)
{
    return value == 0 ? unknown : value;
}

std::uint64_t valueOf(const TrackRecord& r, const TrackStats& s, Row row, SortColumn column)
{
    switch (column) {
    case SortColumn::title:
        return r.titleRank;
    case SortColumn::artist:
        return r.artist.size == 0 ? unknown : r.artistRank;
    case SortColumn::album:
        return r.album.size == 0 ? unknown : r.albumRank;
    case SortColumn::year:
        return orUnknown(r.year);
    case SortColumn::duration:
        return orUnknown(r.durationMs);
    case SortColumn::trackNumber:
        return r.trackNumber == 0
            ? unknown
            : std::uint64_t{std::max<std::uint16_t>(r.disc, 1)} << 16 | r.trackNumber;
    case SortColumn::added:
        return orUnknown(static_cast<std::uint64_t>(std::max<std::int64_t>(r.addedAt, 0)));
    case SortColumn::bpm:
        return orUnknown(r.bpm);
    case SortColumn::bitrate:
        return orUnknown(r.bitrateKbps);
    case SortColumn::energy:
        return orUnknown(r.sound.energy);
    case SortColumn::rating:
        return s.rating ? std::uint64_t{*s.rating} + 1 : unknown;
    case SortColumn::plays:
        return orUnknown(s.plays);
    case SortColumn::skips:
        return orUnknown(s.skips);
    case SortColumn::played:
        return orUnknown(static_cast<std::uint64_t>(std::max<std::int64_t>(s.lastPlayed, 0)));
    case SortColumn::albumArtist:
    case SortColumn::composer: // see columnValues()
    case SortColumn::genre:
    case SortColumn::path:
        break;
    }
    return row;
}

std::vector<std::uint64_t> columnValues(
    const TrackTable& table, std::span<const Row> rows, SortKey key, const TrackStatsMap* stats)
{
    std::vector<std::uint64_t> values(rows.size());
    TextRef TrackRecord::*field = key.column == SortColumn::composer ? &TrackRecord::composer
        : key.column == SortColumn::genre                            ? &TrackRecord::genres
        : key.column == SortColumn::path                             ? &TrackRecord::path
                                                                     : nullptr;
    if (field) {
        const auto ranks = rankTexts(table, rows, field);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const TextRef text = table[rows[i]].*field;
            values[i] = text.size == 0 ? unknown : ranks.at(text.offset);
        }
    } else {
        static const TrackStats none;
        const bool needsStats = stats && key.column >= SortColumn::rating;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const TrackRecord& track = table[rows[i]];
            const auto found = needsStats ? stats->find(track.id) : TrackStatsMap::const_iterator();
            values[i] = valueOf(track, needsStats && found != stats->end() ? found->second : none,
                rows[i], key.column);
        }
    }
    if (key.descending) {
        for (std::uint64_t& value : values) {
            if (value != unknown)
                value = unknown - 1 - value;
        }
    }
    return values;
}

} // namespace

std::span<const std::pair<SortColumn, std::string_view>> sortColumnNames()
{
    using S = SortColumn;
    static constexpr std::array<std::pair<SortColumn, std::string_view>, 16> names{
        {{S::title, "title"}, {S::artist, "artist"}, {S::album, "album"}, {S::composer, "composer"},
            {S::genre, "genre"}, {S::year, "year"}, {S::duration, "length"},
            {S::trackNumber, "track"}, {S::added, "added"}, {S::bpm, "bpm"}, {S::energy, "energy"},
            {S::rating, "rating"}, {S::plays, "plays"}, {S::skips, "skips"}, {S::played, "played"},
            {S::path, "path"}}};
    return names;
}

std::optional<SortColumn> sortColumnNamed(std::string_view name)
{
    for (const auto& [column, known] : sortColumnNames()) {
        if (known == name)
            return column;
    }
    return std::nullopt;
}

std::vector<Row> sortedRows(const TrackTable& table, std::span<const Row> rows,
    std::span<const SortKey> keys, const TrackStatsMap* stats)
{
    struct Entry {
        std::uint64_t value;
        std::uint32_t index; // into rows
    };
    std::vector<std::vector<std::uint64_t>> more;
    std::vector<Entry> entries(rows.size());
    const std::vector<std::uint64_t> first = keys.empty()
        ? std::vector<std::uint64_t>(rows.size())
        : columnValues(table, rows, keys[0], stats);
    for (std::uint32_t i = 0; i < rows.size(); ++i)
        entries[i] = {first[i], i};
    for (std::size_t k = 1; k < keys.size(); ++k)
        more.push_back(columnValues(table, rows, keys[k], stats));
    std::ranges::sort(entries, [&](const Entry& a, const Entry& b) {
        if (a.value != b.value)
            return a.value < b.value;
        for (const auto& values : more) {
            if (values[a.index] != values[b.index])
                return values[a.index] < values[b.index];
        }
        return rows[a.index] < rows[b.index];
    });
    std::vector<Row> sorted(rows.size());
    std::ranges::transform(entries, sorted.begin(), [&](const Entry& e) { return rows[e.index]; });
    return sorted;
}

} // namespace segue
