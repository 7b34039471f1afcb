#include "app/cli/import_player.h"

#include "app/app_context.h"
#include "app/cli/import_history.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "app/data_folder.h"
#include "core/history/import/import_service.h"
#include "core/library/library_service.h"
#include "core/playlist/playlist_service.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr std::size_t mostLines = 15;

using Arguments = std::shared_ptr<const ImportArguments>;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString number(std::size_t count)
{
    return countText(static_cast<qint64>(count));
}

QString nameOfTrack(const std::string& title, const std::string& artist, const std::string& path)
{
    if (title.empty())
        return printable(path);
    return artist.empty() ? printable(title) : printable(title) + u" – "_s + printable(artist);
}

/// `line(i)` for the first few of `count`, and how many more there are.
template <class Line>
void someLines(const IoPtr& io, std::size_t count, Line line)
{
    for (std::size_t i = 0; i < std::min(count, mostLines); ++i)
        io->outLine(u"  "_s + line(i));
    if (count > mostLines)
        io->outLine(u"  and %1 more (--json shows all)"_s.arg(number(count - mostLines)));
}

void printPlan(const IoPtr& io, const ImportPlan& plan, const ImportArguments& arguments)
{
    if (plan.history)
        return printHistoryPlan(io, plan);
    io->outLine(u"%1: %2 tracks, %3 of them in the library (%4 by their path, %5 by the end of "
                "it, %6 by their tags)"_s.arg(text(nameOf(plan.source)), number(plan.tracks),
                    number(plan.found()), number(plan.matchedBy(SourceMatchBy::path)),
                    number(plan.matchedBy(SourceMatchBy::tail)),
                    number(plan.matchedBy(SourceMatchBy::tags))));
    if (plan.source != ImportSource::m3u) {
        io->outLine(u"Ratings: %1, plays: %2, earlier dates added: %3"_s.arg(
            number(plan.ratings()), countText(plan.plays()), number(plan.dates())));
    }
    if (!plan.conflicts.empty()) {
        io->outLine((arguments.theirRatings
                ? u"Rated otherwise in Segue: %1; these give way"_s
                : u"Rated otherwise in Segue: %1; your own stars stay (--their-ratings lets the "
                  "others win)"_s)
                        .arg(number(plan.conflicts.size())));
        someLines(io, plan.conflicts.size(), [&](std::size_t i) {
            const RatingConflict& c = plan.conflicts[i];
            return u"%1: %2 here, %3 there"_s.arg(
                nameOfTrack(c.title, c.artist, {}), starsText(c.own), starsText(c.theirs));
        });
    }
    if (!plan.lists.empty() && !arguments.noPlaylists) {
        io->outLine(u"Playlists: %1"_s.arg(number(plan.lists.size())));
        someLines(io, plan.lists.size(), [&](std::size_t i) {
            const PlannedList& list = plan.lists[i];
            return u"%1: %2 tracks"_s.arg(printable(list.name), number(list.entries.size()))
                + (list.missing > 0 ? u", %1 not in the library"_s.arg(number(list.missing))
                                    : QString());
        });
    }
    if (!plan.unmatched.empty()) {
        io->outLine(u"Not in the library: %1; fitting several tracks, and not guessed: %2"_s.arg(
            number(plan.matchedBy(SourceMatchBy::nothing)),
            number(plan.matchedBy(SourceMatchBy::ambiguous))));
        someLines(io, plan.unmatched.size(), [&](std::size_t i) {
            const UnmatchedTrack& t = plan.unmatched[i];
            return nameOfTrack(t.title, t.artist, t.path)
                + (t.candidates.empty() ? QString()
                                        : u" (one of %1)"_s.arg(number(t.candidates.size())));
        });
    }
    for (const std::string& note : plan.notes)
        io->errLine(u"segue: "_s + printable(note));
}

void printResult(const IoPtr& io, const ImportPlan& plan, const ImportResult& result)
{
    if (plan.history)
        return printHistoryResult(io, result);
    io->outLine(
        u"Import %1 done: %2 tracks; playlists: %3 new, %4 filled anew"_s.arg(result.run)
            .arg(number(result.tracks), number(result.madeLists), number(result.filledLists)));
    for (const std::string& name : result.keptLists)
        io->outLine(
            u"  “%1” was left alone: it was changed since it was imported"_s.arg(printable(name)));
    io->outLine(u"To take it back: segue import --undo %1"_s.arg(result.run));
}

