// `segue packs`: public lists of who plays what, to learn from beside the listeners here.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/recommend/packs/pack_service.h"
#include "core/recommend/service/collaborative_service.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Options {
    std::string action = "list", what, name, names;
    std::vector<PackColumn> columns;
    bool dryRun = false;
};
using OptionsPtr = std::shared_ptr<const Options>;

void writeReport(JsonWriter& json, const PackReport& report)
{
    const PackInfo& info = report.info;
    json.member("id", info.id);
    if (!report.problem.empty()) {
        json.member("problem", report.problem);
        return;
    }
    json.member("name", info.name).member("source", info.source).member("added_at", info.addedAt);
    json.member("of", info.ofArtists ? "artists" : "tracks");
    json.member("listeners", info.listeners).member("triplets", info.triplets);
    json.member("items", info.items).member("one_listener_in", info.oneListenerIn);
    json.member("lines", info.lines).member("lines_left_out", info.linesLeftOut());
    json.key("in_library").beginObject().member("items", report.itemsFound);
    json.member("listeners", report.listeners).member("triplets", report.triplets).endObject();
}

/// What was read, what was not and why, and how much of it is in the library.
void printReport(const IoPtr& io, const PackReport& report)
{
    const PackInfo& info = report.info;
    const QString things = info.ofArtists ? u"artists"_s : u"tracks"_s;
    io->outLine(u"%1: %2 listeners of %3 %4, %5 triplets (from %6 lines)"_s.arg(
        printable(info.name), countText(info.listeners), countText(info.items), things,
        countText(info.triplets), countText(info.lines)));
    if (info.oneListenerIn > 1) {
        io->outLine(
            u"  The file holds more than is kept: one listener in %1 was taken, by chance"_s.arg(
                info.oneListenerIn));
    }
    io->outLine(
        u"In the library: %1 of these %2; %3 listeners play two or more of them, and can be "
        "learned from"_s.arg(countText(report.itemsFound), things, countText(report.listeners)));
    if (report.listeners == 0)
        io->outLine(u"  Until more of it is in the library, it changes no suggestion"_s);
    for (std::size_t i = 0; i < leftOutKinds; ++i) {
        if (info.leftOut[i] == 0)
            continue;
        const std::string_view why = wordsOf(static_cast<LeftOut>(i));
        io->errLine(u"segue: left out: %1 lines %2"_s.arg(countText(info.leftOut[i]),
            QString::fromUtf8(why.data(), static_cast<qsizetype>(why.size()))));
    }
    for (const std::string& complaint : report.complaints)
        io->errLine(u"segue: %1, %2"_s.arg(printable(info.source), printable(complaint)));
}

void list(AppContext& context, const IoPtr& io)
{
    context.packs().list(io.get(), [io](const std::vector<PackReport>& all) {
        if (io->json()) {
            JsonWriter json;
            json.beginObject().key("packs").beginArray();
            for (const PackReport& report : all) {
                json.beginObject();
                writeReport(json, report);
                json.endObject();
            }
            io->out(json.endArray().endObject().take());
            return io->done(0);
        }
        if (all.empty())
            io->outLine(u"There are no packs. To add one: segue packs add FILE"_s);
        using Align = TextTable::Align;
        TextTable table({{u"Id"_s, Align::right}, {u"Name"_s, Align::left, true},
            {u"Listeners"_s, Align::right}, {u"Triplets"_s, Align::right}, {u"Of"_s},
            {u"In the library"_s, Align::right}, {u"To learn from"_s, Align::right}});
        for (const PackReport& report : all) {
            const PackInfo& info = report.info;
            if (!report.problem.empty()) {
                io->errLine(u"segue: "_s + printable(report.problem));
                table.add({QString::number(info.id), u"(cannot be used)"_s, {}, {}, {}, {}, {}});
                continue;
            }
            table.add({QString::number(info.id), printable(info.name), countText(info.listeners),
                countText(info.triplets),
                countText(info.items) + (info.ofArtists ? u" artists"_s : u" tracks"_s),
                countText(report.itemsFound), countText(report.listeners) + u" listeners"_s});
        }
        if (!table.isEmpty())
            io->out(table.text(io->origin().outIsTerminal ? io->origin().columns : 0).toUtf8());
        io->done(0);
    });
}

/// Without a window nobody would learn from it before the next one opens.
class Learning : public QObject {
public:
    Learning(AppContext& context, const IoPtr& io)
        : QObject(io.get())
        , io_(io)
        , line_(io)
        , others_(context.store(), context.taste().listener())
    {
        connect(&others_, &CollaborativeService::progressed, this,
            [this](double share) { line_.show(u"learn"_s, share); });
        connect(&others_, &CollaborativeService::problem, this, [this](const QString& message) {
            if (const auto told = io_.lock())
                told->errLine(u"segue: "_s + message);
        });
        connect(&others_, &CollaborativeService::ended, this, &Learning::end);
        connect(io.get(), &Io::cancelled, &others_, &CollaborativeService::cancel);
        others_.prepare(context.library().tracks());
    }

private:
    void end()
    {
        line_.clear();
        if (const auto io = io_.lock())
            io->done(0);
    }

