#include "app/cli/command_line.h"
#include "app/cli/io.h"
#include "app/data_folder.h"
#include "app/memory.h"
#include "app/run.h"
#include "app/screenshot.h"
#include "app/startup_trace.h"

#include <unistd.h>

#include <clocale>
#include <csignal>

using namespace segue;
using namespace segue::app;

int main(int argc, char** argv)
{
    traceStartup("main");
    shareFreedMemory();
    // Names and texts are UTF-8 whatever the user's locale; wcwidth() needs to know.
    if (!std::setlocale(LC_CTYPE, "C.UTF-8"))
        std::setlocale(LC_CTYPE, "");
    std::signal(SIGPIPE, SIG_IGN);

    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto parsed = parseCommandLine(arguments);
    if (const auto* text = std::get_if<PrintAndExit>(&parsed)) {
        const int stream = text->exitCode == 0 ? STDOUT_FILENO : STDERR_FILENO;
        return writeAll(stream, text->text.data(), text->text.size()) ? text->exitCode : 1;
    }
    const Command& command = *std::get_if<Command>(&parsed);
    if (command.kind == Command::Kind::alone)
        return runAlone(command);
    const auto folder = chooseDataFolder(command.data);
    if (!folder) {
        const std::string line = "segue: " + folder.error().message + '\n';
        (void)writeAll(STDERR_FILENO, line.data(), line.size());
        return 2;
    }
    if (command.kind == Command::Kind::screenshot)
        return takeScreenshot(command, *folder);
    return runCommand(command, *folder, arguments);
}
