// `segue health`: what is unclean about the collection; making things one, and taking that back.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/health_files.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/health/health_service.h"
#include "core/library/health/mending.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr std::size_t linesOfAKind = 5, namesInALine = 5;

struct HealthArguments {
    std::string fix; ///< a kind; empty: only look
    std::string write; ///< the same, into files
    bool dryRun = false;
    std::int64_t undo = 0;
    bool list = false;
};

QString headline(HealthKind kind)
{
    switch (kind) {
    case HealthKind::artists:
        return u"Artists in several spellings"_s;
    case HealthKind::featured:
        return u"Guests in artists' names"_s;
    case HealthKind::copies:
        return u"Several files of one track"_s;
    case HealthKind::recordings:
        return u"One recording on several albums"_s;
    case HealthKind::genres:
        return u"Genres in several spellings"_s;
    case HealthKind::titles:
        return u"Guests in titles"_s;
    case HealthKind::years:
        return u"Impossible years"_s;
    case HealthKind::missing:
        break;
    }
    return u"Missing tags"_s;
}

QByteArray asJson(const HealthReport& report)
{
    JsonWriter json;
    json.beginObject().member("tracks", report.tracks).member("seconds", report.seconds);
    json.member("findings", report.count()).key("kinds").beginObject();
    for (std::size_t i = 0; i < healthKinds; ++i) {
        const auto kind = static_cast<HealthKind>(i);
        json.key(keyOf(kind)).beginArray();
        for (const Finding& finding : report.of(kind)) {
            json.beginObject().member("what", finding.what).member("tracks", finding.tracks);
            json.member("has_remedy", hasRemedy(kind)).key("items").beginArray();
            for (const HealthItem& item : finding.items) {
                json.beginObject().member("text", item.text).member("detail", item.detail);
                json.member("tracks", item.tracks).member("track_id", item.track.value).endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }
    return json.endObject().endObject().take();
}

QString lineOf(const Finding& finding)
{
    if (!hasRemedy(finding.kind) && finding.kind != HealthKind::genres) {
        const QString what = finding.kind == HealthKind::titles ? u"titles"_s
            : finding.what == "names"                           ? u"in the names of files alone"_s
            : finding.kind == HealthKind::missing               ? u"no "_s + printable(finding.what)
                                                                : printable(finding.what);
        return u"%1: %2 tracks"_s.arg(what, countText(finding.tracks));
    }
    QStringList names;
    for (const HealthItem& item : finding.items) {
        if (names.size() == static_cast<qsizetype>(namesInALine)) {
            names << u"…"_s;
            break;
        }
        names << (item.detail.empty()
                ? u"%1 (%2)"_s.arg(printable(item.text)).arg(item.tracks)
                : u"%1 [%2]"_s.arg(printable(item.text), printable(item.detail)));
    }
    return names.join(u" | "_s);
}

QByteArray asText(const HealthReport& report)
{
    QString text;
    for (std::size_t i = 0; i < healthKinds; ++i) {
        const auto kind = static_cast<HealthKind>(i);
        const auto& findings = report.of(kind);
        if (findings.empty())
            continue;
        text += headline(kind);
        if (hasRemedy(kind)) {
            text += u": %1 (segue health --fix %2 makes each one)"_s.arg(
                countText(static_cast<qint64>(findings.size())), printable(keyOf(kind)));
        }
        text += u'\n';
        for (std::size_t k = 0; k < std::min(findings.size(), linesOfAKind); ++k)
            text += u"  "_s + lineOf(findings[k]) + u'\n';
        if (findings.size() > linesOfAKind)
            text += u"  and %1 more (--json shows all)\n"_s.arg(
                countText(static_cast<qint64>(findings.size() - linesOfAKind)));
    }
    if (text.isEmpty())
        text = u"Nothing to clean up: %1 tracks were looked through.\n"_s.arg(
            countText(static_cast<qint64>(report.tracks)));
    return text.toUtf8();
}

/// Runs `work` on the pool with what exceptions say as an error.
template <class Value, class Work>
void inBackground(const IoPtr& io, Work work, std::function<void(const Value&)> then)
{
    runThen(
        io.get(),
        [work = std::move(work)]() -> Result<Value> {
            try {
                return work();
            } catch (const std::exception& e) {
                return Error{std::string("The database could not be used: ") + e.what()};
            }
        },
        [io, then = std::move(then)](const Result<Value>& result) {
            result ? then(*result) : io->fail(QString::fromStdString(result.error().message));
        });
}

struct Fixed {
    std::int64_t remedy = 0;
    std::size_t findings = 0;
};

void look(AppContext& context, const IoPtr& io, HealthKind fix, bool fixes)
{
    db::Store& store = context.store();
    const auto work = [&store, table = context.library().tracks(), now = context.clock().now()] {
        return lookAtHealth(*store.reader(), *table, now);
    };
    if (!fixes) {
        return inBackground<HealthReport>(io, work, [io](const HealthReport& report) {
            io->out(io->json() ? asJson(report) : asText(report));
            io->done(0);
        });
    }
    inBackground<Fixed>(
        io,
        [work, &store, fix, now = context.clock().now()] {
            Fixed fixed;
            const std::vector<Finding> findings = work().of(fix);
            fixed.findings = findings.size();
            const auto written = store.writeAndWait(db::Durability::full,
                [&](db::Connection& c) { fixed.remedy = remedies::apply(c, findings, now); });
            if (!written)
                throw std::runtime_error(written.error().message);
            return fixed;
        },
        [&context, io](const Fixed& fixed) {
            context.library().refresh();
            context.taste().readAgain();
            if (io->json()) {
                JsonWriter json;
                json.beginObject().member("remedy", fixed.remedy);
                io->out(json.member("findings", fixed.findings).endObject().take());
            } else if (fixed.findings == 0) {
                io->outLine(u"There is nothing of that kind to clean up."_s);
            } else {
                io->outLine(u"%1 were made one. To take that back: segue health --undo %2"_s
                                .arg(countText(static_cast<qint64>(fixed.findings)))
                                .arg(fixed.remedy));
            }
            io->done(0);
        });
}

void lookAndWrite(AppContext& context, const IoPtr& io, HealthKind kind, bool dryRun)
{
    inBackground<std::vector<Finding>>(
        io,
        [&store = context.store(), table = context.library().tracks(), now = context.clock().now(),
            kind] { return lookAtHealth(*store.reader(), *table, now).of(kind); },
        [&context, io, dryRun](
            const std::vector<Finding>& findings) { mendFindings(context, io, findings, dryRun); });
}

void listRemedies(AppContext& context, const IoPtr& io)
{
    inBackground<std::vector<Remedy>>(
        io, [&store = context.store()] { return remedies::read(*store.reader(), 1000); },
        [io](const std::vector<Remedy>& all) {
            if (io->json()) {
                JsonWriter json;
                json.beginArray();
                for (const Remedy& r : all) {
                    json.beginObject().member("remedy", r.id).member("kind", keyOf(r.kind));
                    json.member("what", r.what)
                        .member("at", r.at)
                        .member("undone", r.undone)
                        .endObject();
                }
                io->out(json.endArray().take());
            } else if (all.empty()) {
                io->outLine(u"Nothing was cleaned up yet."_s);
            } else {
                for (const Remedy& r : all) {
                    io->outLine(u"%1  %2 UTC  %3: %4%5"_s.arg(r.id).arg(localText(r.at, 0),
                        printable(keyOf(r.kind)), printable(r.what),
                        r.undone ? u" (taken back)"_s : QString()));
                }
            }
            io->done(0);
        });
}

void run(AppContext& context, const IoPtr& io, const HealthArguments& arguments)
{
    if (arguments.list)
        return listRemedies(context, io);
    context.whenLoaded(io, [&context, io, arguments] {
        if (const auto kind = healthKindFromKey(arguments.write))
            return lookAndWrite(context, io, *kind, arguments.dryRun);
        if (arguments.undo == 0) {
            const auto kind = healthKindFromKey(arguments.fix);
            return look(context, io, kind.value_or(HealthKind::artists), kind.has_value());
        }
        context.health().undoRemedy(arguments.undo, io.get(), [io](const Result<void>& done) {
            if (!done)
                return io->fail(QString::fromStdString(done.error().message));
            if (!io->json())
                io->outLine(u"Taken back."_s);
            io->done(0);
        });
    });
}

} // namespace

void addHealth(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<HealthArguments>();
    CLI::App* health = program.add_subcommand(
        "health", "What is unclean: spellings, copies, impossible years, missing tags");
    CLI::Option* fix = health
                           ->add_option("--fix", arguments->fix,
                               "Make all of a kind one: artists, featured, copies, recordings")
                           ->type_name("KIND")
                           ->check([](const std::string& key) {
                               const auto kind = healthKindFromKey(key);
                               return kind && hasRemedy(*kind)
                                   ? std::string()
                                   : "nothing can be fixed of \"" + key + "\"";
                           });
    CLI::Option* list
        = health->add_flag("--list", arguments->list, "List what was fixed so far")->excludes(fix);
    CLI::Option* undo = health->add_option("--undo", arguments->undo, "Take fix N back")
                            ->type_name("N")
                            ->check(notNegative())
                            ->excludes(fix)
                            ->excludes(list);
    CLI::Option* write = health
                             ->add_option("--write", arguments->write,
                                 "Write into files what is sure: artists, genres, years, missing")
                             ->type_name("KIND")
                             ->check([](const std::string& key) {
                                 const auto kind = healthKindFromKey(key);
                                 return kind && isMendable(*kind)
                                     ? std::string()
                                     : "nothing can be written of \"" + key + "\"";
                             })
                             ->excludes(fix)
                             ->excludes(list)
                             ->excludes(undo);
    health->add_flag("--dry-run", arguments->dryRun, "Show what would be written, change nothing")
        ->needs(write);
    addCommonOptions(*health, command);
    health->callback([arguments, &command] {
        command.lasting = !arguments->write.empty();
        command.run
            = [arguments](AppContext& context, const IoPtr& io) { run(context, io, *arguments); };
    });
}

} // namespace segue::app