    std::weak_ptr<Io> io_; // its child
    ProgressLine line_;
    CollaborativeService others_;
};

void learn(AppContext& context, const IoPtr& io)
{
    if (context.openInWindow)
        return io->done(0); // it has been told
    new Learning(context, io);
}

void add(AppContext& context, const IoPtr& io, const OptionsPtr& options)
{
    PackRequest request;
    request.file = absolutePath(io->origin().folder, options->what);
    if (!options->names.empty())
        request.names = absolutePath(io->origin().folder, options->names);
    request.name = QString::fromStdString(options->name);
    request.columns = options->columns;
    request.dryRun = options->dryRun;
    PackService& packs = context.packs();
    const auto line = std::make_shared<ProgressLine>(io);
    QObject::connect(&packs, &Packs::progressed, io.get(),
        [line](double share) { line->show(u"read"_s, share); });
    QObject::connect(io.get(), &Io::cancelled, &packs, &PackService::cancel);
    packs.add(request, io.get(),
        [&context, io, line, dryRun = options->dryRun](const Result<PackReport>& report) {
            line->clear();
            if (!report)
                return io->fail(QString::fromStdString(report.error().message));
            if (io->json()) {
                JsonWriter json;
                writeReport(json.beginObject(), *report);
                json.key("left_out").beginArray();
                for (const std::string& complaint : report->complaints)
                    json.value(complaint);
                io->out(json.endArray().member("dry_run", dryRun).endObject().take());
            } else {
                printReport(io, *report);
                io->outLine(dryRun
                        ? u"Nothing was kept: this was a dry run."_s
                        : u"To take it out again: segue packs remove %1"_s.arg(report->info.id));
            }
            dryRun ? io->done(0) : learn(context, io);
        });
}

void remove(AppContext& context, const IoPtr& io, const std::string& who)
{
    context.packs().list(io.get(), [&context, io, who](const std::vector<PackReport>& all) {
        const QString wanted = QString::fromStdString(who).simplified();
        bool isId = false;
        const qint64 id = wanted.toLongLong(&isId);
        auto found = std::ranges::find_if(all, [&](const PackReport& one) {
            return QString::fromStdString(one.info.name).compare(wanted, Qt::CaseInsensitive) == 0;
        });
        if (found == all.end() && isId)
            found = std::ranges::find_if(
                all, [id](const PackReport& one) { return one.info.id == id; });
        if (found == all.end())
            return io->fail(
                u"There is no pack \"%1\". To see what there is: segue packs list"_s.arg(
                    printable(who)));
        const QString name = found->info.name.empty() ? u"The pack"_s : printable(found->info.name);
        context.packs().remove(
            found->info.id, io.get(), [&context, io, name](const Result<void>& removed) {
                if (!removed)
                    return io->fail(QString::fromStdString(removed.error().message));
                if (!io->json())
                    io->outLine(u"%1 is gone."_s.arg(name));
                learn(context, io);
            });
    });
}

void run(AppContext& context, const IoPtr& io, const OptionsPtr& options)
{
    if (options->action == "list")
        list(context, io);
    else if (options->action == "remove")
        remove(context, io, options->what);
    else
        add(context, io, options);
}

} // namespace

void addPacks(CLI::App& program, Command& command)
{
    const auto options = std::make_shared<Options>();
    CLI::App* app = program.add_subcommand(
        "packs", "Public lists of who plays what, for suggestions to learn from");
    app->footer("packs [list | add FILE | remove NAME]");
    app->add_option("action", options->action, "What to do")
        ->check(CLI::IsMember({"list", "add", "remove"}).description(""));
    app->add_option("what", options->what, "The file to add, or the pack to remove")
        ->type_name("FILE|NAME");
    app->add_option("--name", options->name, "What to call it; the file's name otherwise")
        ->type_name("NAME");
    app->add_option("--names", options->names,
           "A file that names the ids of FILE: id, artist, title on a line")
        ->type_name("FILE");
    app->add_option_function<std::string>(
           "--columns",
           [options](const std::string& text) {
               auto columns = columnsFrom(text);
               if (columns) {
                   if (const auto usable = canBeTriplets(*columns); !usable)
                       columns = usable.error();
               }
               if (!columns)
                   throw CLI::ValidationError("--columns", columns.error().message);
               options->columns = std::move(*columns);
           },
           "FILE's columns, where line 1 has no names: user,artist,title,count; - passes over")
        ->type_name("LIST");
    app->add_flag("--dry-run", options->dryRun, "Only show what would be learned from");
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        const bool needsWhat = options->action != "list";
        if (needsWhat && options->what.empty())
            throw CLI::RequiredError(options->action == "add" ? "FILE" : "NAME");
        if (!needsWhat && !options->what.empty())
            throw CLI::ExtrasError({options->what});
        command.lasting = true;
        command.run = [options](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, options] { run(context, io, options); });
        };
    });
}

} // namespace segue::app
