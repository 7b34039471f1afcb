#pragma once

#include "app/cli/io.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace segue::app {

class AppContext;

/// `segue --screenshot FILE …`.
struct ScreenshotOptions {
    std::string file;
    std::string page; ///< as in the sidebar: for-you, songs, albums; empty: the one it opens with
    std::string theme; ///< dark, light; empty: the user's
    int width = 1280, height = 800; ///< of the window, in logical pixels
    double scale = 1; ///< device pixels for a logical one
};

/// One parsed command line.
struct Command {
    enum class Kind {
        window, ///< opens the window, or raises the one that runs, and plays `files`
        screenshot,
        headless, ///< `run`, in whichever process owns the data folder
        alone, ///< `runAlone`, in this process and without a data folder
    } kind
        = Kind::window;
    std::string name; ///< the subcommand; empty for the window
    std::optional<std::string> data;
    bool json = false;
    bool needsInstance = false; ///< controls a running instance, makes no sense without one
    bool makesLibrary = false; ///< may create the database; the others fail when there is none
    bool lasting = false; ///< may take long: others can reach the process while it runs
    std::vector<std::string> files;
    ScreenshotOptions screenshot;
    std::function<void(AppContext&, const IoPtr&)> run;
    std::function<void(const IoPtr&)> runAlone;
};

/// Nothing to run: text to print (help, or what was wrong with the command line), and exit.
struct PrintAndExit {
    std::string text;
    int exitCode = 0; ///< 0: to stdout, else to stderr
};

/// Parses arguments without the program's name. No side effects.
std::variant<Command, PrintAndExit> parseCommandLine(std::vector<std::string> arguments);

} // namespace segue::app
