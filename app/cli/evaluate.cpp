// segue evaluate: how well the recommender does. One file a mode: evaluate_history.cpp, …
#include "core/recommend/model/evaluate.h"
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/evaluate_similarity.h"
#include "app/cli/evaluate_triplets.h"
#include "app/cli/evaluation.h"
#include "app/data_folder.h"
#include "core/recommend/model/collaborative.h"
#include "core/recommend/model/session_rivals.h"

#include <CLI/CLI.hpp>

namespace segue::app {

namespace {

struct Arguments {
    std::string history, triplets;
    TripletsRequest request; ///< for triplets
    /// Beside the channels: those that stand for a channel, and what is asked for.
    HistoryRequest replay{{"ials", "rp3beta"}};
    std::vector<std::string> asked;
    bool similarity = false;
    std::string label; ///< for similarity
    std::size_t least = 6; ///< for similarity: tracks of a label
};

/// What needs no library: it runs by itself, beside whatever uses the data folder.
std::function<void(const IoPtr&)> modeOfFile(const Arguments& arguments)
{
    const auto at = [](const IoPtr& io, const std::string& name) {
        return absolutePath(io->origin().folder, name);
    };
    if (!arguments.history.empty())
        return [at, file = arguments.history, replay = arguments.replay](
                   const IoPtr& io) { evaluateHistoryFile(io, at(io, file), replay); };
    if (!arguments.triplets.empty())
        return [at, file = arguments.triplets, request = arguments.request](
                   const IoPtr& io) { evaluateTripletsFile(io, at(io, file), request); };
    return {};
}

void addTriplets(CLI::App& evaluate, Arguments& arguments)
{
    auto* file = evaluate
                     .add_option("--triplets", arguments.triplets,
                         "Collaborative models on FILE: lines of a listener and an item")
                     ->type_name("FILE")
                     ->excludes("--history");
    evaluate
        .add_flag(
            "--skip-header", arguments.request.skipHeader, "The first line of the triplets is none")
        ->needs(file);
    evaluate
        .add_option("--min-support", arguments.request.minSupport,
            "Leave out items of fewer than N listeners")
        ->type_name("N")
        ->check(notNegative())
        ->needs(file);
    std::vector<std::string> names;
    for (const auto kind : reco::collaborativeKinds)
        names.emplace_back(collaborativeName(kind));
    evaluate.add_option("--models", arguments.request.methods, "Only these, separated by commas")
        ->type_name("NAMES")
        ->delimiter(',')
        ->check(CLI::IsMember(names).description(""))
        ->needs(file);
}

void addSimilarity(CLI::App& evaluate, Arguments& arguments)
{
    auto* similarity = evaluate
                           .add_flag("--similarity", arguments.similarity,
                               "Whether tracks with one label are found to sound alike")
                           ->excludes("--history")
                           ->excludes("--triplets");
    evaluate.add_option("--label", arguments.label, "What is the label: folder")
        ->type_name("NAME")
        ->check(CLI::IsMember({"folder"}).description(""))
        ->needs(similarity);
    evaluate
        .add_option("--min-tracks", arguments.least,
            "Leave out labels with fewer than N analysed tracks, 6 by default")
        ->type_name("N")
        ->check(notNegative())
        ->needs(similarity);
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
    addTriplets(*evaluate, *arguments);
    evaluate
        ->add_option("--with", arguments->asked,
            "Also models that are no part of suggestions, separated by commas: neural, ease, …")
        ->type_name("NAMES")
        ->delimiter(',')
        ->check(CLI::IsMember(reco::sessionModelNames()).description(""))
        ->excludes("--triplets");
    evaluate
        ->add_option("--tenths", arguments->replay.tenths,
            "Foretell the last N tenths of the sessions one by one, not only the last (1 to 8)")
        ->type_name("N")
        ->check(CLI::Range(1, reco::mostTenths).description(""))
        ->excludes("--triplets");
    addSimilarity(*evaluate, *arguments);
    addCommonOptions(*evaluate, command);
    evaluate->callback([arguments, &command] {
        for (const std::string& name : arguments->asked) {
            auto& with = arguments->replay.with;
            if (std::find(with.begin(), with.end(), name) == with.end())
                with.push_back(name);
        }
        command.runAlone = modeOfFile(*arguments);
        if (command.runAlone)
            return;
        command.lasting = true;
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, arguments] {
                if (arguments->similarity)
                    evaluateSimilarityOfLibrary(context, io, arguments->least);
                else
                    evaluateOwnHistory(context, io, arguments->replay);
            });
        };
    });
}

} // namespace segue::app
