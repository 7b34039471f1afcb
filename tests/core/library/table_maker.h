#pragma once

#include "core/library/track_table_builder.h"

#include <string>
#include <string_view>
#include <vector>

namespace segue::test {

/// Texts of one track for a table; the path is made from them when it is empty.
struct MadeTrack {
    std::string title = {}, artist = {}, album = {}, albumArtist = {}, path = {}, genres = {};
    int disc = 0, track = 0, year = 0;
    bool compilation = false;
    std::string release = {};
};

inline TrackTablePtr makeTable(const std::vector<MadeTrack>& tracks)
{
    TrackTableBuilder builder;
    std::int64_t id = 0;
    for (const MadeTrack& t : tracks) {
        TrackInput in;
        in.id = TrackId{++id};
        in.title = t.title;
        in.artist = t.artist;
        in.album = t.album;
        in.albumArtist = t.albumArtist;
        in.genres = t.genres;
        in.releaseMbid = t.release;
        in.disc = static_cast<std::uint16_t>(t.disc);
        in.trackNumber = static_cast<std::uint16_t>(t.track);
        in.year = static_cast<std::uint16_t>(t.year);
        in.compilation = t.compilation;
        in.durationMs = 1000;
        const std::string path
            = t.path.empty() ? "/m/" + t.artist + "/" + t.album + "/" + t.title + ".mp3" : t.path;
        in.path = path;
        builder.add(in);
    }
    return builder.build();
}

/// Titles by album: "a,b | c" for two albums, in the table's order.
inline std::string titlesByAlbum(const TrackTable& table)
{
    std::string out;
    for (std::uint32_t a = 0; a < table.albums().size(); ++a) {
        out += a == 0 ? "" : " | ";
        bool first = true;
        for (const Row row : table.rowsOfAlbum(a)) {
            out += (first ? "" : ",") + std::string(table.text(table[row].title));
            first = false;
        }
    }
    return out;
}

} // namespace segue::test
