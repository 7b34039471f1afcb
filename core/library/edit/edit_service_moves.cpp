// EditService: files that get other names and folders.
#include "core/library/edit/edit_job.h"
#include "core/library/edit/edit_service.h"
#include "core/library/edit/move_file.h"
#include "core/library/library_service.h"
#include "core/text/display_path.h"

#include <QPointer>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

QString shown(const std::string& text)
{
    return displayPath(QByteArray::fromStdString(text));
}

/// Where a file that is to become `target` steps aside, when names go round.
std::string asideOf(const std::string& target, std::int64_t file)
{
    return target + ".segue-" + std::to_string(file);
}

/// Where the file stands aside since the program ended while it was moved, or moved back; empty: it
/// does not.
std::string leftAside(const LoggedFile& file, const DiskView& disk)
{
    for (const std::string& target : {file.newPath, file.path}) {
        std::string aside = asideOf(target, file.id);
        if (disk.exists(aside))
            return aside;
    }
    return {};
}

std::vector<std::string> pathsOf(const std::vector<RootFolder>& roots)
{
    std::vector<std::string> paths;
    for (const RootFolder& root : roots)
        paths.push_back(root.path.toStdString());
    return paths;
}

} // namespace

void EditService::planOrganise(std::vector<TrackId> tracks, QString pattern, QByteArray target,
    std::function<void(const Result<OrganisePlan>&)> then)
{
    auto parsed = NamePattern::parse(pattern.toStdString());
    if (!parsed) {
        const Result<OrganisePlan> wrong = parsed.error();
        QMetaObject::invokeMethod(
            this, [wrong, then = std::move(then)] { then(wrong); }, Qt::QueuedConnection);
        return;
    }
    OrganiseOptions options{std::move(*parsed), target.toStdString(), pathsOf(library_.roots())};
    auto plan = std::make_shared<OrganisePlan>();
    start(
        [plan, table = library_.tracks(), options = std::move(options), tracks = std::move(tracks)](
            Job&) { *plan = segue::planOrganise(*table, tracks, options, diskView()); },
        [plan, then = std::move(then)](const EditOutcome&) { then(std::move(*plan)); });
}

void EditService::organise(OrganisePlan plan, Then then)
{
    // A scan in between would take files that are on their way for lost ones.
    library_.whenNoScanRuns(
        [self = QPointer(this), this, plan = std::move(plan), then = std::move(then)] {
            if (!self)
                return;
            start([this, plan](Job& job) { runMoves(job, plan); },
                [this, then](const EditOutcome& outcome) {
                    library_.letScansRun();
                    then(outcome);
                });
        });
}

void EditService::runMoves(Job& job, const OrganisePlan& plan)
{
    std::vector<LoggedFile> files;
    std::int64_t edit = 0;
    const std::string text = "Files organised: " + std::to_string(plan.ready())
        + (plan.ready() == 1 ? " file" : " files");
    if (!inDatabase(job, [&](db::Connection& c) {
            edit = logEdit(c, true, text, clock_.now());
            for (const FileMove& move : plan.moves) {
                if (!move.problem.empty())
                    continue;
                LoggedFile file;
                file.edit = edit;
                file.track = move.track;
                file.path = move.from;
                file.newPath = move.to;
                file.state = LoggedFile::State::waiting;
                file.id = logFile(c, file);
                files.push_back(std::move(file));
            }
        }))
        return;
    moveAll(job, std::move(files), LoggedFile::State::done);
    inDatabase(job, [&](db::Connection& c) { settleEdit(c, edit, clock_.now()); });
    if (job.outcome.changed > 0)
        job.outcome.id = edit;
}

