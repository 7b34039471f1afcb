#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/target.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/analysis/service/analysis_run.h"
#include "core/analysis/service/audio_reader.h"
#include "core/analysis/service/sound_input.h"
#include "core/analysis/service/sound_map.h"
#include "core/db/connection.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Arguments {
    std::string target;
    std::size_t limit = 20;
};

struct Query {
    TrackTablePtr tracks;
    std::optional<Row> row; ///< of a track in the library
    std::string path;
    std::size_t limit = 0;
};

struct Near {
    Row row = 0;
    double score = 0, cosine = 0;
};

/// The library's analysed, available tracks; rows of the table beside the index.
struct Candidates {
    reco::SoundIndex index;
    std::vector<Row> rows;
};

Candidates candidatesOf(const TrackTable& tracks, const analysis::SoundMap& map)
{
    Candidates out;
    std::vector<float> vectors;
    const std::size_t dimension = map.space.dimension();
    for (std::size_t i = 0; i < map.tracks.size(); ++i) {
        const auto row = tracks.rowOf(map.tracks[i]);
        if (!row || !tracks[*row].available)
            continue;
        out.rows.push_back(*row);
        const auto from = map.vectors.begin() + static_cast<std::ptrdiff_t>(i * dimension);
        vectors.insert(vectors.end(), from, from + static_cast<std::ptrdiff_t>(dimension));
    }
    out.index = reco::SoundIndex(std::move(vectors), dimension);
    return out;
}

/// The vector of a file that the library's map does not have: it is listened to now.
Result<std::vector<float>> listenTo(const std::string& path, const analysis::SoundMap& map)
{
    const analysis::Options limits;
    const analysis::ReadSound read = analysis::AudioReader(
        limits.patience, limits.memory, analysis::AudioReader::Priority::awaited)
                                         .read(path, {}, {});
    if (!read.features) {
        const bool named = read.reason.find(path) != std::string::npos
            || read.ending == analysis::ReadSound::Ending::noWorker;
        return Error{named ? read.reason : path + ' ' + read.reason};
    }
    const std::vector<float> point = analysis::soundVector(*read.features);
    if (point.empty())
        return Error{path + " has too little sound in it to be compared."};
    std::vector<float> vector(map.space.dimension());
    map.space.map(point, vector);
    return vector;
}

/// Blocks; any thread.
Result<std::vector<Near>> find(db::Store& store, const Query& query)
{
    try {
        const auto map = analysis::loadSoundMap(*store.reader());
        if (map->space.dimension() == 0) {
            return Error{"The library has no analysed tracks to compare with. Analyse it first: "
                         "segue analyse"};
        }
        const Candidates candidates = candidatesOf(*query.tracks, *map);
        const auto known
            = query.row ? map->rowOf((*query.tracks)[*query.row].id) : std::optional<std::size_t>();
        std::vector<float> vector;
        if (known) {
            const auto from = map->vectors.begin()
                + static_cast<std::ptrdiff_t>(*known * map->space.dimension());
            vector.assign(from, from + static_cast<std::ptrdiff_t>(map->space.dimension()));
        } else {
            auto heard = listenTo(query.path, *map);
            if (!heard)
                return heard.error();
            vector = std::move(*heard);
        }
        std::size_t itself = candidates.rows.size();
        if (query.row) {
            const auto place = std::ranges::find(candidates.rows, *query.row);
            itself = static_cast<std::size_t>(place - candidates.rows.begin());
        }
        const float crowding = itself < candidates.rows.size()
            ? candidates.index.crowding(itself)
            : candidates.index.crowdingOf(vector);
        std::vector<Near> out;
        for (const auto& one : candidates.index.nearest(vector, crowding, query.limit, itself))
            out.push_back({candidates.rows[one.row], double(one.score), double(one.cosine)});
        return out;
    } catch (const std::exception& e) {
        return Error{
            "The database " + store.path().string() + " could not be read: " + e.what() + '.'};
    }
}

QByteArray asJson(const TrackTable& tracks, const std::vector<Near>& nearest)
{
    JsonWriter json;
    json.beginArray();
    for (const Near& near : nearest) {
        const TrackRecord& track = tracks[near.row];
        json.beginObject().member("id", track.id.value).path(tracks.text(track.path));
        json.member("title", tracks.text(track.title)).member("artist", tracks.text(track.artist));
        json.member("album", tracks.text(track.album));
        json.member("similarity", near.cosine).member("score", near.score).endObject();
    }
    json.endArray();
    return json.take();
}

QByteArray asText(const TrackTable& tracks, const std::vector<Near>& nearest, int columns)
{
    using Align = TextTable::Align;
    TextTable table({{u"Alike"_s, Align::right}, {u"Id"_s, Align::right},
        {u"Title"_s, Align::left, true}, {u"Artist"_s, Align::left, true},
        {u"Album"_s, Align::left, true}, {u"Time"_s, Align::right}});
    for (const Near& near : nearest) {
        const TrackRecord& track = tracks[near.row];
        table.add({QString::number(near.score, 'f', 2), QString::number(track.id.value),
            printable(tracks.text(track.title)), printable(tracks.text(track.artist)),
            printable(tracks.text(track.album)), clockText(track.durationMs)});
    }
    return table.isEmpty() ? QByteArray() : table.text(columns).toUtf8();
}

void run(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    Query query;
    query.tracks = context.library().tracks();
    query.limit = arguments.limit;
    query.path = absolutePath(io->origin().folder, arguments.target);
    query.row = rowOfFile(*query.tracks, query.path);
    std::error_code error;
    if (!query.row && !std::filesystem::is_regular_file(query.path, error)) {
        const auto found = resolveTarget(query.tracks, arguments.target, io->origin().folder);
        if (!found)
            return io->fail(QString::fromStdString(found.error().message));
        query.row = *found;
    }
    if (query.row)
        query.path = query.tracks->text((*query.tracks)[*query.row].path);
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(), [&store = context.store(), query] { return find(store, query); },
        [io, tracks = query.tracks, columns](const Result<std::vector<Near>>& nearest) {
            if (!nearest)
                return io->fail(printable(nearest.error().message));
            io->out(io->json() ? asJson(*tracks, *nearest) : asText(*tracks, *nearest, columns));
            io->done(0);
        });
}

} // namespace

void addSimilar(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* similar = program.add_subcommand(
        "similar", "Which tracks of the library sound like TARGET, a track or any file");
    similar->add_option("target", arguments->target, "Track or file")
        ->type_name("TARGET")
        ->required();
    similar->add_option("--limit", arguments->limit, "At most N tracks, 20 by default")
        ->type_name("N")
        ->check(notNegative());
    addCommonOptions(*similar, command);
    similar->callback([arguments, &command] {
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, arguments] { run(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
