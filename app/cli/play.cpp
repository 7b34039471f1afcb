#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/control.h"
#include "app/cli/play_report.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "app/player_factory.h"
#include "app/queue_entries.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/playback/engine_player.h"

#include <CLI/CLI.hpp>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::vector<std::string> files;
    std::string output;
    bool fast = false;
};

constexpr std::string_view wavPrefix = "wav:";

std::string outputProblem(std::string& output)
{
    if (output == "null" || (output.starts_with(wavPrefix) && output.size() > wavPrefix.size()))
        return {};
    return "--output needs null or wav:FILE, got " + output;
}

/// Why `file` cannot be played; empty when it may be tried.
QString fileProblem(const std::string& file)
{
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        return u"The file %1 does not exist."_s.arg(printable(file));
    if (status.type() == fs::file_type::directory)
        return u"%1 is a folder; name files, or add it to the library: segue scan DIR"_s.arg(
            printable(file));
    if (error)
        return u"The file %1 cannot be read: %2."_s.arg(
            printable(file), QString::fromStdString(error.message()));
    return {};
}

std::string pathOfEntry(const TrackTablePtr& tracks, const QueueEntry& entry)
{
    if (const auto row = entry.track ? tracks->rowOf(entry.track) : std::nullopt)
        return std::string(tracks->text((*tracks)[*row].path));
    return entry.path;
}

void playHeadless(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    if (context.player())
        return io->fail(
            u"This Segue plays already; with --output choose another folder with --data, "
            u"or end it first."_s);
    std::vector<std::string> files;
    std::vector<QString> problems;
    for (const std::string& name : arguments.files) {
        const std::string file = absolutePath(io->origin().folder, name);
        if (const QString problem = fileProblem(file); problem.isEmpty())
            files.push_back(file);
        else
            problems.push_back(problem);
    }
    std::string wavFile;
    if (arguments.output.starts_with(wavPrefix))
        wavFile = absolutePath(io->origin().folder, arguments.output.substr(wavPrefix.size()));
    if (files.empty()) {
        for (const QString& problem : problems)
            io->errLine(u"segue: "_s + problem);
        return io->done(1);
    }
    context.usePlayer(makeHeadlessPlayer(context, wavFile, files.front(), arguments.fast));
    Player& player = *context.player();
    const TrackTablePtr tracks = context.library().tracks();
    auto* report = new PlayReport(
        player, io, [tracks](const QueueEntry& entry) { return pathOfEntry(tracks, entry); },
        [&context](const std::function<void()>& then) {
            context.whenWritten([then](const Result<void>&) { then(); });
        });
    report->setParent(io.get());
    QObject::connect(&context.taste(), &Taste::problem, report, &PlayReport::problem);
    for (const QString& problem : problems)
        report->problem(problem);
    const auto finish = [&context, io](bool failed) {
        context.whenWritten([&context, io, failed](const Result<void>& written) {
            context.endPlayer();
            io->done(failed || !written ? 1 : 0);
        });
    };
    QObject::connect(report, &PlayReport::over, report, finish);
    QObject::connect(io.get(), &Io::cancelled, report, [&context, finish] {
        context.endPlayer(); // closes the play as `quit`, which is still printed
        finish(true);
    });
    makeQueueEntries(context.library(), files, report, [&player](std::vector<QueueEntry> entries) {
        player.playNow(std::move(entries), 0, StartedBy::user);
    });
}

} // namespace

void addPlay(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* play = program.add_subcommand(
        "play", "Play files in the window, or without one with --output; no FILE: go on playing");
    play->add_option("files", arguments->files, "Files")->type_name("FILE");
    CLI::Option* output
        = play->add_option("--output", arguments->output,
                  "Play here, without a window or a sound card, and print what happens")
              ->type_name("null|wav:FILE")
              ->check(CLI::Validator(outputProblem, ""));
    play->add_flag("--fast", arguments->fast, "With --output: faster than real time")
        ->needs(output);
    addCommonOptions(*play, command);
    play->callback([arguments, &command] {
        if (arguments->files.empty() && !arguments->output.empty())
            throw CLI::ValidationError("play", "--output needs files to play");
        if (arguments->files.empty()) {
            command.needsInstance = true;
            command.run
                = [](AppContext& context, const IoPtr& io) { control(context, io, &Player::play); };
            return;
        }
        if (arguments->output.empty()) {
            command.kind = Command::Kind::window;
            command.files = arguments->files;
            return;
        }
        command.makesLibrary = true;
        command.lasting = true;
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(
                io, [&context, io, arguments] { playHeadless(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
