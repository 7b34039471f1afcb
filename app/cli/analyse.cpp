#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/analysis/service/analysis_service.h"
#include "core/library/library_service.h"
#include "core/library/root_repository.h"

#include <QPointer>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Arguments {
    std::vector<std::string> folders;
    bool force = false;
};

QByteArray asJson(const AnalysisSummary& summary)
{
    JsonWriter json;
    json.beginObject().member("analysed", summary.analysed).member("failed", summary.failed);
    json.member("skipped", summary.skipped).member("seconds", summary.seconds);
    json.member("x_realtime", summary.timesRealtime).endObject();
    return json.take();
}

QString asText(const AnalysisSummary& summary)
{
    QStringList parts{u"%1 analysed"_s.arg(countText(summary.analysed))};
    if (summary.failed > 0)
        parts << u"%1 failed"_s.arg(countText(summary.failed));
    if (summary.skipped > 0)
        parts << u"%1 not needed"_s.arg(countText(summary.skipped));
    QString text = parts.join(u", "_s)
        + u" (%1 s"_s.arg(QString::number(summary.seconds, 'f', summary.seconds < 10 ? 2 : 0));
    if (summary.timesRealtime > 0)
        text += u", %1 x real time"_s.arg(qRound(summary.timesRealtime));
    return text + u')';
}

/// One `segue analyse`: folders that the library does not have yet are scanned, then all are
/// analysed.
class Analyse : public QObject {
public:
    Analyse(AppContext& context, const IoPtr& io, AnalysisRequest request)
        : QObject(io.get())
        , library_(context.library())
        , analysis_(context.analysis())
        , io_(io)
        , progress_(io)
        , request_(std::move(request))
    {
        connect(io.get(), &Io::cancelled, this, [this] {
            cancelled_ = true;
            library_.cancelScan();
            analysis_.cancel();
        });
    }

    void start()
    {
        bool scans = false; // folders that are new
        for (const std::string& folder : request_.folders) {
            if (std::ranges::any_of(library_.roots(), [&](const RootFolder& root) {
                    return isInFolder(folder, root.path.toStdString());
                }))
                continue;
            const auto added = library_.addRoot(QByteArray::fromStdString(folder));
            if (!added)
                return std::exchange(io_, nullptr)
                    ->fail(QString::fromStdString(added.error().message));
            scans = true;
        }
        if (!scans)
            return analyse();
        connect(&library_, &Library::scanProgressed, this,
            [this](const ScanProgress& progress) { progress_.show(progress); });
        connect(
            &library_, &Library::scanFinished, this,
            [this](const ScanSummary& summary) {
                progress_.clear();
                for (const QString& line : summary.problems)
                    problem(line);
                scanned_ = true;
                analyse();
            },
            Qt::SingleShotConnection);
    }

private:
    void analyse()
    {
        connect(&analysis_, &Analysis::progressed, this,
            [this](const AnalysisProgress& progress) { progress_.show(progress); });
        connect(&analysis_, &Analysis::finished, this, &Analyse::finished);
        before_ = analysis_.unfinished();
        analysis_.start(request_);
        if (cancelled_)
            analysis_.cancel();
    }

    void finished(AnalysisSummary summary)
    {
        // Those that were asked for before end first.
        if (before_ > 0) {
            --before_;
            return;
        }
        if (!io_)
            return;
        progress_.clear();
        // What the scan could not read is no track that analysis could fail with.
        (scanned_ ? summary.failed : summary.skipped) += unreadFiles();
        for (const QString& line : summary.problems)
            problem(line);
        if (summary.cancelled)
            problem(
                u"The analysis was broken off; what was read is kept. Run it again to go on."_s);
        io_->out(io_->json() ? asJson(summary) : asText(summary).toUtf8() + '\n');
        // Moved and retagged files are known by their sound now.
        library_.mergeSureOnes(
            [guard = QPointer<Analyse>(this), code = summary.broken || summary.cancelled ? 1 : 0] {
                // Kept until here, so that the command outlives its caller.
                if (guard && guard->io_)
                    std::exchange(guard->io_, nullptr)->done(code);
            });
    }

    qint64 unreadFiles() const
    {
        const std::vector<UnreadFile> unread = library_.unreadFiles();
        return std::ranges::count_if(unread, [this](const UnreadFile& file) {
            return request_.folders.empty()
                || std::ranges::any_of(request_.folders, [&](const std::string& folder) {
                       return isInFolder(file.path.toStdString(), folder);
                   });
        });
    }

    void problem(const QString& line) { io_->errLine(u"segue: "_s + line); }

    LibraryService& library_;
    AnalysisService& analysis_;
    IoPtr io_;
    ProgressLine progress_;
    AnalysisRequest request_;
    std::size_t before_ = 0;
    bool cancelled_ = false;
    bool scanned_ = false;
};

void run(AppContext& context, const IoPtr& io, const Arguments& arguments)
{
    AnalysisRequest request;
    request.force = arguments.force;
    request.asked = true;
    for (const std::string& name : arguments.folders) {
        const std::string folder = normalPath(absolutePath(io->origin().folder, name));
        std::error_code error;
        if (!std::filesystem::is_directory(folder, error)) {
            return io->fail(u"%1 is no folder that can be read. For the numbers of one file: "
                            u"segue features FILE"_s.arg(printable(folder)));
        }
        request.folders.push_back(folder);
    }
    if (request.folders.empty() && context.library().roots().empty())
        return io->fail(u"The library has no folder yet. Name one: segue analyse DIR"_s);
    (new Analyse(context, io, std::move(request)))->start(); // goes with io
}

} // namespace

void addAnalyse(CLI::App& program, Command& command)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* analyse = program.add_subcommand(
        "analyse", "Listen to what is new or changed: loudness, tempo, key, timbre; no DIR: all");
    analyse
        ->add_option(
            "folders", arguments->folders, "Folders; one outside the library is added to it")
        ->type_name("DIR");
    analyse->add_flag("--force", arguments->force, "Also what is known, and what failed before");
    addCommonOptions(*analyse, command);
    analyse->callback([arguments, &command] {
        command.makesLibrary = true;
        command.lasting = true;
        command.run = [arguments](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, arguments] { run(context, io, *arguments); });
        };
    });
}

} // namespace segue::app
