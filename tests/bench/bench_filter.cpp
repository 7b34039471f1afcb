// Filters at size: bench_filter [--tracks N]. The budget is one frame from a key to the rows.
#include "core/base/random.h"
#include "core/library/filter/filter_completion.h"
#include "core/library/filter/filter_run.h"
#include "core/library/track_table_builder.h"
#include "tests/bench/bench_report.h"

#include <algorithm>
#include <string>

using namespace segue;

namespace {

constexpr UtcMs now = 1'700'500'000'000;

TrackTablePtr library(long tracks)
{
    static const char* const genres[] = {"Rock", "Jazz",
        "Electronic\x1f"
        "Ambient",
        "Classical", "Post Punk", "Metal", "Pop", "Hip-Hop", "Ambient", "Soul"};
    static const char* const words[] = {"Love", "Night", "Étude", "Blue", "Heart", "Live", "River",
        "Machine", "Träume", "Song", "Never", "Again"};
    Random random(5);
    TrackTableBuilder builder;
    builder.reserve(static_cast<std::size_t>(tracks));
    for (long i = 0; i < tracks; ++i) {
        const std::string title = std::string(words[random.below(12)]) + ' '
            + words[random.below(12)] + ' ' + std::to_string(i % 997);
        const std::string artist = "Artist " + std::to_string(i / 36);
        const std::string album = std::string(words[i / 12 % 12]) + ' ' + std::to_string(i / 12);
        const std::string path = "/music/" + artist + "/" + album + "/" + title + ".flac";
        TrackInput in;
        in.id = {i + 1};
        in.title = title;
        in.artist = in.albumArtist = artist;
        in.album = album;
        in.genres = genres[i / 36 % 10];
        in.path = path;
        in.format = i / 36 % 3 == 0 ? tags::AudioFormat::flac : tags::AudioFormat::mp3;
        in.year = static_cast<std::uint16_t>(1960 + i / 36 % 60);
        in.bpm = static_cast<std::uint16_t>(70 + random.below(100));
        in.durationMs = 120'000 + static_cast<std::uint32_t>(random.below(300'000));
        in.addedAt = now - static_cast<std::int64_t>(random.below(2'000)) * msPerDay;
        builder.add(in);
    }
    return builder.build();
}

TrackStatsPtr madeStats(long tracks)
{
    Random random(6);
    auto stats = std::make_shared<TrackStatsMap>();
    for (long i = 1; i <= tracks; ++i) {
        TrackStats& s = (*stats)[TrackId{i}];
        s.plays = static_cast<std::uint32_t>(random.below(30));
        s.lastPlayed = s.plays ? now - static_cast<UtcMs>(random.below(900)) * msPerDay : 0;
        if (random.below(4) == 0)
            s.rating = static_cast<std::uint8_t>(random.below(11));
    }
    return stats;
}

} // namespace

int main(int argc, char** argv)
{
    bench::Report report("filter", argc, argv);
    const long tracks = report.option("tracks", 100'000);
    constexpr double frame = 16;
    const double budget = frame * std::max(1.0, static_cast<double>(tracks) / 100'000);
    const TrackTablePtr table = library(tracks);
    const bench::Stopwatch indexing;
    const auto index = std::make_shared<const SearchIndex>(table);
    report.add("index built (in the background)", indexing.milliseconds(), "ms");
    const ManualClock clock(now, 60);
    FilterRun run(index, madeStats(tracks), clock);

    bench::Stopwatch first;
    (void)run.rows(FilterQuery::parse("rating>=4"));
    report.add("first look at the statistics", first.milliseconds(), "ms", budget, "frame");
    bench::Stopwatch firstPath;
    (void)run.rows(FilterQuery::parse("path:river"));
    report.add("first look at the paths", firstPath.milliseconds(), "ms", budget, "frame");
    for (const char* query : {"love", "love night 12", "artist:\"artist 12\"", "title:love",
             "genre:\"post punk\"", "path:river", "path:/live/river", "codec:flac", "rating>=4",
             "played<30d", "-live", "artist:1 rating>=4 played<300d genre:rock bpm:120..130 -live",
             "(love OR night OR étude) year:1970..1990 length<4:00", "path:river OR path:blue"}) {
        const double ms
            = bench::medianMilliseconds(9, [&] { (void)run.rows(FilterQuery::parse(query)); });
        report.add(query, ms, "ms", budget, "frame");
    }
    bench::Stopwatch reading;
    const FilterVocabulary vocabulary(*table);
    report.add("words to complete read (in the background)", reading.milliseconds(), "ms");
    report.add("completing an artist",
        bench::medianMilliseconds(
            9, [&] { (void)completeFilter("artist:artist 9", 13, &vocabulary, false); }),
        "ms", budget, "frame");
    return report.finish();
}