/// Names that are swapped or passed on round a circle go over a name in between.
void EditService::moveAll(Job& job, std::vector<LoggedFile> files, LoggedFile::State whenDone)
{
    const DiskView disk = diskView();
    const std::vector<std::string> roots = pathsOf(library_.roots());
    const qint64 total = std::ssize(files);
    std::set<std::string> left; // folders that files went out of
    // Before anything moves: on the way two rows may have one path.
    std::map<std::int64_t, CollectionFile> rows;
    for (const LoggedFile& file : files) {
        if (auto known = findFile(*job.reader, file.path))
            rows.emplace(file.id, std::move(*known));
    }
    const auto finish = [&](const LoggedFile& file, const Result<void>& moved) {
        const bool undoing = whenDone == LoggedFile::State::undone;
        inDatabase(job, [&](db::Connection& c) {
            if (moved)
                setState(c, file.id, whenDone);
            else if (!undoing)
                setState(c, file.id, LoggedFile::State::failed);
            if (const auto row = rows.find(file.id); moved && row != rows.end())
                followMove(c, row->second, file.newPath);
        });
        if (!moved) {
            job.outcome.problems.push_back(shown(moved.error().message));
            return;
        }
        ++job.outcome.changed;
        job.touched = true;
        left.insert(file.path.substr(0, std::max<std::size_t>(file.path.rfind('/'), 1)));
    };
    std::vector<std::string> at; // where each is now
    for (const LoggedFile& file : files)
        at.push_back(file.path);
    while (!files.empty() && !job.stop.stop_requested() && !job.broken) {
        bool progress = false;
        for (std::size_t i = 0; i < files.size() && !job.stop.stop_requested();) {
            const bool waitsForAnother = disk.exists(files[i].newPath)
                && std::ranges::find(at, files[i].newPath) != at.end() && files[i].newPath != at[i];
            if (waitsForAnother) {
                ++i;
                continue;
            }
            finish(files[i], moveFile(at[i], files[i].newPath));
            files.erase(files.begin() + static_cast<std::ptrdiff_t>(i));
            at.erase(at.begin() + static_cast<std::ptrdiff_t>(i));
            progress = true;
            tell(job, total - std::ssize(files), total);
        }
        if (progress || files.empty())
            continue;
        // All wait for each other: one steps aside.
        const std::string aside = asideOf(files.front().newPath, files.front().id);
        if (const auto moved = moveFile(at.front(), aside); !moved) {
            finish(files.front(), moved);
            files.erase(files.begin());
            at.erase(at.begin());
        } else {
            at.front() = aside;
        }
    }
    // Broken off: who stepped aside goes back.
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (at[i] != files[i].path)
            (void)moveFile(at[i], files[i].path);
        if (whenDone == LoggedFile::State::done && !job.broken)
            inDatabase(job,
                [&](db::Connection& c) { setState(c, files[i].id, LoggedFile::State::failed); });
    }
    for (const std::string& folder : left)
        removeEmptyFolders(folder, roots);
}

void EditService::endMoves(Job& job)
{
    const DiskView disk = diskView();
    for (const LoggedFile& file : loadUnfinishedMoves(*job.reader)) {
        const std::string aside = leftAside(file, disk);
        if (aside.empty())
            continue;
        if (disk.exists(file.path)) {
            job.outcome.problems.push_back(shown(aside
                + " was left when the program ended while names were swapped. To put all back: "
                  "segue undo "
                + std::to_string(file.edit)));
            continue;
        }
        if (const auto moved = moveFile(aside, file.path); !moved) {
            job.outcome.problems.push_back(shown(moved.error().message));
            continue;
        }
        inDatabase(job, [&](db::Connection& c) {
            setState(c, file.id, LoggedFile::State::failed);
            settleEdit(c, file.edit, clock_.now());
        });
    }
}

void EditService::undoMoves(Job& job, const std::vector<LoggedFile>& files)
{
    const DiskView disk = diskView();
    std::vector<LoggedFile> back;
    for (const LoggedFile& file : files) {
        if (file.state == LoggedFile::State::failed || file.state == LoggedFile::State::undone)
            continue;
        LoggedFile reverse = file;
        std::swap(reverse.path, reverse.newPath);
        if (const std::string aside = leftAside(file, disk); !aside.empty()) {
            reverse.path = aside;
            back.push_back(std::move(reverse));
            continue;
        }
        // One that was on its way when the program ended may have arrived; what has its new name
        // may be another that waited, too.
        if (file.state == LoggedFile::State::waiting && disk.exists(file.path)) {
            inDatabase(
                job, [&](db::Connection& c) { setState(c, file.id, LoggedFile::State::undone); });
            continue;
        }
        if (!disk.exists(file.newPath)) {
            job.outcome.problems.push_back(
                shown(file.newPath + " is not there any more and was not moved back."));
            continue;
        }
        back.push_back(std::move(reverse));
    }
    moveAll(job, std::move(back), LoggedFile::State::undone);
}

} // namespace segue
