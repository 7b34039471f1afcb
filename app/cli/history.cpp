#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "core/db/store.h"
#include "core/history/history_repository.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/library/track_repository.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Entry {
    StoredPlay play;
    std::string path, title, artist; // empty when nothing is known of the track
};

std::vector<Entry> withTexts(
    db::Connection& connection, const std::vector<StoredPlay>& plays, const TrackTable& tracks)
{
    std::vector<Entry> entries;
    entries.reserve(plays.size());
    for (const StoredPlay& play : plays) {
        Entry entry{play, {}, {}, {}};
        if (const auto row = tracks.rowOf(play.listen.track)) {
            const TrackRecord& track = tracks[*row];
            entry.path = tracks.text(track.path);
            entry.title = tracks.text(track.title);
            entry.artist = tracks.text(track.artist);
        } else if (TrackWords words = loadTrackWords(connection, play.listen.track);
                   !words.title.empty()) {
            entry.path = std::move(words.path);
            entry.title = std::move(words.title);
            entry.artist = std::move(words.artist);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

QByteArray asJson(const std::vector<Entry>& entries)
{
    JsonWriter json;
    json.beginArray();
    for (const Entry& entry : entries) {
        const Listen& listen = entry.play.listen;
        json.beginObject().member("id", entry.play.id.value);
        json.member("track_id", listen.track.value).path(entry.path);
        json.member("title", std::string_view(entry.title));
        json.member("artist", std::string_view(entry.artist));
        json.member("started_at", isoUtc(listen.startedAt));
        json.member("utc_offset_min", listen.utcOffsetMin);
        json.member("duration_ms", listen.durationMs).member("ms_heard", listen.msHeard);
        json.member("started_by", toString(listen.startedBy));
        json.member("ended_by", toString(listen.endedBy));
        json.member("outcome", toString(outcomeOf(listen)));
        json.member("session", entry.play.session.value);
        json.member("private", entry.play.marks.isPrivate).endObject();
    }
    json.endArray();
    return json.take();
}

QString outcomeText(const Listen& listen)
{
    const auto name = toString(outcomeOf(listen));
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QByteArray asText(const std::vector<Entry>& entries, int columns)
{
    using Align = TextTable::Align;
    TextTable table(
        {{u"Started"_s}, {u"Title"_s, Align::left, true}, {u"Artist"_s, Align::left, true},
            {u"Heard"_s, Align::right}, {u"Of"_s, Align::right}, {u"Outcome"_s}, {u""_s}});
    for (const Entry& entry : entries) {
        const Listen& listen = entry.play.listen;
        table.add({localText(listen.startedAt, listen.utcOffsetMin),
            entry.title.empty() ? u"track %1"_s.arg(listen.track.value) : printable(entry.title),
            printable(entry.artist), clockText(std::max<qint64>(listen.msHeard, 1)),
            clockText(listen.durationMs), outcomeText(listen),
            entry.play.marks.isPrivate ? u"private"_s : QString()});
    }
    return table.isEmpty() ? QByteArray() : table.text(columns).toUtf8();
}

void run(AppContext& context, const IoPtr& io, std::size_t limit)
{
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(),
        [&store = context.store(), listener = context.taste().listener(),
            tracks = context.library().tracks(), limit, columns,
            json = io->json()]() -> Result<QByteArray> {
            try {
                const auto connection = store.reader();
                const auto entries = withTexts(
                    *connection, history::readNewestPlays(*connection, listener, limit), *tracks);
                return json ? asJson(entries) : asText(entries, columns);
            } catch (const std::exception& e) {
                return Error{
                    "The history in " + store.path().string() + " could not be read: " + e.what()};
            }
        },
        [io](const Result<QByteArray>& text) {
            if (!text)
                return io->fail(QString::fromStdString(text.error().message));
            if (text->isEmpty())
                io->errLine(u"Nothing was played yet."_s);
            io->out(*text);
            io->done(0);
        });
}

} // namespace

void addHistory(CLI::App& program, Command& command)
{
    const auto limit = std::make_shared<std::size_t>(std::numeric_limits<std::int64_t>::max());
    CLI::App* history = program.add_subcommand("history", "What was played, newest first");
    history->add_option("--limit", *limit, "At most N plays")->type_name("N")->check(notNegative());
    addCommonOptions(*history, command);
    history->callback([limit, &command] {
        command.run = [limit](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, limit] { run(context, io, *limit); });
        };
    });
}

} // namespace segue::app
