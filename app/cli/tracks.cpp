#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "core/history/taste_service.h"
#include "core/library/filter/filter_run.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Arguments {
    std::vector<std::string> words;
    std::optional<std::size_t> limit;
};

struct Snapshot {
    TrackTablePtr tracks;
    TrackStatsPtr stats;
    CleanViewPtr names;

    TrackStats statsOf(TrackId track) const
    {
        const auto found = stats->find(track);
        return found == stats->end() ? TrackStats{} : found->second;
    }
};

/// The words of the command line as one filter. A shell takes quotes away: where several words were
/// given, one with a blank in it was quoted, as in genre:"post punk".
std::string filterText(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) {
        text += text.empty() ? "" : " ";
        const std::size_t value = word.find_last_of(":=<>");
        const bool wasQuoted = words.size() > 1 && word.find(' ') != std::string::npos
            && word.find('"') == std::string::npos && value != std::string::npos
            && word.find(' ') > value;
        text += wasQuoted ? word.substr(0, value + 1) + '"' + word.substr(value + 1) + '"' : word;
    }
    return text;
}

/// Available tracks that fit, in the library's order; those that are not there only when asked for.
std::vector<Row> select(const Snapshot& snapshot, const FilterQuery& query,
    std::optional<std::size_t> limit, const Clock& clock)
{
    std::vector<Row> rows = FilterRun(
        std::make_shared<const SearchIndex>(snapshot.tracks), snapshot.stats, clock, snapshot.names)
                                .rows(query);
    if (!query.uses(FilterField::missing))
        std::erase_if(rows, [&](Row row) { return !(*snapshot.tracks)[row].available; });
    if (limit && rows.size() > *limit)
        rows.resize(*limit);
    return rows;
}

void writeGenres(JsonWriter& json, std::string_view genres)
{
    json.key("genres").beginArray();
    while (!genres.empty()) {
        const std::size_t end = std::min(genres.find('\x1F'), genres.size());
        json.value(genres.substr(0, end));
        genres.remove_prefix(std::min(end + 1, genres.size()));
    }
    json.endArray();
}

QByteArray asJson(const Snapshot& snapshot, const std::vector<Row>& rows)
{
    const TrackTable& tracks = *snapshot.tracks;
    JsonWriter json;
    json.beginArray();
    for (const Row row : rows) {
        const TrackRecord& track = tracks[row];
        const TrackStats stats = snapshot.statsOf(track.id);
        json.beginObject().member("id", track.id.value).path(tracks.text(track.path));
        json.member("title", tracks.text(track.title)).member("artist", tracks.text(track.artist));
        json.member("album_artist", tracks.text(track.albumArtist));
        json.member("composer", tracks.text(track.composer));
        json.member("album", tracks.text(track.album));
        writeGenres(json, tracks.text(track.genres));
        json.member("year", track.year).member("disc", track.disc);
        json.member("track", track.trackNumber).member("duration_ms", track.durationMs);
        json.member("codec", tags::codecName(track.format, track.lossless));
        json.member("rating", stats.rating).member("plays", stats.plays);
        json.member("skips", stats.skips).key("last_played");
        stats.lastPlayed ? json.value(isoUtc(stats.lastPlayed)) : json.null();
        json.endObject();
    }
    json.endArray();
    return json.take();
}

QByteArray asText(const Snapshot& snapshot, const std::vector<Row>& rows, int columns)
{
    using Align = TextTable::Align;
    const TrackTable& tracks = *snapshot.tracks;
    TextTable table(
        {{u"Id"_s, Align::right}, {u"Title"_s, Align::left, true}, {u"Artist"_s, Align::left, true},
            {u"Album"_s, Align::left, true}, {u"Year"_s, Align::right}, {u"Time"_s, Align::right},
            {u"Stars"_s, Align::right}, {u"Plays"_s, Align::right}});
    for (const Row row : rows) {
        const TrackRecord& track = tracks[row];
        const TrackStats stats = snapshot.statsOf(track.id);
        table.add({QString::number(track.id.value), printable(tracks.text(track.title)),
            printable(tracks.text(track.artist)), printable(tracks.text(track.album)),
            track.year ? QString::number(track.year) : QString(), clockText(track.durationMs),
            stats.rating ? starsText(*stats.rating) : QString(),
            stats.plays ? QString::number(stats.plays) : QString()});
    }
    return table.isEmpty() ? QByteArray() : table.text(columns).toUtf8();
}

void run(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    const std::string filter = filterText(arguments.words);
    const FilterQuery query = FilterQuery::parse(filter);
    if (query.error()) {
        io->errLine(u"segue: The filter is not understood. %1\nSee: segue tracks --help"_s.arg(
            QString::fromStdString(describe(*query.error(), filter))));
        return io->done(2);
    }
    const Snapshot snapshot{
        context.library().tracks(), context.taste().stats(), context.library().names()};
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(),
        [snapshot, query, columns, limit = arguments.limit, &clock = context.clock(),
            json = io->json()] {
            const std::vector<Row> rows = select(snapshot, query, limit, clock);
            return json ? asJson(snapshot, rows) : asText(snapshot, rows, columns);
        },
        [io, arguments](const QByteArray& text) {
            if (text.isEmpty())
                io->errLine(
                    arguments.words.empty() ? u"The library is empty."_s : u"No track matches."_s);
            io->out(text);
            io->done(0);
        });
}

} // namespace

void addTracks(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* tracks = program.add_subcommand("tracks",
        "List the library, or what fits QUERY: words, or a filter like artist:eno rating>=4");
    tracks->add_option("query", arguments->words, "Words or a filter")->type_name("QUERY");
    tracks->add_option("--limit", arguments->limit, "At most N tracks")
        ->type_name("N")
        ->check(notNegative());
    addCommonOptions(*tracks, command);
    tracks->callback([arguments, &command] {
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, arguments] { run(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
