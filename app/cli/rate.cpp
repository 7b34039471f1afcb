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

/// The track meant by `target`, or the one that plays when there is none.
Result<Row> trackMeant(
    AppContext& context, const std::optional<std::string>& target, const std::string& folder)
{
    const TrackTablePtr tracks = context.library().tracks();
    if (target)
        return resolveTarget(tracks, *target, folder);
    const auto current = context.player() ? context.player()->current() : std::nullopt;
    if (!current)
        return Error{"Nothing is playing: name a track (its id, its file, or words of it)."};
    const auto row = current->track ? tracks->rowOf(current->track) : std::nullopt;
    if (!row) {
        return Error{"The file that plays is not in the library. Scan its folder first: segue scan "
                     "DIR"};
    }
    return *row;
}

using Change = std::function<void(Taste&, TrackId)>;

void run(AppContext& context, const IoPtr& io, const std::optional<std::string>& target,
    const Change& change, const QString& what)
{
    const auto row = trackMeant(context, target, io->origin().folder);
    if (!row)
        return io->fail(QString::fromStdString(row.error().message));
    const TrackTablePtr tracks = context.library().tracks();
    const TrackRecord& track = (*tracks)[*row];
    change(context.taste(), track.id);
    context.whenWritten([&context, io, tracks, row = *row, what](const Result<void>& written) {
        if (!written)
            return io->fail(QString::fromStdString(written.error().message));
        const TrackRecord& rated = (*tracks)[row];
        const TrackStats stats = context.taste().statsOf(rated.id);
        if (io->json()) {
            JsonWriter json;
            json.beginObject().member("track_id", rated.id.value).path(tracks->text(rated.path));
            json.member("title", tracks->text(rated.title));
            json.member("artist", tracks->text(rated.artist));
            json.member("rating", stats.rating).member("loved", stats.loved);
            json.member("never", stats.never).endObject();
            io->out(json.take());
        } else {
            io->outLine(what + u": "_s + describeTrack(*tracks, row));
        }
        io->done(0);
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
    void (Taste::*change)(TrackId, bool), const QString& on, const QString& off)
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
