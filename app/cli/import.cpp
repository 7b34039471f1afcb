#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/import_player.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/db/store.h"
#include "core/history/import/demo_history.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <sstream>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Imported {
    std::size_t plays = 0, added = 0, unmatched = 0;
};

Result<Imported> importDemo(db::Store& store, ListenerId listener, const TrackTablePtr& tracks,
    const std::string& path, UtcMs now)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file)
        return Error{"The file " + printable(path).toStdString() + " could not be read."};
    const std::string text = content.str();
    const auto plays = parseDemoHistory(text);
    if (!plays)
        return Error{printable(path).toStdString() + ", " + plays.error().message};
    Imported imported{plays->size(), 0, 0};
    const auto written = store.writeAndWait(db::Durability::full, [&](db::Connection& connection) {
        const UtcMs lastDay = demoLastDay(connection, text, now);
        const DemoListens matched = matchDemoHistory(*plays, *tracks, lastDay);
        imported.unmatched = matched.unmatched;
        imported.added = insertDemoListens(connection, listener, matched.listens);
    });
    if (!written)
        return written.error();
    return imported;
}

void print(const IoPtr& io, const Imported& imported)
{
    if (io->json()) {
        JsonWriter json;
        json.beginObject().member("plays", imported.plays).member("added", imported.added);
        json.member("unmatched", imported.unmatched).endObject();
        io->out(json.take());
        return;
    }
    io->outLine(u"Made-up demo history: %1 plays added, %2 were there before"_s.arg(
        countText(static_cast<qint64>(imported.added)),
        countText(static_cast<qint64>(imported.plays - imported.added - imported.unmatched))));
    if (imported.unmatched > 0) {
        io->errLine(u"segue: %1 plays are of tracks that are not in the library"_s.arg(
            countText(static_cast<qint64>(imported.unmatched))));
    }
}

void run(AppContext& context, const IoPtr& io, const std::string& name)
{
    // The player counts on being the only one who appends plays.
    if (context.player())
        return io->fail(
            u"Close Segue first: the demo history goes into a library that is not in use."_s);
    runThen(
        io.get(),
        [&store = context.store(), listener = context.taste().listener(),
            tracks = context.library().tracks(), now = context.clock().now(),
            path = absolutePath(io->origin().folder, name)] {
            return importDemo(store, listener, tracks, path, now);
        },
        [io](const Result<Imported>& imported) {
            if (!imported)
                return io->fail(QString::fromStdString(imported.error().message));
            print(io, *imported);
            io->done(0);
        });
}

} // namespace

void addImport(CLI::App& program, Command& command)
{
    const auto demo = std::make_shared<std::string>();
    const auto arguments = std::make_shared<ImportArguments>();
    CLI::App* import = program.add_subcommand(
        "import", "Bring ratings, plays, playlists and listening histories along from elsewhere");
    import
        ->add_option("files", arguments->files,
            "Files of one player, or its folder: the .db of Strawberry or Clementine, "
            "rhythmdb.xml, "
            "songs of Quod Libet, an export of foobar2000's Playback Statistics, an exported "
            "iTunes library, playlists; or listening histories (files, or a folder of them): "
            "Spotify's "
            "Streaming_History_Audio_….json or StreamingHistory….json, ListenBrainz' json and "
            "jsonl, Last.fm's csv. Without: what there is on this machine")
        ->type_name("FILE");
    import
        ->add_option("--from", arguments->from,
            "strawberry, clementine, rhythmbox, quodlibet, foobar2000, itunes, m3u,\n"
            "                                  spotify, listenbrainz, lastfm or tsv")
        ->type_name("PLAYER")
        ->check([](const std::string& key) {
            return key == "auto" || importSourceFromKey(key)
                ? std::string()
                : "there is no player \"" + key + "\" to import from";
});
import
    ->add_option("--listener", arguments->listener,
        "Whose listening history it is: another listener, made if new")
    ->type_name("NAME");
import->add_flag("--dry-run", arguments->dryRun, "Only show what matches and what would change");
import->add_flag("--their-ratings", arguments->theirRatings,
    "Where you rated in Segue, too: take the other player's stars");
import->add_flag("--no-playlists", arguments->noPlaylists, "Leave playlists out");
CLI::Option* list = import->add_flag("--list", arguments->list, "List the imports so far");
import->add_option("--undo", arguments->undo, "Take import N back, plays and playlists included")
    ->type_name("N")
    ->check(notNegative())
    ->excludes(list);
import->add_option("--demo-history", *demo, "A made-up history to see what For You does with one")
    ->type_name("FILE");
addCommonOptions(*import, command);
    import->callback([demo, arguments, &command] {
        command.lasting = true;
    command.run = [demo, arguments](AppContext& context, const IoPtr& io) {
        if (demo->empty())
            return importFromPlayer(context, io, arguments);
        context.whenLoaded(io, [&context, io, demo] { run(context, io, *demo); });
    };
    } // namespace segue::app
);
}

} // namespace segue::app
