// segue evaluate: how well the recommender does. One file a mode: evaluate_history.cpp, …
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/evaluation.h"
#include "app/data_folder.h"

#include <CLI/CLI.hpp>

namespace segue::app {

namespace {

struct Arguments {
    std::string history;
};

/// What needs no library: it runs by itself, beside whatever uses the data folder.
std::function<void(const IoPtr&)> modeOfFile(const Arguments& arguments)
{
    const auto at = [](const IoPtr& io, const std::string& name) {
        return absolutePath(io->origin().folder, name);
    };
    if (!arguments.history.empty())
        return [at, file = arguments.history](
                   const IoPtr& io) { evaluateHistoryFile(io, at(io, file)); };
    return {};
}

} // namespace

void addEvaluate(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* evaluate = program.add_subcommand(
        "evaluate", "How well suggestions foretell what was played, against plain rules");
    evaluate
        ->add_option("--history", arguments->history,
            "The listening history of FILE, tab-separated, instead of one's own")
        ->type_name("FILE");
    addCommonOptions(*evaluate, command);
    evaluate->callback([arguments, &command] {
        command.runAlone = modeOfFile(*arguments);
        if (command.runAlone)
            return;
        command.lasting = true;
        command.run = [](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io] { evaluateOwnHistory(context, io); });
        };
    });
}

} // namespace segue::app
