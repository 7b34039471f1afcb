#include "core/playlist/playlist_repository.h"

#include "core/db/connection.h"

#include <algorithm>
#include <unordered_map>

namespace segue::playlists {

namespace {

using Map = std::unordered_map<PlaylistId, std::pair<PlaylistPtr, std::size_t>>; // and its place

std::string_view toText(PlaylistKind kind)
{
    return kind == PlaylistKind::folder ? "folder" : kind == PlaylistKind::smart ? "smart" : "list";
}

/// What merged tracks are now.
std::unordered_map<std::int64_t, std::int64_t> readMerges(db::Connection& connection)
{
    std::unordered_map<std::int64_t, std::int64_t> now;
    auto& rows = connection.statement("SELECT track_id, now FROM merged_track");
    while (rows.executeStep())
        now[rows.getColumn(0).getInt64()] = rows.getColumn(1).getInt64();
    return now;
}

std::string blob(const SQLite::Column& column)
{
    const void* data = column.getBlob();
    return data
        ? std::string(static_cast<const char*>(data), static_cast<std::size_t>(column.getBytes()))
        : std::string();
}

void bindText(SQLite::Statement& statement, int index, std::string_view text)
{
    statement.bind(index, std::string(text));
}

void writeEntries(
    db::Connection& connection, PlaylistId id, const PlaylistEntries& entries, std::size_t from)
{
    auto& remove = connection.statement(
        "DELETE FROM playlist_entry WHERE playlist_id = ? AND position >= ?");
    remove.bind(1, id.value);
    remove.bind(2, static_cast<std::int64_t>(from));
    remove.exec();
    auto& row = connection.statement(
        "INSERT INTO playlist_entry (playlist_id, position, track_id, path, title, artist, album, "
        "duration_ms) VALUES (?, ?, (SELECT id FROM track WHERE id = ?), ?, ?, ?, ?, ?)");
    for (std::size_t i = from; i < entries.size(); ++i) {
        const PlaylistEntry& entry = entries[i];
        row.reset();
        row.bind(1, id.value);
        row.bind(2, static_cast<std::int64_t>(i));
        row.bind(3, entry.track.value);
        if (entry.path.empty())
            row.bind(4);
        else
            row.bind(4, entry.path.data(), static_cast<int>(entry.path.size()));
        row.bind(5, entry.title);
        row.bind(6, entry.artist);
        row.bind(7, entry.album);
        row.bind(8, static_cast<std::int64_t>(entry.durationMs));
        row.exec();
    }
}

void writePlaylist(
    db::Connection& connection, ListenerId listener, const Playlist& playlist, std::size_t place)
{
    auto& row = connection.statement(
        "INSERT INTO playlist (id, listener_id, parent_id, kind, name, position, filter, sort, "
        "max_tracks, do_not_learn, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON "
        "CONFLICT "
        "(id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, position = "
        "excluded.position, filter = excluded.filter, sort = excluded.sort, max_tracks = "
        "excluded.max_tracks, do_not_learn = excluded.do_not_learn");
    row.bind(1, playlist.id.value);
    row.bind(2, listener.value);
    if (playlist.parent)
        row.bind(3, playlist.parent.value);
    else
        row.bind(3);
    bindText(row, 4, toText(playlist.kind));
    row.bind(5, playlist.name);
    row.bind(6, static_cast<std::int64_t>(place));
    row.bind(7, playlist.rule.filter);
    row.bind(8, playlist.rule.sort);
    row.bind(9, static_cast<std::int64_t>(playlist.rule.limit));
    row.bind(10, playlist.doNotLearn ? 1 : 0);
    row.bind(11, playlist.createdAt);
    row.exec();
}

Map mapOf(const PlaylistState& state)
{
    Map map;
    for (std::size_t i = 0; i < state.size(); ++i)
        map.emplace(state[i]->id, std::pair(state[i], i));
    return map;
}

} // namespace

PlaylistState readAll(db::Connection& connection, ListenerId listener)
{
    const auto merges = readMerges(connection);
    std::unordered_map<std::int64_t, PlaylistEntries> entries;
    auto& rows = connection.statement(
        "SELECT e.playlist_id, e.track_id, e.path, e.title, e.artist, e.album, e.duration_ms FROM "
        "playlist p JOIN playlist_entry e ON e.playlist_id = p.id WHERE p.listener_id = ? ORDER BY "
        "e.playlist_id, e.position");
    rows.bind(1, listener.value);
    while (rows.executeStep()) {
        PlaylistEntry entry;
        const std::int64_t track = rows.getColumn(1).getInt64(); // 0 when it is none
        const auto merged = merges.find(track);
        entry.track = {merged == merges.end() ? track : merged->second};
        entry.path = blob(rows.getColumn(2));
        entry.title = rows.getColumn(3).getText();
        entry.artist = rows.getColumn(4).getText();
        entry.album = rows.getColumn(5).getText();
        entry.durationMs = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(rows.getColumn(6).getInt64(), 0, UINT32_MAX));
        entries[rows.getColumn(0).getInt64()].push_back(std::move(entry));
    }
    PlaylistState state;
    auto& lists = connection.statement(
        "SELECT id, parent_id, kind, name, filter, sort, max_tracks, do_not_learn, created_at FROM "
        "playlist WHERE listener_id = ? ORDER BY position, id");
    lists.bind(1, listener.value);
    while (lists.executeStep()) {
        auto playlist = std::make_shared<Playlist>();
        playlist->id = {lists.getColumn(0).getInt64()};
        playlist->parent = {lists.getColumn(1).getInt64()};
        const std::string kind = lists.getColumn(2).getText();
        playlist->kind = kind == "folder" ? PlaylistKind::folder
            : kind == "smart"             ? PlaylistKind::smart
                                          : PlaylistKind::list;
        playlist->name = lists.getColumn(3).getText();
        playlist->rule.filter = lists.getColumn(4).getText();
        playlist->rule.sort = lists.getColumn(5).getText();
        playlist->rule.limit = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(lists.getColumn(6).getInt64(), 0, UINT32_MAX));
        playlist->doNotLearn = lists.getColumn(7).getInt() != 0;
        playlist->createdAt = lists.getColumn(8).getInt64();
        if (const auto own = entries.find(playlist->id.value); own != entries.end())
            playlist->entries = std::make_shared<const PlaylistEntries>(std::move(own->second));
        state.push_back(std::move(playlist));
    }
    return state;
}

void writeChanges(db::Connection& connection, ListenerId listener, const PlaylistState& before,
    const PlaylistState& after)
{
    const Map old = mapOf(before), now = mapOf(after);
    // Folders may come after what lies in them: the parents are checked at the end.
    connection.exec("PRAGMA defer_foreign_keys = ON");
    for (const auto& [id, entry] : old) {
        if (now.contains(id))
            continue;
        for (const char* sql : {"DELETE FROM playlist_entry WHERE playlist_id = ?",
                 "DELETE FROM playlist WHERE id = ?"}) {
            auto& row = connection.statement(sql);
            row.bind(1, id.value);
            row.exec();
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        const Playlist& playlist = *after[i];
        const auto found = old.find(playlist.id);
        const Playlist* was = found == old.end() ? nullptr : found->second.first.get();
        if (was == &playlist && found->second.second == i)
            continue;
        writePlaylist(connection, listener, playlist, i);
        if (was && was->entries == playlist.entries)
            continue;
        // The entries that are as they were need no writing.
        std::size_t same = 0;
        if (was) {
            const PlaylistEntries &a = *was->entries, &b = *playlist.entries;
            same = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
        }
        writeEntries(connection, playlist.id, *playlist.entries, same);
    }
}

} // namespace segue::playlists
