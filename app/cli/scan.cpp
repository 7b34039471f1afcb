#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/library/library_service.h"

#include <CLI/CLI.hpp>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

namespace fs = std::filesystem;

/// Why `path` cannot be scanned; empty when it can.
QString folderProblem(const std::string& path)
{
    const QString shown = printable(path);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return u"The folder %1 does not exist."_s.arg(shown);
    if (error)
        return u"The folder %1 cannot be read: %2."_s.arg(
            shown, QString::fromStdString(error.message()));
    if (status.type() != fs::file_type::directory)
        return u"%1 is not a folder. To play a file: segue FILE"_s.arg(shown);
    fs::directory_iterator entries(path, error);
    if (error)
        return u"The folder %1 cannot be read: %2."_s.arg(
            shown, QString::fromStdString(error.message()));
    return {};
}

QByteArray asJson(const ScanSummary& summary)
{
    JsonWriter json;
    json.beginObject().member("tracks", summary.tracks).member("added", summary.added);
    json.member("updated", summary.updated).member("moved", summary.moved);
    json.member("removed", summary.removed).member("unavailable", summary.unavailable);
    json.member("quarantined", summary.quarantined).member("seconds", summary.seconds);
    json.endObject();
    return json.take();
}

QString asText(const ScanSummary& summary)
{
    QStringList parts;
    const auto add = [&parts](qint64 count, const QString& what) {
        if (count > 0)
            parts << countText(count) + u' ' + what;
    };
    add(summary.added, u"added"_s);
    add(summary.updated, u"updated"_s);
    add(summary.moved, u"moved"_s);
    add(summary.removed, u"removed"_s);
    add(summary.unavailable, u"unavailable"_s);
    add(summary.quarantined, u"unreadable"_s);
    if (parts.isEmpty())
        parts << u"nothing changed"_s;
    return u"%1 %2 in the library: %3 (%4 s)"_s.arg(countText(summary.tracks),
        summary.tracks == 1 ? u"track"_s : u"tracks"_s, parts.join(u", "_s),
        QString::number(summary.seconds, 'f', summary.seconds < 10 ? 2 : 0));
}

/// One `segue scan`, until the library has finished it.
class Scan : public QObject {
public:
    Scan(Library& library, const IoPtr& io)
        : QObject(io.get())
        , library_(library)
        , io_(io)
        , progress_(io)
        , othersFirst_(library.progress().running)
    {
        connect(&library, &Library::scanProgressed, this,
            [this](const ScanProgress& progress) { progress_.show(progress); });
        connect(&library, &Library::scanFinished, this, &Scan::finished);
        connect(io.get(), &Io::cancelled, &library, &Library::cancelScan);
    }

    /// Reads `folders`; none: the folders that the library has.
    void start(const std::vector<std::string>& folders, bool failed)
    {
        failed_ = failed;
        std::size_t added = 0;
        for (const std::string& folder : folders) {
            const auto result = library_.addRoot(QByteArray::fromStdString(folder));
            added += result.ok();
            if (!result)
                problem(QString::fromStdString(result.error().message));
            failed_ = failed_ || !result;
        }
        if (folders.empty())
            library_.scan();
        else if (added == 0)
            std::exchange(io_, nullptr)->done(1);
    }

private:
    void finished(const ScanSummary& summary)
    {
        // One that was running when this was asked for ends first.
        if (!io_ || std::exchange(othersFirst_, false))
            return;
        progress_.clear();
        for (const QString& line : summary.problems)
            problem(line);
        if (summary.cancelled)
            problem(u"The scan was broken off; what was read is kept. Run it again to go on."_s);
        io_->out(io_->json() ? asJson(summary) : asText(summary).toUtf8() + '\n');
        // Kept until here, so that the command outlives its caller.
        std::exchange(io_, nullptr)->done(failed_ || summary.failed || summary.cancelled ? 1 : 0);
    }

    void problem(const QString& line) { io_->errLine(u"segue: "_s + line); }

    Library& library_;
    IoPtr io_;
    ProgressLine progress_;
    bool othersFirst_;
    bool failed_ = false;
};

void run(AppContext& context, const IoPtr& io, const std::vector<std::string>& names)
{
    std::vector<std::string> folders;
    bool failed = false;
    for (const std::string& name : names) {
        const std::string folder = absolutePath(io->origin().folder, name);
        if (const QString problem = folderProblem(folder); !problem.isEmpty()) {
            io->errLine(u"segue: "_s + problem);
            failed = true;
        } else {
            folders.push_back(folder);
        }
    }
    if (folders.empty() && !names.empty())
        return io->done(1);
    if (names.empty() && context.library().roots().empty())
        return io->fail(u"The library has no folder yet. Name one: segue scan DIR"_s);
    (new Scan(context.library(), io))->start(folders, failed); // goes with io
}

} // namespace

void addScan(CLI::App& program, Command& command)
{
    const auto folders = std::make_shared<std::vector<std::string>>();
    CLI::App* scan = program.add_subcommand(
        "scan", "Add folders and read what is new or changed; no DIR: all");
    scan->add_option("folders", *folders, "Folders")->type_name("DIR");
    addCommonOptions(*scan, command);
    scan->callback([folders, &command] {
        command.makesLibrary = true;
        command.lasting = true;
        command.run = [folders](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, folders] { run(context, io, *folders); });
        };
    });
}

} // namespace segue::app
