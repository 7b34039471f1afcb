#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/page_text.h"
#include "app/cli/time_text.h"
#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/recommend/service/for_you_service.h"
#include "core/recommend/service/online_arms.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Arguments {
    bool why = false;
    std::optional<UtcMs> at;
    std::optional<std::uint64_t> seed;
    QString mode;
};

QString unknownMode(const QString& mode, const std::vector<ListeningMode>& modes)
{
    QStringList keys;
    for (const ListeningMode& one : modes)
        keys << one.key;
    return u"There is no mode %1; there are %2."_s.arg(mode, keys.join(u", "_s));
}

QString listenerName(db::Connection& connection, ListenerId listener)
{
    auto& row = connection.statement("SELECT name FROM listener WHERE id = ?");
    row.bind(1, listener.value);
    return row.executeStep() ? QString::fromStdString(row.getColumn(0).getString()) : QString();
}

void run(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    PageRequest request;
    request.at = arguments.at.value_or(context.clock().now());
    request.utcOffsetMin = context.clock().utcOffsetMinutes(request.at);
    // Without a seed the page is the day's: the same until midnight while nothing happens.
    request.seed = arguments.seed.value_or(
        static_cast<std::uint64_t>((request.at + request.utcOffsetMin * msPerMinute) / msPerDay));
    if (!arguments.at) {
        request.options.isWithheld = [listener = context.taste().listener(), at = request.at](
                                         TrackId track) { return isWithheld(track, listener, at); };
    }
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    struct Made {
        Page page;
        QByteArray text;
    };
    runThen(
        io.get(),
        [&store = context.store(), listener = context.taste().listener(),
            tracks = context.library().tracks(), request, columns, json = io->json(),
            why = arguments.why, onlyBefore = arguments.at.has_value(),
            mode = arguments.mode]() -> Result<Made> {
            try {
                const auto connection = store.reader();
                PageRequest asked = request;
                if (!mode.isEmpty()) {
                    std::vector<ListeningMode> modes = ownModesOfProgram();
                    const auto own
                        = choices::read(*connection, listener, onlyBefore ? request.at : endOfTime)
                              .ownModes;
                    modes.insert(modes.end(), own.begin(), own.end());
                    const auto found = findMode(modes, mode);
                    if (!found)
                        return Error{unknownMode(mode, modes).toStdString()};
                    asked.mode = found->key;
                }
                // What others bring was learned from all that they did up to now.
                auto others = onlyBefore
                    ? nullptr
                    : CollaborativeService::keptFor(store, *connection, listener, *tracks);
                Page page = composePage(
                    *connection, listener, tracks, asked, onlyBefore, std::move(others));
                QByteArray text = json
                    ? pageAsJson(page, *tracks, listenerName(*connection, listener))
                    : pageAsText(page, *tracks, why, columns);
                return Made{std::move(page), std::move(text)};
            } catch (const std::exception& e) {
                return Error{"Suggestions could not be made from " + store.path().string() + ": "
                    + e.what()};
            }
        },
        [&context, io, request, logs = !arguments.at](const Result<Made>& made) {
            if (!made)
                return io->fail(QString::fromStdString(made.error().message));
            io->out(made->text);
            if (logs)
                context.forYou().logPrinted(made->page, request);
            context.whenWritten([io](const Result<void>&) { io->done(0); });
        });
}

} // namespace

void addForYou(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* page = program.add_subcommand("for-you", "What to hear next");
    page->add_flag("--why", arguments->why, "With each card's contributions and evidence");
    page->add_option_function<std::string>(
            "--at",
            [arguments](const std::string& text) {
                arguments->at = parseTime(QString::fromStdString(text));
                if (!arguments->at) {
                    throw CLI::ValidationError("--at",
                        "needs an ISO time such as 2026-05-17T20:15, 2026-05-17T20:15:00Z or "
                        "2026-05-17, got "
                            + text);
                }
            },
            "The page of that moment, from what happened before it")
        ->type_name("TIME");
    page->add_option_function<std::string>(
            "--mode",
            [arguments](
                const std::string& name) { arguments->mode = QString::fromStdString(name); },
            "As with this mode on: focus, energy, wind_down, party, or one of your own")
        ->type_name("NAME");
    page->add_option("--seed", arguments->seed, "Another draw; the same seed gives the same page")
        ->type_name("N")
        ->check(notNegative());
    addCommonOptions(*page, command);
    page->callback([arguments, &command] {
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, arguments] { run(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
