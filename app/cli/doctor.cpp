#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/cli/time_text.h"
#include "app/data_folder.h"
#include "core/analysis/service/feature_store.h"
#include "core/db/backup.h"
#include "core/db/store.h"
#include "core/library/root_repository.h"
#include "core/library/scan_problems.h"
#include "core/tasks/task_runner.h"
#include "core/tasks/worker/worker_process.h"

#include <CLI/CLI.hpp>

#include <array>
#include <filesystem>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

namespace fs = std::filesystem;

struct RootState {
    std::string path;
    bool available = true; ///< at the last scan
    bool readable = true; ///< now
};

struct WorkerState {
    std::string name, what;
    std::string program; ///< empty: not found
    std::string problem; ///< why it does not work; empty when it does
    worker::Sandbox sandbox;
};

struct Findings {
    std::string database, integrity;
    bool damaged = false;
    std::uintmax_t databaseBytes = 0;
    std::vector<db::Backup> backups;
    std::vector<RootState> roots;
    std::vector<ScanProblem> unread;
    std::vector<analysis::Problem> unheard; ///< read, but their sound could not be
    std::vector<WorkerState> workers;
};

WorkerState examineWorker(const std::string& name, const std::string& what)
{
    WorkerState state{name, what, {}, {}, {}};
    const auto program = worker::findWorker(name);
    if (!program) {
        state.problem = program.error().message;
        return state;
    }
    state.program = *program;
    worker::Spec spec;
    spec.program = *program;
    worker::WorkerProcess process(spec);
    if (const auto started = process.start(); !started)
        state.problem = started.error().message;
    state.sandbox = process.sandbox();
    return state;
}

Findings examine(const db::Store& store)
{
    Findings found;
    found.database = store.path().string();
    std::error_code error;
    found.databaseBytes = fs::file_size(store.path(), error);
    const auto integrity = db::integrityProblem(store.path());
    found.integrity = integrity ? *integrity : integrity.error().message;
    found.damaged = integrity && !integrity->empty();
    found.backups = db::listBackups(store.path());
    const auto reader = store.reader();
    for (const StoredRoot& root : loadStoredRoots(*reader))
        found.roots.push_back(
            {root.path, root.available, ::access(root.path.c_str(), R_OK | X_OK) == 0});
    found.unread = loadScanProblems(*reader);
    found.unheard = analysis::loadProblems(*reader);
    found.workers.push_back(examineWorker("segue-tagworker", "tags"));
    found.workers.push_back(examineWorker("segue-audioworker", "sound"));
    return found;
}

void addList(JsonWriter& json, std::string_view name, const std::vector<std::string>& lines)
{
    json.key(name).beginArray();
    for (const std::string& line : lines)
        json.value(std::string_view(line));
    json.endArray();
}

std::string_view stateOf(const RootState& root)
{
    if (!root.readable)
        return "unreadable";
    return root.available ? "available" : "frozen";
}

QByteArray asJson(const Findings& found)
{
    JsonWriter json;
    json.beginObject().key("database").beginObject().path(found.database);
    json.member("bytes", found.databaseBytes);
    json.member(
        "integrity", std::string_view(found.integrity.empty() ? "ok" : found.integrity.c_str()));
    json.member("backups", found.backups.size());
    json.key("newest_backup");
    if (found.backups.empty())
        json.null();
    else
        json.value(isoUtc(found.backups.front().takenAt));
    json.endObject();
    json.key("roots").beginArray();
    for (const RootState& root : found.roots)
        json.beginObject().path(root.path).member("state", stateOf(root)).endObject();
    json.endArray().key("quarantine").beginArray();
    for (const ScanProblem& file : found.unread) {
        json.beginObject().path(file.path).member("reason", std::string_view(file.reason));
        json.member("size", file.size).member("seen_at", isoUtc(file.seenAt)).endObject();
    }
    json.endArray().key("not_analysed").beginArray();
    for (const analysis::Problem& file : found.unheard)
        json.beginObject()
            .path(file.path)
            .member("reason", std::string_view(file.reason))
            .endObject();
    json.endArray().key("workers").beginArray();
    for (const WorkerState& state : found.workers) {
        json.beginObject().member("name", std::string_view(state.name)).key("program");
        state.program.empty() ? json.null() : json.value(std::string_view(state.program));
        json.key("problem");
        state.problem.empty() ? json.null() : json.value(std::string_view(state.problem));
        addList(json, "sandbox", state.sandbox.held);
        addList(json, "missing", state.sandbox.missing);
        json.endObject();
    }
    return json.endArray().endObject().take();
}

