#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/playlist/playlist_match.h"
#include "core/playlist/playlist_service.h"
#include "core/playlist/smart_list.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Arguments {
    std::string name;
    std::string import, exportTo, filter, sort;
    std::uint32_t limit = 0;
    bool smart = false, dryRun = false, remove = false;
};

std::string_view kindName(PlaylistKind kind)
{
    return kind == PlaylistKind::folder ? "folder" : kind == PlaylistKind::smart ? "smart" : "list";
}

/// What a playlist holds now.
PlaylistEntries entriesNow(AppContext& context, const Playlist& playlist)
{
    if (playlist.kind != PlaylistKind::smart)
        return *playlist.entries;
    const TrackTablePtr tracks = context.library().tracks();
    FilterRun run(std::make_shared<const SearchIndex>(tracks), context.taste().stats(),
        context.clock(), context.library().names());
    PlaylistEntries entries;
    for (const Row row : smartRows(
             run, playlist.rule, static_cast<std::uint64_t>(playlist.id.value), context.clock()))
        entries.push_back(entryOf(*tracks, row));
    return entries;
}

std::size_t missingIn(const PlaylistEntries& entries, const TrackTable& tracks)
{
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(),
        [&](const PlaylistEntry& entry) { return !tracks.rowOf(entry.track); }));
}

void listAll(AppContext& context, const IoPtr& io)
{
    const PlaylistBook& book = context.playlists().book();
    const TrackTable& tracks = *context.library().tracks();
    if (io->json()) {
        JsonWriter json;
        json.beginArray();
        for (const PlaylistPtr& playlist : book.state()) {
            const PlaylistEntries entries = entriesNow(context, *playlist);
            json.beginObject().member("id", playlist->id.value).member("name", playlist->name);
            json.member("kind", kindName(playlist->kind)).key("folder");
            playlist->parent ? json.value(playlist->parent.value) : json.null();
            json.member("tracks", entries.size()).member("missing", missingIn(entries, tracks));
            json.member("do_not_learn", playlist->doNotLearn);
            if (playlist->kind == PlaylistKind::smart)
                json.member("filter", playlist->rule.filter)
                    .member("sort", playlist->rule.sort)
                    .member("limit", playlist->rule.limit);
            json.endObject();
        }
        json.endArray();
        io->out(json.take());
        return io->done(0);
    }
    using Align = TextTable::Align;
    TextTable table({{u"Name"_s, Align::left, true}, {u"Kind"_s}, {u"Tracks"_s, Align::right},
        {u"Missing"_s, Align::right}, {u"Filter"_s, Align::left, true}});
    const auto add = [&](const auto& self, PlaylistId folder, int depth) -> void {
        for (const PlaylistPtr& playlist : book.childrenOf(folder)) {
            const bool isFolder = playlist->kind == PlaylistKind::folder;
            const PlaylistEntries entries = entriesNow(context, *playlist);
            const std::size_t missing = missingIn(entries, tracks);
            table.add({QString(2 * depth, u' ') + printable(playlist->name),
                QString::fromUtf8(kindName(playlist->kind)),
                isFolder ? QString() : QString::number(entries.size()),
                missing == 0 ? QString() : QString::number(missing),
                printable(playlist->rule.filter)});
            if (isFolder)
                self(self, playlist->id, depth + 1);
        }
    };
    add(add, {}, 0);
    if (table.isEmpty())
        io->errLine(
            u"There are no playlists. `segue playlist NAME --import FILE` brings one in."_s);
    else
        io->out(table.text(io->origin().outIsTerminal ? io->origin().columns : 0).toUtf8());
    io->done(0);
}

void show(AppContext& context, const IoPtr& io, const Playlist& playlist)
{
    const TrackTable& tracks = *context.library().tracks();
    const PlaylistEntries entries = entriesNow(context, playlist);
    if (io->json()) {
        JsonWriter json;
        json.beginObject().member("name", playlist.name).member("kind", kindName(playlist.kind));
        json.key("entries").beginArray();
        for (const PlaylistEntry& entry : entries) {
            const auto row = tracks.rowOf(entry.track);
            const PlaylistEntry now = row ? entryOf(tracks, *row) : entry;
            json.beginObject().key("id");
            row ? json.value(entry.track.value) : json.null();
            json.member("title", now.title).member("artist", now.artist);
            json.member("album", now.album).member("duration_ms", now.durationMs);
            json.member("missing", !row);
            const std::string path = row ? std::string(tracks.text(tracks[*row].path)) : entry.path;
            json.path(path);
            json.endObject();
        }
        json.endArray().endObject();
        io->out(json.take());
        return io->done(0);
    }
    using Align = TextTable::Align;
    TextTable table(
        {{u"Id"_s, Align::right}, {u"Title"_s, Align::left, true}, {u"Artist"_s, Align::left, true},
            {u"Album"_s, Align::left, true}, {u"Time"_s, Align::right}, {QString()}});
    for (const PlaylistEntry& entry : entries) {
        const auto row = tracks.rowOf(entry.track);
        const PlaylistEntry now = row ? entryOf(tracks, *row) : entry;
        table.add({row ? QString::number(entry.track.value) : QString(), printable(now.title),
            printable(now.artist), printable(now.album), clockText(now.durationMs),
            row ? QString() : u"missing"_s});
    }
    if (table.isEmpty())
        io->errLine(u"The playlist is empty."_s);
    else
        io->out(table.text(io->origin().outIsTerminal ? io->origin().columns : 0).toUtf8());
    io->done(0);
}

