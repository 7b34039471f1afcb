#include "app/cli/command_line.h"

#include "app/cli/commands.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace segue::app {

namespace {

constexpr const char* examples = R"(Examples:
  segue scan ~/Music                    add a folder to the library and read it
  segue tracks "kate bush" --limit 5    search
  segue for-you --why                   what to hear next, and why
  segue rate 12 4.5                     rate track 12

TARGET is a track's id (digits only), a file, or words that match one track.
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
                       "Usage: segue COMMAND [options]\n\nCommands:\n";
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
    program.require_subcommand(1);
    addCommonOptions(program, command);
    program.set_version_flag("--version", version, "Show the version");
    addScan(program, command);
    addTracks(program, command);
    addForYou(program, command);
    addRatings(program, command);
    addHistory(program, command);
    addImport(program, command);

    std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants a vector
    try {
        program.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        return explain(program, error);
    }
    if (!program.get_subcommands().empty()
        && (!command.files.empty() || !command.screenshot.file.empty())) {
        return PrintAndExit{"segue: a command takes no window options: "
                + program.get_subcommands().front()->get_name() + "\nSee: segue --help\n",
            2};
    }
    if (command.run)
        command.kind = Command::Kind::headless;
    return command;
}

} // namespace segue::app
