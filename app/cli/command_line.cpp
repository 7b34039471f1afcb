#include "app/cli/command_line.h"

#include "app/cli/commands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace segue::app {

namespace {

constexpr const char* examples = R"(Examples:
  segue                                 open the window (or raise the one that is open)
  segue song.flac                       play it there
  segue scan ~/Music                    add a folder to the library and read it
  segue tracks "kate bush" --limit 5    search
  segue tracks "genre:jazz rating>=4 played>90d -live"
                                        filter by title, artist, album, genre, year, added, played,
                                        rating, plays, skips, bpm, length, kind, is:loved, has:genre…
  segue for-you --why                   what to hear next, and why
  segue rate 4.5                        rate what is playing; `segue rate 12 4.5` rates track 12
  segue play *.flac --output wav:mix.wav --fast
                                        play into a file, without a sound card
  segue --screenshot window.png --page for-you --theme dark

TARGET is a track's id (digits only), a file, or words that match one track.
Pages are for-you, songs, albums, artists, genres, folders, history, taste, health, queue, welcome,
album:ID, artist:NAME, genre:NAME, playlist:ID and search:TEXT.
Exit codes: 0 done, 1 failed, 2 wrong use.
Data is in --data DIR, else $SEGUE_DATA_DIR, else ~/.local/share/segue.)";

constexpr const char* version = "segue " SEGUE_VERSION "\n";

/// "  --limit N       text", wrapped by hand nowhere: descriptions are one line.
/// `text` and at least two blanks, up to where the explanations begin.
std::string padded(std::string text)
{
    constexpr std::size_t start = 34;
    const auto columns = static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; })); // UTF-8
    return text.append(columns + 2 < start ? start - columns : 2, ' ');
}

std::string optionLines(const CLI::App& app, bool skipCommon)
{
    std::string text;
    for (const CLI::Option* option : app.get_options()) {
        std::string name = option->get_name(false, true);
        if (name.starts_with("-h,"))
            name = "-h, --help";
        const bool common = name.find("--help") != std::string::npos
            || name.find("--data") != std::string::npos || name.find("--json") != std::string::npos;
        if (option->get_positional() || option->get_group().empty() || (skipCommon && common))
            continue;
        std::string line = "      " + name;
        if (option->get_type_size() != 0)
            line += ' ' + option->get_type_name();
        text += padded(std::move(line)) + option->get_description() + '\n';
    }
    return text;
}

std::string positionals(const CLI::App& app)
{
    std::string text;
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_positional())
            continue;
        const bool several = option->get_items_expected_max() > 1;
        std::string name = option->get_type_name() + (several ? "…" : "");
        text += option->get_required() ? ' ' + name : " [" + name + ']';
    }
    return text;
}

std::string usageOf(const CLI::App& command)
{
    const std::string usage = command.get_footer();
    return usage.empty() ? command.get_name() + positionals(command) : usage;
}

/// One command: `segue scan --help`.
std::string commandHelp(const CLI::App& command)
{
    return "Usage: segue " + usageOf(command) + " [options]\n\n" + command.get_description()
        + "\n\nOptions:\n" + optionLines(command, false);
}

/// Everything: `segue --help`.
std::string fullHelp(const CLI::App& program)
{
    std::string text = "Segue plays your music and suggests what to hear next.\n\n"
                       "Usage: segue [FILE…]             open the window, play files\n"
                       "       segue COMMAND [options]   without a window\n\nCommands:\n";
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
        text += padded("  " + usageOf(*command)) + command->get_description() + '\n'
            + optionLines(*command, true);
    }
    text += "\nOptions:\n" + optionLines(program, false);
    return text + '\n' + examples + '\n';
}

PrintAndExit explain(const CLI::App& program, const CLI::ParseError& error)
{
    const auto given = program.get_subcommands();
    const CLI::App* command = given.empty() ? nullptr : given.front();
    if (error.get_name() == "CallForHelp")
        return {command ? commandHelp(*command) : fullHelp(program), 0};
    if (error.get_name() == "CallForVersion")
        return {version, 0};
    const std::string help = command ? "segue " + command->get_name() + " --help" : "segue --help";
    return {"segue: " + std::string(error.what()) + "\nSee: " + help + '\n', 2};
}

/// What is wrong with a page's name; empty when nothing is. Takes "for-you" and "for_you".
std::string pageProblem(std::string& name)
{
    static const std::set<std::string> pages{"for_you", "songs", "albums", "artists", "genres",
        "folders", "history", "taste", "health", "queue", "welcome"};
    static const std::set<std::string> kinds{"album", "artist", "genre", "playlist", "search"};
    if (name == "for-you")
        name = "for_you";
    const std::size_t colon = name.find(':');
    if (pages.contains(name) || (colon != name.npos && kinds.contains(name.substr(0, colon))))
        return {};
    return "there is no page " + name
        + "; pages are for-you, songs, albums, artists, genres, folders, history, taste, health, "
          "album:ID, artist:NAME, genre:NAME, playlist:ID, search:TEXT, queue and welcome";
}