/// Answers once the change is on the disk.
void finish(AppContext& context, const IoPtr& io, const QString& line)
{
    context.whenWritten([&context, io, line](const Result<void>& result) {
        if (!result || context.playlists().hasUnwritten())
            return io->fail(result ? u"The change could not be written."_s
                                   : QString::fromStdString(result.error().message));
        if (!io->json())
            io->outLine(line);
        io->done(0);
    });
}

void reportImport(const IoPtr& io, const Playlist& playlist, const PlaylistImport& import,
    const PlaylistFile& file)
{
    if (io->json()) {
        JsonWriter json;
        json.beginObject().member("name", playlist.name).member("entries", file.entries.size());
        json.member("by_path", import.count(PlaylistMatchBy::path));
        json.member("by_tail", import.count(PlaylistMatchBy::tail));
        json.member("by_tags", import.count(PlaylistMatchBy::tags));
        json.key("missing").beginArray();
        for (std::size_t i = 0; i < file.entries.size(); ++i) {
            if (import.matchedBy[i] == PlaylistMatchBy::nothing) {
                json.beginObject().path(file.entries[i].path);
                json.member("title", file.entries[i].title);
                json.member("artist", file.entries[i].artist).endObject();
            }
        }
        json.endArray().endObject();
        io->out(json.take());
        return;
    }
    for (std::size_t i = 0; i < file.entries.size(); ++i) {
        if (import.matchedBy[i] == PlaylistMatchBy::nothing)
            io->errLine(u"segue: not in the library: "_s
                + printable(
                    file.entries[i].path.empty() ? file.entries[i].title : file.entries[i].path));
    }
}

void import(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    const std::string path = absolutePath(io->origin().folder, arguments.import);
    const auto format = playlistFormatOf(path);
    if (!format)
        return io->fail(QString::fromStdString(format.error().message));
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream)
        return io->fail(u"The file %1 could not be read. Check its name and permissions."_s.arg(
            printable(path)));
    const auto file = readPlaylistFile(
        content.str(), *format, std::filesystem::path(path).parent_path().string());
    if (!file)
        return io->fail(printable(path) + u": "_s + QString::fromStdString(file.error().message));
    PlaylistImport found = matchPlaylist(*file, *context.library().tracks());
    Playlist playlist;
    playlist.name = arguments.name;
    playlist.createdAt = context.clock().now();
    reportImport(io, playlist, found, *file);
    const QString what = u"%1 of %2 tracks of %3 are in the library"_s
                             .arg(found.entries.size() - found.count(PlaylistMatchBy::nothing))
                             .arg(found.entries.size())
                             .arg(printable(path));
    if (arguments.dryRun) {
        if (!io->json())
            io->outLine(what + u"; nothing was changed."_s);
        return io->done(0);
    }
    playlist.entries = std::make_shared<const PlaylistEntries>(std::move(found.entries));
    context.playlists().edit([&](PlaylistBook& book) {
        // The same import again makes no second list: it replaces the first.
        const PlaylistPtr old = book.named(playlist.name);
        if (!old || old->kind != PlaylistKind::list) {
            playlist.name = book.freeName(playlist.name);
            book.add(playlist);
            return;
        }
        std::vector<std::uint64_t> keys;
        for (const PlaylistEntry& entry : *old->entries)
            keys.push_back(entry.key);
        book.removeEntries(old->id, keys);
        book.insert(old->id, 0, *playlist.entries);
    });
    finish(context, io, what + u"; playlist “%1”."_s.arg(printable(playlist.name)));
}

