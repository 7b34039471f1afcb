// The recommender's budgets on made data: bench_for_you [--tracks N] [--plays N].
#include "core/library/track_table_builder.h"
#include "core/recommend/service/page_model.h"
#include "tests/bench/bench_report.h"

#include <string>

using namespace segue;

namespace {

constexpr UtcMs now = 1'700'500'000'000;
constexpr int pages = 21, sessionPlays = 12;

TrackTablePtr library(int tracks)
{
    static const char* const genres[] = {"Rock", "Jazz", "Electronic", "Classical", "Folk", "Metal",
        "Pop", "Hip-Hop", "Ambient", "Soul"};
    TrackTableBuilder builder;
    for (int i = 0; i < tracks; ++i) {
        const int artist = i / 36, album = i / 12;
        const std::string title = "Title " + std::to_string(i);
        const std::string artistName = "Artist " + std::to_string(artist);
        const std::string albumName = "Album " + std::to_string(album);
        const std::string path = "/music/" + artistName + "/" + albumName + "/" + title + ".flac";
        TrackInput in;
        in.id = {i + 1};
        in.title = title;
        in.artist = in.albumArtist = artistName;
        in.album = albumName;
        in.genres = genres[artist % 10];
        in.path = path;
        in.year = static_cast<std::uint16_t>(1960 + artist % 60);
        in.trackNumber = static_cast<std::uint16_t>(i % 12 + 1);
        in.durationMs = 200'000;
        in.addedAt = now - 400 * msPerDay;
        builder.add(in);
    }
    return builder.build();
}

/// Sessions of a dozen plays over five years; favourites are heard far more often than the rest.
ListenerHistory madeHistory(int plays, int tracks)
{
    ListenerHistory result;
    Random random(11);
    result.plays.reserve(static_cast<std::size_t>(plays));
    for (int i = 0; i < plays; ++i) {
        const int session = i / 12;
        const double u = random.uniform();
        const int album = static_cast<int>(u * u * u * tracks / 12);
        StoredPlay play;
        play.id = {i + 1};
        play.session = {session + 1};
        play.listen.track = {std::min(tracks, album * 12 + i % 12 + 1)};
        play.listen.startedAt = now
            - (plays / 12 - session) * (5 * 365 * msPerDay / (plays / 12 + 1)) + (i % 12) * 200'000
            - msPerDay;
        play.listen.durationMs = 200'000;
        play.listen.msHeard = random.uniform() < .15 ? 20'000 : 200'000;
        play.listen.endedBy = play.listen.msHeard < 200'000 ? EndedBy::next : EndedBy::finished;
        result.plays.push_back(play);
    }
    return result;
}

/// Heard to the end.
StoredPlay playOf(TrackId track, PlayId id, SessionId session, UtcMs at)
{
    StoredPlay play;
    play.id = id;
    play.session = session;
    play.listen.track = track;
    play.listen.startedAt = at;
    play.listen.durationMs = play.listen.msHeard = 200'000;
    return play;
}

} // namespace

int main(int argc, char** argv)
{
    bench::Report report("for_you", argc, argv);
    const int tracks = static_cast<int>(report.option("tracks", 100'000));
    const int plays = static_cast<int>(report.option("plays", 100'000));
    const TrackTablePtr table = library(tracks);
    ListenerHistory listener = madeHistory(plays, tracks);

    bench::Stopwatch build;
    PageModel model(table, std::move(listener));
    report.add("models rebuilt", build.seconds(), "s", 3, "budget");

    PageRequest request;
    request.at = now;
    request.seed = 3;
    Page page = model.compose(request);
    report.add("page from ready models",
        bench::medianMilliseconds(pages,
            [&] {
                page = model.compose(request);
                ++request.seed;
            }),
        "ms", 50, "budget");

    std::vector<TrackId> cards;
    for (const Shelf& shelf : page.shelves) {
        request.options.order << shelf.id;
        if (shelf.id != QStringLiteral("right_now"))
            request.options.kept.push_back(shelf);
        for (const Suggestion& card : shelf.items)
            cards.push_back(card.track);
    }
    TrackRating five;
    five.stars = 10;
    bench::Stopwatch rate;
    model.setRating(page.shelves.front().items.front().track, five, now);
    (void)model.compose(request);
    report.add("rating to new shelf", rate.seconds() * 1000, "ms", 100, "budget");

    // Two sessions of cards from all over the page. The first starts from a page just made, as when
    // one is played from it; the second hours after the last, so that its first play finds nothing.
    std::vector<double> taken;
    double alone = 0;
    UtcMs at = now;
    for (int i = 0; i < 2 * sessionPlays; ++i) {
        const bool starts = i == sessionPlays;
        at += starts ? 3 * msPerHour : 200'000;
        const StoredPlay play = playOf(cards[static_cast<std::size_t>(7 * i) % cards.size()],
            {plays + 1 + i}, {plays / 12 + 2 + i / sessionPlays}, at);
        bench::Stopwatch observe;
        model.observe(play);
        (starts ? alone : taken.emplace_back()) = observe.milliseconds();
    }
    report.add("play taken in, blend learned", bench::quantile(taken, .5), "ms", 1, "budget");
    report.add("  the slowest of them", bench::quantile(taken, 1), "ms");
    report.add("  hours after the last page", alone, "ms");
    return report.finish();
}
