#include "tests/core/recommend/service/made_listener.h"

#include "core/library/track_table_builder.h"

#include <array>

namespace segue::test {

TrackTablePtr madeLibrary()
{
    static const std::array genres{"Jazz", "Metal", "Ambient",
        "Folk\x1f"
        "Country",
        "Techno"};
    TrackTableBuilder builder;
    int id = 0;
    for (int a = 0; a < artists; ++a) {
        const std::string artist = "Artist " + std::to_string(a);
        for (int b = 0; b < albumsEach; ++b) {
            const std::string album = "Album " + std::to_string(a) + "." + std::to_string(b);
            for (int t = 0; t < tracksEach; ++t) {
                const std::string title = "Title " + std::to_string(a) + "." + std::to_string(b)
                    + "." + std::to_string(t);
                const std::string path = "/music/" + artist + "/" + album + "/" + title + ".flac";
                TrackInput in;
                in.id = {++id};
                in.title = title;
                in.artist = artist;
                in.albumArtist = artist;
                in.album = album;
                in.genres = genres.at(static_cast<std::size_t>(a % 5));
                in.path = path;
                in.year = static_cast<std::uint16_t>(1970 + a + b);
                in.trackNumber = static_cast<std::uint16_t>(t + 1);
                in.durationMs = 200'000;
                in.addedAt = monday - 400 * msPerDay;
                builder.add(in);
            }
        }
    }
    return builder.build();
}

TrackId trackId(int artist, int album, int track)
{
    return {1 + (artist * albumsEach + album) * tracksEach + track};
}

StoredPlay madePlay(int id, int session, TrackId track, UtcMs at, int heardMs)
{
    StoredPlay play;
    play.id = {id};
    play.session = {session};
    play.listen.track = track;
    play.listen.startedAt = at;
    play.listen.durationMs = 200'000;
    play.listen.msHeard = heardMs;
    play.listen.endedBy = heardMs >= 200'000 ? EndedBy::finished : EndedBy::next;
    return play;
}

ListenerHistory madeHistory(UtcMs until)
{
    ListenerHistory history;
    Random random(7);
    int id = 0;
    for (int day = 90; day > 0; --day) {
        UtcMs at = until - day * msPerDay + 20 * msPerHour;
        for (int k = 0; k < 2; ++k) {
            // Favourites come more often than the others; some albums are left off half-way.
            const int artist = static_cast<int>(random.below(random.below(8) + 1));
            const int album = static_cast<int>(random.below(2));
            const int end = artist % 2 == 1 ? 4 : tracksEach;
            for (int t = 0; t < end; ++t, at += 200'000)
                history.plays.push_back(madePlay(++id, day, trackId(artist, album, t), at));
        }
        if (day % 4 == 0) {
            history.plays.push_back(
                madePlay(++id, day, trackId(9, 0, day % tracksEach), at, 20'000));
        }
    }
    std::ranges::sort(history.plays, {}, [](const StoredPlay& p) { return p.listen.startedAt; });
    std::erase_if(history.plays, [&](const StoredPlay& p) { return p.listen.startedAt >= until; });
    return history;
}

} // namespace segue::test
