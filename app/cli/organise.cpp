// `segue organise`: names files by a pattern; `segue undo`: takes edits of files back.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/edit_report.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "app/data_folder.h"
#include "core/history/taste_service.h"
#include "core/library/edit/edit_service.h"
#include "core/library/filter/filter_run.h"
#include "core/library/library_service.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct OrganiseArguments {
    std::string pattern, to;
    std::vector<std::string> words;
    bool dryRun = false;
};

QByteArray planJson(const OrganisePlan& plan)
{
    JsonWriter json;
    json.beginObject().member("dry_run", true).member("unchanged", plan.unchanged);
    json.member("ready", plan.ready()).member("left", plan.problems()).key("moves").beginArray();
    for (const FileMove& move : plan.moves) {
        json.beginObject().key("track_id");
        move.track ? json.value(move.track.value) : json.null();
        json.key("from").beginObject().path(move.from).endObject();
        json.key("to").beginObject().path(move.to).endObject();
        json.key("problem");
        if (move.problem.empty())
            json.null();
        else
            json.value(std::string_view(move.problem));
        json.endObject();
    }
    return json.endArray().endObject().take();
}

QByteArray planText(const OrganisePlan& plan)
{
    QString text;
    for (const FileMove& move : plan.moves) {
        if (move.problem.empty())
            text += printable(move.from) + u"\n  -> "_s + printable(move.to) + u'\n';
        else
            text += printable(move.from) + u"\n  stays: it "_s + printable(move.problem) + u'\n';
    }
    return (text
        + u"%1 would move, %2 stay for a reason, %3 are named so already. Nothing was moved.\n"_s
              .arg(plan.ready())
              .arg(plan.problems())
              .arg(plan.unchanged))
        .toUtf8();
}

/// The tracks that a filter finds, in the library's order; with none, all.
Result<std::vector<TrackId>> tracksFor(AppContext& context, const std::string& query)
{
    const TrackTablePtr table = context.library().tracks();
    const FilterQuery filter = FilterQuery::parse(query);
    if (filter.error())
        return Error{"The filter is not understood. " + describe(*filter.error(), query)};
    FilterRun run(std::make_shared<const SearchIndex>(table), context.taste().stats(),
        context.clock(), context.library().names());
    std::vector<TrackId> tracks;
    for (const Row row : run.rows(filter)) {
        if ((*table)[row].available)
            tracks.push_back((*table)[row].id);
    }
    return tracks;
}

void organise(AppContext& context, const IoPtr& io, const OrganiseArguments& arguments)
{
    std::string query;
    for (const std::string& word : arguments.words)
        query += (query.empty() ? "" : " ") + word;
    const auto tracks = tracksFor(context, query);
    if (!tracks)
        return io->fail(QString::fromStdString(tracks.error().message));
    if (tracks->empty())
        return io->fail(u"No track matches \"%1\"."_s.arg(printable(query)));
    const std::string target
        = arguments.to.empty() ? std::string() : absolutePath(io->origin().folder, arguments.to);
    context.edits().planOrganise(*tracks, QString::fromStdString(arguments.pattern),
        QByteArray::fromStdString(target),
        [&context, io, dryRun = arguments.dryRun](const Result<OrganisePlan>& plan) {
            if (!plan)
                return io->fail(QString::fromStdString(plan.error().message));
            if (dryRun) {
                io->out(io->json() ? planJson(*plan) : planText(*plan));
                return io->done(0);
            }
            std::vector<QString> left;
            for (const FileMove& move : plan->moves) {
                if (!move.problem.empty())
                    left.push_back(printable(move.from + ' ' + move.problem));
            }
            followEdit(
                context, io,
                [&context, &plan](
                    Edits::Then then) { context.edits().organise(*plan, std::move(then)); },
                [io, left, unchanged = plan->unchanged](EditOutcome outcome) {
                    outcome.unchanged = static_cast<std::int64_t>(unchanged);
                    outcome.problems.insert(outcome.problems.begin(), left.begin(), left.end());
                    reportEdit(io, outcome, u"moved"_s);
                });
        });
}

void listEdits(AppContext& context, const IoPtr& io, std::size_t limit)
{
    context.edits().list(limit, [io](const std::vector<PastEdit>& edits) {
        if (io->json()) {
            JsonWriter json;
            json.beginArray();
            for (const PastEdit& edit : edits) {
                json.beginObject().member("id", edit.id).member("at", isoUtc(edit.at));
                json.member("kind", edit.isMove ? "move" : "tags").member("text", edit.text);
                json.member("files", edit.files).member("waiting", edit.waiting);
                json.member("undone", edit.undone).endObject();
            }
            io->out(json.endArray().take());
            return io->done(0);
        }
        TextTable table({{u"Edit"_s, TextTable::Align::right}, {u"When"_s},
            {u"What"_s, TextTable::Align::left, true}, {u"Files"_s, TextTable::Align::right},
            {u""_s}});
        for (const PastEdit& edit : edits)
            table.add({QString::number(edit.id), localText(edit.at, 0) + u" UTC"_s,
                printable(edit.text), QString::number(edit.files),
                edit.undone            ? u"taken back"_s
                    : edit.waiting > 0 ? u"waits"_s
                                       : QString()});
        if (table.isEmpty())
            io->errLine(u"No files were edited yet."_s);
        else
            io->out(table.text(io->origin().outIsTerminal ? io->origin().columns : 0).toUtf8());
        io->done(0);
    });
}

} // namespace

void addOrganise(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<OrganiseArguments>();
    CLI::App* app = program.add_subcommand(
        "organise", "Name files and folders by their tags; segue undo takes it back");
    app->add_option("pattern", arguments->pattern,
           "As in \"%albumartist%/[%year% ]%album%/[%disc%-]%track% %title%\"")
        ->type_name("PATTERN")
        ->required();
    app->add_option("query", arguments->words, "Which tracks: words or a filter; none: all")
        ->type_name("QUERY");
    app->add_option("--to", arguments->to, "Into this folder; else each stays in its music folder")
        ->type_name("DIR");
    app->add_flag("--dry-run", arguments->dryRun, "List old and new names, move nothing");
    addCommonOptions(*app, command);
    app->callback([arguments, &command] {
        command.lasting = true;
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(
                io, [&context, io, arguments] { organise(context, io, *arguments); });
        };
    });
}

void addUndo(CLI::App& program, Command& command)
{
    struct Options {
        std::int64_t id = 0;
        bool list = false;
        std::size_t limit = 20;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* app
        = program.add_subcommand("undo", "Take the newest edit of files back, or the one named");
    app->add_option("id", options->id, "Number of an edit")
        ->type_name("EDIT")
        ->check(notNegative());
    app->add_flag("--list", options->list, "List the edits, change nothing");
    app->add_option("--limit", options->limit, "At most N edits in the list, newest first")
        ->type_name("N")
        ->check(notNegative());
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        command.lasting = true;
        command.run = [options](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, options] {
                if (options->list)
                    return listEdits(context, io, options->limit);
                followEdit(
                    context, io,
                    [&context, id = options->id](
                        Edits::Then then) { context.edits().undo(id, std::move(then)); },
                    [io](const EditOutcome& outcome) { reportEdit(io, outcome, u"taken back"_s); });
            });
        };
    });
}

} // namespace segue::app