void writePlan(JsonWriter& json, const ImportPlan& plan)
{
    if (plan.history)
        return writeHistoryPlan(json, plan);
    json.member("source", keyOf(plan.source)).member("tracks", plan.tracks);
    json.key("matched").beginObject();
    json.member("path", plan.matchedBy(SourceMatchBy::path));
    json.member("tail", plan.matchedBy(SourceMatchBy::tail));
    json.member("tags", plan.matchedBy(SourceMatchBy::tags));
    json.member("ambiguous", plan.matchedBy(SourceMatchBy::ambiguous));
    json.member("nothing", plan.matchedBy(SourceMatchBy::nothing)).endObject();
    json.member("ratings", plan.ratings()).member("plays", plan.plays());
    json.member("dates", plan.dates());
    json.key("conflicts").beginArray();
    for (const RatingConflict& c : plan.conflicts) {
        json.beginObject().member("id", c.track.value).member("title", c.title);
        json.member("artist", c.artist).member("own", c.own).member("theirs", c.theirs).endObject();
    }
    json.endArray().key("playlists").beginArray();
    for (const PlannedList& list : plan.lists) {
        json.beginObject().member("name", list.name).member("entries", list.entries.size());
        json.member("missing", list.missing).endObject();
    }
    json.endArray().key("unmatched").beginArray();
    for (const UnmatchedTrack& t : plan.unmatched) {
        json.beginObject().member("title", t.title).member("artist", t.artist).path(t.path);
        json.key("candidates").beginArray();
        for (const TrackId id : t.candidates)
            json.value(id.value);
        json.endArray().endObject();
    }
    json.endArray().key("notes").beginArray();
    for (const std::string& note : plan.notes)
        json.value(note);
    json.endArray();
}

void writeResult(JsonWriter& json, const ImportResult& result)
{
    json.member("import", result.run).member("changed_tracks", result.tracks);
    json.member("playlists_made", result.madeLists);
    json.member("playlists_filled", result.filledLists);
    json.key("playlists_kept").beginArray();
    for (const std::string& name : result.keptLists)
        json.value(name);
    json.endArray().member("ratings_overruled", result.overruled);
}

/// Answers once everything is on the disk.
void whenOnDisk(AppContext& context, const IoPtr& io, std::function<void()> then)
{
    context.whenWritten([&context, io, then = std::move(then)](const Result<void>& written) {
        if (!written || context.playlists().hasUnwritten())
            return io->fail(written ? u"The playlists could not be written."_s
                                    : QString::fromStdString(written.error().message));
        then();
        io->done(0);
    });
}

void importNow(
    AppContext& context, const IoPtr& io, const ImportPlanPtr& plan, const Arguments& arguments)
{
    if (!io->json())
        printPlan(io, *plan, *arguments);
    if (arguments->dryRun || plan->isEmpty()) {
        if (io->json()) {
            JsonWriter json;
            writePlan(json.beginObject(), *plan);
            io->out(json.member("dry_run", arguments->dryRun).endObject().take());
        } else {
            io->outLine(arguments->dryRun ? u"Nothing was changed: this was a dry run."_s
                                          : u"There is nothing to import."_s);
        }
        return io->done(0);
    }
    ImportChoice choice;
    choice.lists = !arguments->noPlaylists;
    choice.theirRatingsWin = arguments->theirRatings;
    context.imports().run(
        plan, choice, io.get(), [&context, io, plan](const Result<ImportResult>& result) {
            if (!result)
                return io->fail(QString::fromStdString(result.error().message));
            whenOnDisk(context, io, [io, plan, result = *result] {
                if (!io->json())
                    return printResult(io, *plan, result);
                JsonWriter json;
                writePlan(json.beginObject(), *plan);
                json.member("dry_run", false);
                plan->history ? writeHistoryResult(json, result) : writeResult(json, result);
                io->out(json.endObject().take());
            });
        });
}

void start(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    ImportRequest request;
    for (const std::string& file : arguments->files)
        request.files.push_back(absolutePath(io->origin().folder, file));
    request.from = importSourceFromKey(arguments->from);
    request.listener = arguments->listener;
    context.imports().plan(
        request, io.get(), [&context, io, arguments](const Result<ImportPlanPtr>& plan) {
            if (!plan)
                return io->fail(QString::fromStdString(plan.error().message));
            importNow(context, io, *plan, arguments);
        });
}

