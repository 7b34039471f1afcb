#include "core/playlist/playlist_match.h"

#include "core/text/name_match.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace segue {

namespace {

constexpr std::int64_t sameLengthMs = 3000;

bool sameLength(std::uint32_t a, std::uint32_t b)
{
    return a != 0 && b != 0 && std::llabs(std::int64_t{a} - std::int64_t{b}) <= sameLengthMs;
}

} // namespace

PlaylistMatcher::PlaylistMatcher(const TrackTable& table)
    : table_(table)
{
    paths_.reserve(table.size());
    names_.reserve(table.size());
    tags_.reserve(table.size());
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const std::string_view path = table.text(track.path);
        paths_.try_emplace(path, row);
        names_.emplace(foldText(lastNameOf(path)), row);
        if (track.artist.size != 0)
            tags_.emplace(foldedTrackKey(table.text(track.artist), table.text(track.title)), row);
    }
}

PlaylistMatch PlaylistMatcher::find(const PlaylistFileEntry& entry) const
{
    for (const std::string& path : {entry.path, utf8OfPath(entry.path)}) {
        if (const auto found = paths_.find(path); found != paths_.end() && !path.empty())
            return {PlaylistMatchBy::path, found->second};
    }
    if (const PlaylistMatch match = byTail(entry); match.by != PlaylistMatchBy::nothing)
        return match;
    return byTags(entry);
}

PlaylistMatch PlaylistMatcher::byTail(const PlaylistFileEntry& entry) const
{
    const std::string path = foldText(utf8OfPath(entry.path));
    const auto [begin, end] = names_.equal_range(std::string(lastNameOf(path)));
    int best = 0;
    std::vector<Row> rows;
    for (auto it = begin; it != end; ++it) {
        const int same = namesInCommon(path, foldText(table_.text(table_[it->second].path)));
        if (same > best) {
            best = same;
            rows.clear();
        }
        if (same == best)
            rows.push_back(it->second);
    }
    if (rows.size() != 1)
        return {};
    // "01.mp3" alone says nothing: its folder, its title or its length has to agree as well.
    const TrackRecord& track = table_[rows.front()];
    const bool sure = best >= 2 || sameLength(entry.durationMs, track.durationMs)
        || (!entry.title.empty() && foldText(entry.title) == foldText(table_.text(track.title)));
    return sure ? PlaylistMatch{PlaylistMatchBy::tail, rows.front()} : PlaylistMatch{};
}

PlaylistMatch PlaylistMatcher::byTags(const PlaylistFileEntry& entry) const
{
    if (entry.title.empty() || entry.artist.empty())
        return {};
    const auto [begin, end] = tags_.equal_range(foldedTrackKey(entry.artist, entry.title));
    std::vector<Row> rows;
    for (auto it = begin; it != end; ++it)
        rows.push_back(it->second);
    if (rows.empty())
        return {};
    // Of several recordings of one song the nearest: album, then length, then the library's order.
    const std::string album = foldText(entry.album);
    const auto distance = [&](Row row) {
        const TrackRecord& track = table_[row];
        const bool otherAlbum = album.empty() || foldText(table_.text(track.album)) != album;
        const bool otherLength
            = entry.durationMs != 0 && !sameLength(entry.durationMs, track.durationMs);
        return std::tuple(otherAlbum, otherLength, !track.available, row);
    };
    return {PlaylistMatchBy::tags, *std::ranges::min_element(rows, {}, distance)};
}

std::size_t PlaylistImport::count(PlaylistMatchBy by) const
{
    return static_cast<std::size_t>(std::ranges::count(matchedBy, by));
}

PlaylistImport matchPlaylist(const PlaylistFile& file, const TrackTable& table)
{
    const PlaylistMatcher matcher(table);
    PlaylistImport result;
    result.entries.reserve(file.entries.size());
    for (const PlaylistFileEntry& entry : file.entries) {
        const PlaylistMatch match = matcher.find(entry);
        result.matchedBy.push_back(match.by);
        if (match.by != PlaylistMatchBy::nothing) {
            result.entries.push_back(entryOf(table, match.row));
            continue;
        }
        PlaylistEntry missing;
        missing.path = entry.path;
        missing.title = entry.title;
        missing.artist = entry.artist;
        missing.album = entry.album;
        missing.durationMs = entry.durationMs;
        if (missing.title.empty())
            missing.title = utf8OfPath(lastNameOf(entry.path));
        result.entries.push_back(std::move(missing));
    }
    return result;
}

PlaylistEntry entryOf(const TrackTable& table, Row row)
{
    const TrackRecord& track = table[row];
    PlaylistEntry entry;
    entry.track = track.id;
    entry.title = table.text(track.title);
    entry.artist = table.text(track.artist);
    entry.album = table.text(track.album);
    entry.durationMs = track.durationMs;
    return entry;
}

PlaylistFile exportedPlaylist(
    const std::string& name, const PlaylistEntries& entries, const TrackTable& table)
{
    PlaylistFile file;
    file.name = name;
    for (const PlaylistEntry& entry : entries) {
        PlaylistFileEntry out;
        if (const auto row = table.rowOf(entry.track)) {
            const PlaylistEntry now = entryOf(table, *row);
            out = {std::string(table.text(table[*row].path)), now.title, now.artist, now.album,
                now.durationMs};
        } else {
            out = {entry.path, entry.title, entry.artist, entry.album, entry.durationMs};
        }
        file.entries.push_back(std::move(out));
    }
    return file;
}

} // namespace segue