void addScreenshot(CLI::App& program, Command& command)
{
    ScreenshotOptions& options = command.screenshot;
    CLI::Option* file = program
                            .add_option("--screenshot", options.file,
                                "Render the window into a PNG file, without a display")
                            ->type_name("FILE")
                            ->each([&command](const std::string&) {
                                command.kind = Command::Kind::screenshot;
                                command.makesLibrary = true;
                            });
    const auto add = [&](const char* name, auto& value, const char* type, const char* text) {
        return program.add_option(name, value, text)->type_name(type)->needs(file);
    };
    add("--page", options.page, "NAME", "Which page: for-you, songs, albums… all are named below")
        ->transform(CLI::Validator(pageProblem, ""));
    add("--theme", options.theme, "dark|light", "Which theme")
        ->check(CLI::IsMember({"dark", "light"}).description(""));
    program
        .add_option_function<std::string>(
            "--size",
            [&options](const std::string& text) {
                int width = 0, height = 0, used = 0;
                if (std::sscanf(text.c_str(), "%5dx%5d%n", &width, &height, &used) != 2
                    || static_cast<std::size_t>(used) != text.size() || width < 200 || height < 200
                    || width > 8192 || height > 8192)
                    throw CLI::ValidationError(
                        "--size", "needs WIDTHxHEIGHT between 200x200 and 8192x8192, got " + text);
                options.width = width;
                options.height = height;
            },
            "Size of the window, 1280x800 by default")
        ->type_name("WxH")
        ->needs(file);
    add("--scale", options.scale, "F", "Pixels for a logical one, 0.5 to 4")
        ->check(CLI::Range(0.5, 4.0).description(""));
}

} // namespace

void addCommonOptions(CLI::App& app, Command& command)
{
    app.set_help_flag("-h,--help", "Show this help");
    app.add_option_function<std::string>(
           "--data", [&command](const std::string& folder) { command.data = folder; },
           "Data folder to use")
        ->type_name("DIR");
    app.add_flag("--json", command.json, "Print one JSON document (play: a JSON object a line)");
}

CLI::Validator notNegative()
{
    return CLI::Validator(
        [](const std::string& text) {
            return text.starts_with('-') ? "needs a number from 0 on, got " + text : std::string();
        },
        "");
}

std::variant<Command, PrintAndExit> parseCommandLine(std::vector<std::string> arguments)
{
    Command command;
    CLI::App program("Segue", "segue");
    program.allow_windows_style_options(false);
    program.require_subcommand(0, 1);
    addCommonOptions(program, command);
    program.set_version_flag("--version", version, "Show the version");
    program.add_option("files", command.files, "Files to play")->type_name("FILE");
    addScreenshot(program, command);
    addScan(program, command);
    addTracks(program, command);
    addAnalyse(program, command);
    addFeatures(program, command);
    addSimilar(program, command);
    addForYou(program, command);
    addPlay(program, command);
    addControls(program, command);
    addRatings(program, command);
    addHistory(program, command);
    addPlaylists(program, command);
    addImport(program, command);
    addDoctor(program, command);
    addEvaluate(program, command);
    addMerges(program, command);
    addListeners(program, command);
    addPacks(program, command);
    addHealth(program, command);
    addEdit(program, command);
    addOrganise(program, command);
    addReplayGain(program, command);
    addUndo(program, command);

    std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants a vector
    try {
        program.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        return explain(program, error);
    }
    // `play` alone opens the window, with files of its own.
    const bool opensWindow = program.get_subcommands().empty() || program.got_subcommand("play");
    if ((!opensWindow && !command.files.empty())
        || (!program.get_subcommands().empty() && !command.screenshot.file.empty())) {
        return PrintAndExit{"segue: a command takes no window options: "
                + program.get_subcommands().front()->get_name() + "\nSee: segue --help\n",
            2};
    }
    for (const std::string& file : command.files) {
        std::error_code error;
        if (command.name.empty() && program.get_subcommands().empty()
            && !std::filesystem::exists(file, error))
            return PrintAndExit{
                "segue: there is no command and no file " + file + "\nSee: segue --help\n", 2};
    }
    if (command.run)
        command.kind = Command::Kind::headless;
    if (command.runAlone)
        command.kind = Command::Kind::alone;
    if (!program.get_subcommands().empty())
        command.name = program.get_subcommands().front()->get_name();
    return command;
}

} // namespace segue::app
