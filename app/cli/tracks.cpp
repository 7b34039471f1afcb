#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/library/search.h"
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

    TrackStats statsOf(TrackId track) const
    {
        const auto found = stats->find(track);
        return found == stats->end() ? TrackStats{} : found->second;
    }
};

/// Available tracks that contain every word, in the library's order.
std::vector<Row> select(const Snapshot& snapshot, const Arguments& arguments)
{
    std::string query;
    for (const std::string& word : arguments.words)
        query += (query.empty() ? "" : " ") + word;
    std::vector<Row> rows;
    if (query.empty()) {
        rows.resize(snapshot.tracks->size());
        for (Row row = 0; row < rows.size(); ++row)
            rows[row] = row;
    } else {
        rows = SearchIndex(snapshot.tracks).find(query);
    }
    std::erase_if(rows, [&](Row row) { return !(*snapshot.tracks)[row].available; });
    if (arguments.limit && rows.size() > *arguments.limit)
        rows.resize(*arguments.limit);
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
    const Snapshot snapshot{context.library().tracks(), context.taste().stats()};
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(),
        [snapshot, arguments, columns, json = io->json()] {
            const std::vector<Row> rows = select(snapshot, arguments);
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
    CLI::App* tracks
        = program.add_subcommand("tracks", "List the library, or what contains all words of QUERY");
    tracks->add_option("query", arguments->words, "Words")->type_name("QUERY");
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
