#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/target.h"
#include "app/cli/text_table.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/playback/player.h"

#include <CLI/CLI.hpp>

#include <cmath>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

/// "4.5", ".5", "4,5": 0, 0.5 … 5 in half-stars.
std::optional<int> parseStars(std::string text)
{
    std::replace(text.begin(), text.end(), ',', '.');
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos)
        return std::nullopt;
    bool ok = false;
    const double stars = QString::fromStdString(text).toDouble(&ok);
    const double halves = stars * 2;
    if (!ok || halves > 10 || halves != std::floor(halves))
        return std::nullopt;
    return static_cast<int>(halves);
}

using Meant = std::function<void(const TargetTrack&)>;

/// A file from outside the library is made known first.
void withLooseFile(AppContext& context, const IoPtr& io, const std::string& path, const Meant& then)
{
    context.library().knowFiles({path}, io.get(), [io, then](const std::vector<LooseFile>& files) {
        const LooseFile& file = files.front();
        if (!file.track)
            return io->fail(
                u"The file %1 cannot be read as music, so that it cannot be rated."_s.arg(
                    printable(file.path)));
        then({file.track, file.path, file.title, file.artist});
    });
}

/// Calls `then` with the track meant by `target`, or the one that plays when there is none; or
/// says why there is none.
void withTrackMeant(AppContext& context, const IoPtr& io, const std::optional<std::string>& target,
    const Meant& then)
{
    const TrackTablePtr tracks = context.library().tracks();
    if (target) {
        const std::string& folder = io->origin().folder;
        if (const std::string path = looseTarget(*tracks, *target, folder); !path.empty())
            return withLooseFile(context, io, path, then);
        const auto row = resolveTarget(tracks, *target, folder);
        if (!row)
            return io->fail(QString::fromStdString(row.error().message));
        return then(targetTrack(*tracks, *row));
    }
    const auto current = context.player() ? context.player()->current() : std::nullopt;
    if (!current)
        return io->fail(u"Nothing is playing: name a track (its id, its file, or words of it)."_s);
    if (const auto row = tracks->rowOf(current->track))
        return then(targetTrack(*tracks, *row));
    if (current->path.empty())
        return io->fail(u"The track that plays is not in the library any more."_s);
    withLooseFile(context, io, current->path, then);
}

using Change = std::function<void(Taste&, TrackId)>;

void run(AppContext& context, const IoPtr& io, const std::optional<std::string>& target,
    const Change& change, const QString& what)
{
    withTrackMeant(context, io, target, [&context, io, change, what](const TargetTrack& track) {
        change(context.taste(), track.id);
        context.whenWritten([&context, io, track, what](const Result<void>& written) {
            if (!written)
                return io->fail(QString::fromStdString(written.error().message));
            const TrackStats stats = context.taste().statsOf(track.id);
            if (io->json()) {
                JsonWriter json;
                json.beginObject().member("track_id", track.id.value).path(track.path);
                json.member("title", track.title).member("artist", track.artist);
                json.member("rating", stats.rating).member("loved", stats.loved);
                json.member("never", stats.never).endObject();
                io->out(json.take());
            } else {
                io->outLine(what + u": "_s + describeTrack(track));
            }
            io->done(0);
        });
    });
}

void whenLoadedRun(Command& command, std::optional<std::string> target, Change change, QString what)
{
    command.run = [target = std::move(target), change = std::move(change), what = std::move(what)](
                      AppContext& context, const IoPtr& io) {
        context.whenLoaded(
            io, [&context, io, target, change, what] { run(context, io, target, change, what); });
    };
}

struct Switch {
    std::optional<std::string> target;
    bool off = false;
};

void addSwitch(CLI::App& program, Command& command, const char* name, const char* text,
    RatingAct (Taste::*change)(TrackId, bool), const QString& on, const QString& off)
{
    const auto arguments = std::make_shared<Switch>();
    CLI::App* app = program.add_subcommand(name, text);
    app->add_option("target", arguments->target, "Track")->type_name("TARGET");
    app->add_flag("--off", arguments->off, "Take it back");
    addCommonOptions(*app, command);
    app->callback([=, &command] {
        whenLoadedRun(
            command, arguments->target,
            [change, value = !arguments->off](
                Taste& taste, TrackId track) { (taste.*change)(track, value); },
            arguments->off ? off : on);
    });
}

} // namespace

void addRatings(CLI::App& program, Command& command)
{
    const auto words = std::make_shared<std::vector<std::string>>();
    CLI::App* rate = program.add_subcommand(
        "rate", "Rate TARGET, or what is playing, 0 to 5 by halves; 0 takes it back");
    rate->footer("rate [TARGET] STARS");
    rate->add_option("arguments", *words, "Track and stars")
        ->required()
        ->expected(1, 2)
        ->type_name("STARS");
    addCommonOptions(*rate, command);
    rate->callback([words, &command] {
        const auto halfStars = parseStars(words->back());
        if (!halfStars) {
            throw CLI::ValidationError(
                "STARS", "needs a number from 0 to 5 in steps of 0.5, got " + words->back());
        }
        const auto value = *halfStars == 0 ? std::nullopt : halfStars;
        whenLoadedRun(
            command, words->size() == 2 ? std::optional(words->front()) : std::nullopt,
            [value](Taste& taste, TrackId track) { taste.rate(track, value); },
            value ? u"Rated %1 of 5"_s.arg(starsText(*value)) : u"Rating taken back"_s);
    });
    addSwitch(program, command, "love", "Love TARGET, or what is playing", &Taste::love, u"Loved"_s,
        u"No longer loved"_s);
    addSwitch(program, command, "never", "Never suggest TARGET, or what is playing",
        &Taste::neverTrack, u"Never suggested again"_s, u"May be suggested again"_s);
}

} // namespace segue::app