class Text {
public:
    void head(const QString& text) { text_ += (text_.isEmpty() ? u""_s : u"\n"_s) + text + u'\n'; }
    void line(bool good, const QString& text)
    {
        text_ += (good ? u"  ok  "_s : u"  !!  "_s) + text + u'\n';
    }
    void detail(const QString& text) { text_ += u"      "_s + text + u'\n'; }
    QByteArray take() const { return text_.toUtf8(); }

private:
    QString text_;
};

void addWorkers(Text& text, const std::vector<WorkerState>& workers)
{
    text.head(u"Reading of files, in processes of their own"_s);
    for (const WorkerState& state : workers) {
        const QString name = printable(state.name);
        if (!state.problem.empty()) {
            text.line(false, name + u": "_s + printable(state.problem));
            text.detail(
                u"Until then Segue reads %1 in its own process: a damaged file may end it."_s.arg(
                    printable(state.what)));
            continue;
        }
        text.line(state.sandbox.missing.empty(), name + u": "_s + printable(state.program));
        for (const std::string& line : state.sandbox.held)
            text.detail(u"in force: "_s + printable(line));
        for (const std::string& line : state.sandbox.missing)
            text.detail(u"not on this system: "_s + printable(line));
    }
}

QByteArray asText(const Findings& found)
{
    Text text;
    text.head(u"Database"_s);
    text.line(found.integrity.empty(),
        u"%1 (%2 MiB): %3"_s.arg(printable(found.database),
            QString::number(static_cast<double>(found.databaseBytes) / (1 << 20), 'f', 1),
            found.integrity.empty() ? u"sound"_s : printable(found.integrity)));
    if (found.damaged)
        text.detail(u"Restart Segue to go back to the newest backup."_s);
    text.detail(found.backups.empty()
            ? u"no backup yet"_s
            : u"%1 %2, the newest of %3"_s.arg(QString::number(found.backups.size()),
                found.backups.size() == 1 ? u"backup"_s : u"backups"_s,
                isoUtc(found.backups.front().takenAt)));
    text.head(u"Folders"_s);
    if (found.roots.empty())
        text.detail(u"none yet: segue scan DIR"_s);
    for (const RootState& root : found.roots) {
        QString what;
        if (!root.readable)
            what = u": cannot be read now; is its drive connected?"_s;
        else if (!root.available)
            what = u": was missing or empty at the last scan; its tracks are kept. Scan again."_s;
        text.line(root.readable && root.available, printable(root.path) + what);
    }
    addWorkers(text, found.workers);
    text.head(found.unread.empty()
            ? u"Files: every file could be read"_s
            : u"Files that could not be read (%1); each is tried again when it "
              u"changes"_s.arg(found.unread.size()));
    for (const ScanProblem& file : found.unread)
        text.line(false, printable(file.path) + u' ' + printable(file.reason));
    if (!found.unheard.empty())
        text.head(u"Files whose sound cannot be had, or not to its end (%1); each is tried again "
                  u"when it changes"_s.arg(found.unheard.size()));
    for (const analysis::Problem& file : found.unheard) {
        // Messages of the decoder name the file already.
        const bool named = file.reason.find(file.path) != std::string::npos;
        text.line(false,
            named ? printable(file.reason) : printable(file.path) + u' ' + printable(file.reason));
    }
    return text.take();
}

void run(AppContext& context, const IoPtr& io)
{
    struct Report {
        QByteArray text;
        bool sound = true;
    };
    runThen(
        io.get(),
        [&store = context.store(), json = io->json()]() -> Result<Report> {
            try {
                const Findings found = examine(store);
                return Report{json ? asJson(found) : asText(found), found.integrity.empty()};
            } catch (const std::exception& e) {
                return Error{
                    "The library in " + store.path().string() + " could not be read: " + e.what()};
            }
        },
        [io](const Result<Report>& report) {
            if (!report)
                return io->fail(QString::fromStdString(report.error().message));
            io->out(report->text);
            io->done(report->sound ? 0 : 1);
        });
}

} // namespace

void addDoctor(CLI::App& program, Command& command)
{
    CLI::App* doctor = program.add_subcommand(
        "doctor", "Look after database, folders, unreadable files and the safety of reading");
    addCommonOptions(*doctor, command);
    doctor->callback([&command] {
        command.run = [](AppContext& context, const IoPtr& io) { run(context, io); };
    });
}

} // namespace segue::app
