#include "app/cli/play_report.h"

#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"

#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

QString nameOf(const QueueEntry& entry)
{
    return printable(entry.artist.isEmpty() ? entry.title : entry.title + u" - "_s + entry.artist);
}

QString wordOf(std::string_view name)
{
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

JsonWriter eventOf(const char* name, const QueueEntry& entry, const std::string& path)
{
    JsonWriter json(false);
    json.beginObject().member("event", std::string_view(name)).key("track_id");
    entry.track ? json.value(entry.track.value) : json.null();
    json.path(path).member("title", entry.title).member("artist", entry.artist);
    return json;
}

} // namespace

PlayReport::PlayReport(Player& player, const IoPtr& io, PathOf pathOf, WhenWritten whenWritten)
    : player_(player)
    , io_(io)
    , pathOf_(std::move(pathOf))
    , whenWritten_(std::move(whenWritten))
{
    connect(&player, &Player::listenStarted, this, &PlayReport::started);
    connect(&player, &Player::listenEnded, this, &PlayReport::ended);
    connect(&player, &Player::stateChanged, this, &PlayReport::stateChanged);
    connect(&player, &Player::problem, this, &PlayReport::problem);
}

void PlayReport::print(const QByteArray& line)
{
    whenWritten_([io = io_, line] { io->out(line); });
}

void PlayReport::started(const Listen& listen)
{
    if (listen.endedBy == EndedBy::error)
        return; // it cannot be played, as problem() says: nothing sounds
    playing_ = player_.current().value_or(QueueEntry{});
    if (io_->json()) {
        JsonWriter json = eventOf("started", *playing_, pathOf_(*playing_));
        json.member("duration_ms", listen.durationMs);
        json.member("started_by", toString(listen.startedBy)).endObject();
        print(json.take());
    } else {
        const QString length = clockText(listen.durationMs);
        print((u"playing  "_s + nameOf(*playing_)
            + (length.isEmpty() ? QString() : u" ("_s + length + u')') + u'\n')
                  .toUtf8());
    }
}

void PlayReport::ended(const Listen& listen)
{
    if (!playing_)
        return; // it never sounded
    const QueueEntry entry = *std::exchange(playing_, std::nullopt);
    if (io_->json()) {
        JsonWriter json = eventOf("ended", entry, pathOf_(entry));
        json.member("duration_ms", listen.durationMs).member("ms_heard", listen.msHeard);
        json.member("ended_by", toString(listen.endedBy));
        json.member("outcome", toString(outcomeOf(listen))).endObject();
        print(json.take());
    } else {
        print(u"%1 %2, heard %3\n"_s
                  .arg(wordOf(toString(listen.endedBy)).leftJustified(8), nameOf(entry),
                      clockText(std::max<std::int64_t>(listen.msHeard, 1)))
                  .toUtf8());
    }
}

void PlayReport::stateChanged(PlaybackState state)
{
    if (state == PlaybackState::stopped)
        end();
}

void PlayReport::end()
{
    if (!std::exchange(ended_, true))
        Q_EMIT over(failed_);
}

void PlayReport::problem(const QString& message)
{
    failed_ = true;
    if (io_->json()) {
        JsonWriter json(false);
        json.beginObject().member("event", "problem").member("message", message).endObject();
        io_->out(json.take());
    }
    io_->errLine(u"segue: "_s + printable(message));
    // A file that fails is passed over; an output that fails holds the player, and nobody is here
    // to choose another.
    QTimer::singleShot(0, this, [this] {
        if (player_.state() != PlaybackState::playing && player_.current())
            end();
    });
}

} // namespace segue::app

#include "moc_play_report.cpp"