void exportTo(
    AppContext& context, const IoPtr& io, const Playlist& playlist, const std::string& name)
{
    const std::string path = absolutePath(io->origin().folder, name);
    const auto format = playlistFormatOf(path);
    if (!format)
        return io->fail(QString::fromStdString(format.error().message));
    const PlaylistEntries entries = entriesNow(context, playlist);
    const auto saved = saveAtomically(path,
        writePlaylistFile(exportedPlaylist(playlist.name, entries, *context.library().tracks()),
            *format, std::filesystem::path(path).parent_path().string()));
    if (!saved)
        return io->fail(QString::fromStdString(saved.error().message));
    if (!io->json())
        io->outLine(u"%1 tracks written to %2"_s.arg(entries.size()).arg(printable(path)));
    io->done(0);
}

void makeSmart(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    Playlist playlist;
    playlist.kind = PlaylistKind::smart;
    playlist.name = arguments.name;
    playlist.rule = {arguments.filter, arguments.sort, arguments.limit};
    playlist.createdAt = context.clock().now();
    if (const auto problem = problemOf(playlist.rule)) {
        io->errLine(u"segue: "_s + QString::fromStdString(problem->message)
            + u"\nSee: segue playlist --help"_s);
        return io->done(2);
    }
    context.playlists().edit([&](PlaylistBook& book) {
        const PlaylistPtr old = book.named(playlist.name);
        if (old && old->kind == PlaylistKind::smart)
            book.setRule(old->id, playlist.rule);
        else {
            playlist.name = book.freeName(playlist.name);
            book.add(playlist);
        }
    });
    finish(context, io,
        u"Smart playlist “%1”: %2 tracks at the moment."_s.arg(printable(playlist.name))
            .arg(entriesNow(context, playlist).size()));
}

void runOne(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    if (!arguments.import.empty())
        return import(context, io, arguments);
    if (arguments.smart)
        return makeSmart(context, io, arguments);
    const PlaylistPtr playlist = context.playlists().book().named(arguments.name);
    if (!playlist)
        return io->fail(u"There is no playlist “%1”. `segue playlists` lists them."_s.arg(
            printable(arguments.name)));
    if (arguments.remove) {
        context.playlists().edit([&](PlaylistBook& book) { book.remove(playlist->id); });
        return finish(context, io, u"“%1” was deleted."_s.arg(printable(playlist->name)));
    }
    if (!arguments.exportTo.empty())
        return exportTo(context, io, *playlist, arguments.exportTo);
    show(context, io, *playlist);
}

/// Runs `then` with library, statistics and playlists in memory.
void whenAllLoaded(AppContext& context, const IoPtr& io, const std::function<void()>& then)
{
    context.whenLoaded(io, [&context, io, then] {
        if (!context.playlists().isLoaded()) {
            if (const auto loaded = context.playlists().load(); !loaded)
                return io->fail(QString::fromStdString(loaded.error().message));
        }
        then();
    });
}

} // namespace

void addPlaylists(CLI::App& program, Command& command)
{
    CLI::App* all = program.add_subcommand("playlists", "List the playlists");
    addCommonOptions(*all, command);
    all->callback([&command] {
        command.run = [](AppContext& context, const IoPtr& io) {
            whenAllLoaded(context, io, [&context, io] { listAll(context, io); });
        };
    });

    const auto arguments = std::make_shared<Arguments>();
    CLI::App* one = program.add_subcommand(
        "playlist", "Show a playlist, import or export one, make a smart one");
    one->add_option("name", arguments->name, "Its name")->type_name("NAME")->required();
    const auto text
        = [&](const char* name, std::string& value, const char* type, const char* about) {
              return one->add_option(name, value, about)->type_name(type);
          };
    CLI::Option* import = text(
        "--import", arguments->import, "FILE", "Fill it from a file: m3u, m3u8, xspf or pls");
    CLI::Option* out = text("--export", arguments->exportTo, "FILE", "Write it to such a file");
    one->add_flag("--dry-run", arguments->dryRun, "With --import: only show what matches")
        ->needs(import);
    CLI::Option* smart
        = text("--smart", arguments->filter, "QUERY", "Make it a smart one with this filter")
              ->each([arguments](const std::string&) { arguments->smart = true; });
    text("--sort", arguments->sort, "ORDER", "Of a smart one: rating:d, \"year artist\", random…")
        ->needs(smart);
    one->add_option("--limit", arguments->limit, "Of a smart one: at most N tracks")
        ->type_name("N")
        ->check(notNegative())
        ->needs(smart);
    CLI::Option* remove = one->add_flag("--delete", arguments->remove, "Delete it");
    import->excludes(out)->excludes(smart)->excludes(remove);
    out->excludes(smart)->excludes(remove);
    smart->excludes(remove);
    addCommonOptions(*one, command);
    one->callback([arguments, &command] {
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            whenAllLoaded(
                context, io, [&context, io, arguments] { runOne(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