void printPlaces(const IoPtr& io, const std::vector<ImportPlace>& places)
{
    if (io->json()) {
        JsonWriter json;
        json.beginArray();
        for (const ImportPlace& place : places) {
            json.beginObject().member("source", keyOf(place.source)).path(place.path).endObject();
        }
        io->out(json.endArray().take());
        return io->done(0);
    }
    if (places.empty()) {
        io->outLine(u"No library of another player was found on this machine. Name its file: segue "
                    "import FILE (see segue import --help)"_s);
        return io->done(0);
    }
    io->outLine(u"Libraries of other players on this machine:"_s);
    for (const ImportPlace& place : places)
        io->outLine(u"  %1: %2"_s.arg(text(nameOf(place.source)), printable(place.path)));
    io->outLine(u"To see what one would bring: segue import FILE --dry-run"_s);
    io->done(0);
}

/// Without a file: those of the player that was named, where there is but one; else what there is.
void findAndStart(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    context.imports().findPlaces(
        io.get(), [&context, io, arguments](const std::vector<ImportPlace>& places) {
            const auto from = importSourceFromKey(arguments->from);
            if (!from)
                return printPlaces(io, places);
            if (isHistory(*from))
                return io->fail(u"Name the files of the listening history: segue import FILE…"_s);
            std::vector<ImportPlace> fitting;
            std::ranges::copy_if(places, std::back_inserter(fitting),
                [&](const ImportPlace& place) { return place.source == *from; });
            if (fitting.size() > 1)
                return printPlaces(io, fitting);
            if (fitting.empty())
                return io->fail(
                    u"No library of %1 is where it usually is. Name its file: segue import FILE"_s
                        .arg(text(nameOf(*from))));
            auto found = std::make_shared<ImportArguments>(*arguments);
            found->files = {fitting.front().path};
            start(context, io, found);
        });
}

void listRuns(AppContext& context, const IoPtr& io)
{
    context.imports().readRuns(io.get(), [io](const std::vector<ImportRun>& runs) {
        if (io->json()) {
            JsonWriter json;
            json.beginArray();
            for (const ImportRun& run : runs) {
                json.beginObject().member("import", run.id).member("source", keyOf(run.source));
                json.member("files", run.files).member("at", run.at).member("tracks", run.tracks);
                json.member("playlists", run.lists).member("plays", run.plays);
                json.member("listener", run.listener.value).member("undone", run.undone);
                json.member("can_undo", run.canUndo).endObject();
            }
            io->out(json.endArray().take());
            return io->done(0);
        }
        if (runs.empty())
            io->outLine(u"Nothing was imported yet."_s);
        for (const ImportRun& run : runs) {
            const QString what = isHistory(run.source)
                ? u"%1 plays"_s.arg(countText(run.plays))
                : u"%1 playlists"_s.arg(countText(run.lists));
            const QString whose
                = run.listenerName.empty() ? QString() : u", for "_s + printable(run.listenerName);
            io->outLine(u"%1  %2  %3  %4 tracks, %5%6%7"_s.arg(run.id).arg(
                localText(run.at, 0) + u" UTC"_s, text(nameOf(run.source)), countText(run.tracks),
                what, whose, run.undone ? u" (taken back)"_s : QString()));
        }
        io->done(0);
    });
}

void undo(AppContext& context, const IoPtr& io, std::int64_t run)
{
    context.imports().undo(run, io.get(), [&context, io](const Result<ImportResult>& result) {
        if (!result)
            return io->fail(QString::fromStdString(result.error().message));
        whenOnDisk(context, io, [io, result = *result] {
            if (io->json()) {
                JsonWriter json;
                writeResult(json.beginObject(), result);
                return io->out(json.member("plays", result.plays).endObject().take());
            }
            io->outLine(u"Import %1 was taken back."_s.arg(result.run));
            for (const std::string& name : result.keptLists)
                io->outLine(u"  “%1” was left: it was changed since it was imported"_s.arg(
                    printable(name)));
        });
    });
}

} // namespace

void importFromPlayer(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    if (arguments->list)
        return listRuns(context, io);
    context.whenLoaded(io, [&context, io, arguments] {
        if (!context.playlists().isLoaded()) {
            if (const auto loaded = context.playlists().load(); !loaded)
                return io->fail(QString::fromStdString(loaded.error().message));
        }
        if (arguments->undo != 0)
            return undo(context, io, arguments->undo);
        arguments->files.empty() ? findAndStart(context, io, arguments)
                                 : start(context, io, arguments);
    });
}

} // namespace segue::app
