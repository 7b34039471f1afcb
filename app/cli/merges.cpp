// `segue merges`: which tracks were found to be one, which may be; taking it back, doing it by
// hand.
#include "core/library/merges.h"
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Options {
    std::optional<std::int64_t> undo;
    std::vector<std::int64_t> merge, refuse; // a lost track and a found one
    std::size_t limit = 20;
};

/// What the matching key means, in words.
QString reasonText(const std::string& by)
{
    if (by == "audio")
        return u"same sound"_s;
    if (by == "mbid")
        return u"same recording id"_s;
    if (by == "tags")
        return u"same tags and length"_s;
    return by == "user" ? u"by hand"_s : u"same file"_s;
}

QByteArray asJson(const std::vector<Merge>& merges, const std::vector<MergeOffer>& offers)
{
    JsonWriter json;
    json.beginObject().key("merges").beginArray();
    for (const Merge& m : merges) {
        json.beginObject().member("id", m.id).member("track_id", m.kept.value);
        json.member("merged_track_id", m.dropped.value).member("by", std::string_view(m.by));
        json.member("at", isoUtc(m.at)).key("undone_at");
        if (m.undoneAt)
            json.value(isoUtc(*m.undoneAt));
        else
            json.null();
        json.member("title", std::string_view(m.title));
        json.member("artist", std::string_view(m.artist)).path(m.path);
        json.member("former_title", std::string_view(m.formerTitle));
        json.member("former_artist", std::string_view(m.formerArtist)).endObject();
    }
    json.endArray().key("offers").beginArray();
    for (const MergeOffer& o : offers) {
        json.beginObject().member("lost_track_id", o.lost.value);
        json.member("lost_title", std::string_view(o.lostTitle));
        json.member("lost_artist", std::string_view(o.lostArtist));
        json.member("plays", o.plays).member("track_id", o.found.value);
        json.member("title", std::string_view(o.foundTitle));
        json.member("artist", std::string_view(o.foundArtist)).path(o.foundPath);
        json.member("why", std::string_view(o.why)).endObject();
    }
    json.endArray().endObject();
    return json.take();
}

QString nameOf(const std::string& title, const std::string& artist)
{
    return artist.empty() ? printable(title) : printable(artist) + u" – "_s + printable(title);
}

QByteArray asText(
    const std::vector<Merge>& merges, const std::vector<MergeOffer>& offers, int columns)
{
    QString text;
    if (!merges.empty()) {
        TextTable table({{u"Merge"_s, TextTable::Align::right}, {u"When"_s},
            {u"Track"_s, TextTable::Align::left, true}, {u"Was"_s, TextTable::Align::left, true},
            {u"Known by"_s}, {u""_s}});
        for (const Merge& m : merges)
            table.add({QString::number(m.id), localText(m.at, 0) + u" UTC"_s,
                nameOf(m.title, m.artist), nameOf(m.formerTitle, m.formerArtist), reasonText(m.by),
                m.undoneAt ? u"taken back"_s : QString()});
        text += table.text(columns);
    }
    if (!offers.empty()) {
        text += (text.isEmpty() ? u""_s : u"\n"_s)
            + u"These may be one track that was moved and retagged:\n"_s;
        TextTable table({{u"Lost"_s, TextTable::Align::right},
            {u"Track whose file is gone"_s, TextTable::Align::left, true},
            {u"Plays"_s, TextTable::Align::right}, {u"Found"_s, TextTable::Align::right},
            {u"New track"_s, TextTable::Align::left, true}, {u"Because of"_s}});
        for (const MergeOffer& o : offers)
            table.add({QString::number(o.lost.value), nameOf(o.lostTitle, o.lostArtist),
                QString::number(o.plays), QString::number(o.found.value),
                nameOf(o.foundTitle, o.foundArtist), printable(o.why)});
        text += table.text(columns);
        text += u"To make two of them one: segue merges --merge LOST FOUND\n"_s;
    }
    return text.toUtf8();
}

void show(AppContext& context, const IoPtr& io, std::size_t limit)
{
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(),
        [&store = context.store(), limit, columns, json = io->json()]() -> Result<QByteArray> {
            try {
                const auto reader = store.reader();
                const auto merges = loadMerges(*reader, limit);
                const auto offers = findMergeOffers(*reader);
                return json ? asJson(merges, offers) : asText(merges, offers, columns);
            } catch (const std::exception& e) {
                return Error{
                    "The merges in " + store.path().string() + " could not be read: " + e.what()};
            }
        },
        [io](const Result<QByteArray>& text) {
            if (!text)
                return io->fail(QString::fromStdString(text.error().message));
            if (text->isEmpty())
                io->errLine(u"No tracks were merged, and none look as if they should be."_s);
            io->out(*text);
            io->done(0);
        });
}

void change(AppContext& context, const IoPtr& io, LibraryService::MergeEdit edit, QString said)
{
    context.library().editMerges(std::move(edit), [io, said](const Result<void>& result) {
        if (!result)
            return io->fail(QString::fromStdString(result.error().message));
        if (!io->json())
            io->outLine(said);
        io->done(0);
    });
}

void run(AppContext& context, const IoPtr& io, const Options& options)
{
    if (options.undo)
        change(context, io, {LibraryService::MergeEdit::undo, *options.undo, {}, {}},
            u"Merge %1 is taken back: the tracks are two again."_s.arg(*options.undo));
    else if (!options.merge.empty())
        change(context, io,
            {LibraryService::MergeEdit::merge, 0, TrackId{options.merge[0]},
                TrackId{options.merge[1]}},
            u"Track %1 has the file of track %2 now, and the plays and ratings of both."_s
                .arg(options.merge[0])
                .arg(options.merge[1]));
    else if (!options.refuse.empty())
        change(context, io,
            {LibraryService::MergeEdit::refuse, 0, TrackId{options.refuse[0]},
                TrackId{options.refuse[1]}},
            u"They are not offered again."_s);
    else
        show(context, io, options.limit);
}

} // namespace

void addMerges(CLI::App& program, Command& command)
{
    const auto options = std::make_shared<Options>();
    CLI::App* app = program.add_subcommand(
        "merges", "Tracks that were found to be one after files moved, and such that may be");
    app->add_option("--undo", options->undo, "Take a merge back: two tracks again")
        ->type_name("ID");
    app->add_option("--merge", options->merge, "Make two tracks one, by their ids")
        ->expected(2)
        ->type_name("LOST FOUND");
    app->add_option("--refuse", options->refuse, "Do not offer these two again")
        ->expected(2)
        ->type_name("LOST FOUND");
    app->add_option("--limit", options->limit, "At most N merges, newest first")
        ->type_name("N")
        ->check(notNegative());
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        command.run = [options](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, options] { run(context, io, *options); });
        };
    });
}

} // namespace segue::app
