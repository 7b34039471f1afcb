// Filters as anybody may type them: parsed, run, completed.
#include "core/library/filter/filter_completion.h"
#include "core/library/filter/filter_run.h"
#include "core/library/track_table_builder.h"
#include "core/playlist/smart_list.h"

#include <cstdlib>

using namespace segue;

namespace {

TrackTablePtr table()
{
    TrackTableBuilder builder;
    for (int i = 1; i <= 5; ++i) {
        const std::string path = "/m/" + std::to_string(i) + "/é.mp3";
        TrackInput in;
        in.id = TrackId{i};
        in.title = i == 1 ? "Live (now)" : "Über \"alles\"";
        in.artist = "Artist";
        in.album = "Album";
        in.genres = "Rock\x1fPost Punk";
        in.path = path;
        in.year = static_cast<std::uint16_t>(1960 + i * 10);
        in.durationMs = 60'000;
        in.addedAt = i * msPerDay;
        builder.add(in);
    }
    return builder.build();
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto index = std::make_shared<const SearchIndex>(table());
    static const FilterVocabulary vocabulary(*index->table());
    static const ManualClock clock(10 * msPerDay, 60);
    static FilterRun run(index, std::make_shared<const TrackStatsMap>(), clock);
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const FilterQuery query = FilterQuery::parse(text);
    if (query.error()) {
        require(query.error()->begin <= query.error()->end && query.error()->end <= size);
        require(!query.error()->message.empty());
        (void)describe(*query.error(), text);
    }
    require(run.rows(query).size() <= 5);
    (void)query.words();
    for (std::size_t cursor = 0; cursor <= std::min<std::size_t>(size, 64); ++cursor) {
        const FilterCompletion c = completeFilter(text, cursor, &vocabulary, cursor % 2 == 0);
        require(c.begin <= c.end && c.end <= size);
    }
    (void)parseSmartOrder(text);
    return 0;
}
