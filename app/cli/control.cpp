#include "app/cli/control.h"

#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "core/playback/player.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

QString stateName(PlaybackState state)
{
    switch (state) {
    case PlaybackState::playing:
        return u"playing"_s;
    case PlaybackState::paused:
        return u"paused"_s;
    case PlaybackState::stopped:
        break;
    }
    return u"stopped"_s;
}

/// What the player does now, on stdout.
void report(const Player& player, const IoPtr& io)
{
    const auto entry = player.current();
    if (io->json()) {
        JsonWriter json;
        json.beginObject().member("state", stateName(player.state())).key("track_id");
        entry && entry->track ? json.value(entry->track.value) : json.null();
        json.member("title", entry ? entry->title : QString());
        json.member("artist", entry ? entry->artist : QString());
        json.member("position_ms", player.positionMs());
        json.member("duration_ms", player.durationMs()).endObject();
        io->out(json.take());
    } else if (entry) {
        const QString artist = entry->artist.isEmpty() ? QString() : u" - "_s + entry->artist;
        io->outLine(stateName(player.state()) + u": "_s + printable(entry->title + artist));
    } else {
        io->outLine(stateName(player.state()));
    }
    io->done(0);
}

void addControl(CLI::App& program, Command& command, const char* name, const char* text,
    void (Player::*action)())
{
    CLI::App* app = program.add_subcommand(name, text);
    addCommonOptions(*app, command);
    app->callback([&command, action] {
        command.needsInstance = true;
        command.run
            = [action](AppContext& context, const IoPtr& io) { control(context, io, action); };
    });
}

} // namespace

void control(AppContext& context, const IoPtr& io, void (Player::*action)())
{
    Player* player = context.player();
    if (!player || !player->current())
        return io->fail(u"Nothing is in the queue. To play a file: segue FILE"_s);
    (player->*action)();
    report(*player, io);
}

void addControls(CLI::App& program, Command& command)
{
    addControl(program, command, "pause", "Pause what the running Segue plays", &Player::pause);
    addControl(program, command, "next", "Go to the next track", &Player::next);
    addControl(program, command, "previous", "Go to the track before, or the start of this one",
        &Player::previous);
}

} // namespace segue::app
