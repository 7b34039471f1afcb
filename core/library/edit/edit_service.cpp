#include "core/library/edit/edit_service.h"

#include "core/library/edit/edit_job.h"
#include "core/library/edit/file_copy.h"
#include "core/library/edit/gain_fields.h"
#include "core/library/library_service.h"
#include "core/text/display_path.h"

#include <QMetaObject>
#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

QString shown(const std::string& text)
{
    return displayPath(QByteArray::fromStdString(text));
}

} // namespace

EditService::EditService(db::Store& store, LibraryService& library, const Clock& clock)
    : store_(store)
    , library_(library)
    , clock_(clock)
{
    pool_.setMaxThreadCount(1);
}

EditService::~EditService()
{
    closing_ = true;
    cancel();
    pool_.clear();
    pool_.waitForDone();
}

void EditService::cancel()
{
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
}

std::string EditService::pathOf(const FileEdit& file) const
{
    if (!file.track)
        return file.path.toStdString();
    const TrackTablePtr table = library_.tracks();
    const auto row = table->rowOf(file.track);
    return row ? std::string(table->text((*table)[*row].path)) : std::string();
}

bool EditService::isPlaying(const std::string& path) const
{
    const std::lock_guard lock(mutex_);
    return !path.empty() && path == playing_;
}

void EditService::setPlaying(const QByteArray& path)
{
    {
        const std::lock_guard lock(mutex_);
        std::string now = path.toStdString();
        if (now == playing_)
            return;
        const bool hadOne = !playing_.empty();
        playing_ = std::move(now);
        if (!hadOne)
            return; // nothing can have waited for it
    }
    resume();
}

bool EditService::inDatabase(Job& job, const db::Store::Job& work)
{
    const Result<void> done = store_.writeAndWait(db::Durability::normal, work);
    if (!done) {
        job.outcome.problems.push_back(shown(done.error().message));
        job.broken = true;
    }
    return done.ok();
}

std::stop_source EditService::start(std::function<void(Job&)> work, Then then)
{
    std::stop_source stop;
    pool_.start([this, stop, work = std::move(work), then = std::move(then)] {
        Job job;
        job.stop = stop.get_token();
        {
            const std::lock_guard lock(mutex_);
            stop_ = stop;
        }
        if (closing_)
            return;
        try {
            if (!writer_)
                writer_ = std::make_unique<TagWriter>();
            job.reader = store_.reader();
            work(job);
        } catch (const std::exception& e) {
            job.outcome.problems.push_back(shown(
                "The database " + store_.path().string() + " could not be read: " + e.what()));
        }
        job.outcome.cancelled = job.stop.stop_requested();
        QMetaObject::invokeMethod(
            this,
            [this, outcome = std::move(job.outcome), then, touched = job.touched] {
                Q_EMIT progressed({});
                if (touched) {
                    library_.refresh();
                    Q_EMIT edited();
                }
                then(outcome);
            },
            Qt::QueuedConnection);
    });
    return stop;
}

void EditService::tell(const Job& job, qint64 done, qint64 total)
{
    if (!job.isTimeToTell())
        return;
    QMetaObject::invokeMethod(
        this,
        [this, done, total] {
            Q_EMIT progressed({true, done, total});
        },
        Qt::QueuedConnection);
}

std::stop_source EditService::load(
    std::vector<FileEdit> files, std::function<void(std::vector<LoadedFile>)> then)
{
    auto loaded = std::make_shared<std::vector<LoadedFile>>();
    for (const FileEdit& edit : files) {
        LoadedFile& file = loaded->emplace_back();
        file.track = edit.track;
        file.path = QByteArray::fromStdString(pathOf(edit));
    }
    return start(
        [this, loaded](Job& job) {
            constexpr std::size_t atOnce = 64;
            for (std::size_t first = 0; first < loaded->size() && !job.stop.stop_requested();
                 first += atOnce) {
                const std::size_t last = std::min(loaded->size(), first + atOnce);
                std::vector<std::string> paths;
                for (std::size_t i = first; i < last; ++i)
                    paths.push_back((*loaded)[i].path.toStdString());
                auto fields = writer_->readFields(paths, job.stop);
                for (std::size_t i = first; i < last; ++i) {
                    LoadedFile& file = (*loaded)[i];
                    file.fields = std::move(fields[i - first]);
                    const auto known = findFile(*job.reader, paths[i - first]);
                    if (known && known->hasParts && file.fields.problem.empty())
                        file.fields.problem = "is split into tracks by a cue sheet, which holds "
                                              "their names";
                }
                tell(job, static_cast<qint64>(last), std::ssize(*loaded));
            }
            if (!loaded->empty() && !job.stop.stop_requested()) {
                if (const auto cover = writer_->readCover(loaded->front().path.toStdString()))
                    loaded->front().cover = QByteArray::fromStdString(*cover);
            }
        },
        [loaded, then = std::move(then)](const EditOutcome&) { then(std::move(*loaded)); });
}

void EditService::write(EditRequest request, Then then)
{
    std::vector<std::string> paths;
    for (const FileEdit& file : request.files)
        paths.push_back(pathOf(file));
    start([this, request = std::move(request), paths = std::move(paths)](
              Job& job) { runWrite(job, request, paths); },
        std::move(then));
}

void EditService::writeGains(std::vector<TrackId> tracks, Then then)
{
    auto plan = std::make_shared<GainPlan>();
    start([plan, table = library_.tracks(), tracks = std::move(tracks)](
              Job& job) { *plan = planGains(*job.reader, *table, tracks); },
        [this, plan, then = std::move(then)](const EditOutcome&) {
            EditRequest request;
            request.text = u"ReplayGain of %1 files"_s.arg(plan->files.size());
            for (const GainPlan::File& file : plan->files)
                request.files.push_back({file.track, {}, {file.fields, {}}});
            write(std::move(request), [plan, then](EditOutcome outcome) {
                const std::size_t left = plan->unmeasured + plan->unwritable;
                if (left > 0)
                    outcome.notes.push_back(
                        u"%1 left out: not analysed yet, or parts of a file."_s.arg(left));
                then(outcome);
            });
        });
}

void EditService::resume()
{
    start([this](Job& job) { runWaiting(job); },
        [this](const EditOutcome& outcome) {
            for (const QString& line : outcome.problems)
                Q_EMIT problem(line);
        });
}

void EditService::runWrite(
    Job& job, const EditRequest& request, const std::vector<std::string>& paths)
{
    std::vector<LoggedFile> files;
    std::int64_t edit = 0;
    if (!inDatabase(job, [&](db::Connection& c) {
            edit = logEdit(c, false, request.text.toStdString(), clock_.now(), request.listed);
            for (std::size_t i = 0; i < request.files.size(); ++i) {
                LoggedFile file;
                file.edit = edit;
                file.track = request.files[i].track;
                file.path = paths[i];
                file.changes = request.files[i].changes;
                file.keepTime = request.keepTime;
                file.state = LoggedFile::State::waiting;
                if (file.path.empty() || file.changes.empty())
                    continue;
                file.id = logFile(c, file);
                files.push_back(std::move(file));
            }
        }))
        return;
    qint64 done = 0;
    for (const LoggedFile& file : files) {
        if (job.stop.stop_requested() || job.broken) {
            if (!closing_ && !job.broken)
                inDatabase(job,
                    [&](db::Connection& c) { setState(c, file.id, LoggedFile::State::failed); });
            continue;
        }
        if (isPlaying(file.path))
            ++job.outcome.waiting;
        else
            writeOne(job, file, file.path, request.listed);
        tell(job, ++done, std::ssize(files));
    }
    inDatabase(job, [&](db::Connection& c) { settleEdit(c, edit, clock_.now()); });
    if (job.outcome.changed + job.outcome.waiting > 0)
        job.outcome.id = edit;
}

void EditService::runWaiting(Job& job)
{
    if (!std::exchange(movesEnded_, true))
        endMoves(job);
    for (const LoggedFile& file : loadWaiting(*job.reader)) {
        if (job.stop.stop_requested() || job.broken)
            return;
        std::string path = file.track ? pathOfTrack(*job.reader, file.track) : file.path;
        if (path.empty())
            path = file.path;
        if (isPlaying(path))
            continue;
        const auto edit = loadEdit(*job.reader, file.edit);
        writeOne(job, file, path, edit && edit->listed);
        inDatabase(job, [&](db::Connection& c) { settleEdit(c, file.edit, clock_.now()); });
    }
}

void EditService::writeOne(Job& job, const LoggedFile& file, const std::string& path, bool listed)
{
    const auto fail = [&](const std::string& message) {
        job.outcome.problems.push_back(shown(message));
        inDatabase(
            job, [&](db::Connection& c) { setState(c, file.id, LoggedFile::State::failed); });
    };
    const std::string folder = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
    if (std::ranges::find(cleaned_, folder) == cleaned_.end()) {
        removeLeftovers(folder);
        cleaned_.push_back(folder);
    }
    const auto known = findFile(*job.reader, path);
    if (known && known->hasParts)
        return fail(path
            + " is split into tracks by a cue sheet, which holds their names. Edit the sheet.");
    WriteOptions options;
    options.keepTime = file.keepTime;
    options.willReplace = [&](const tags::TagChanges& before) {
        return store_.writeAndWait(
            db::Durability::normal, [&](db::Connection& c) { setBefore(c, file.id, before); });
    };
    const auto written
        = writer_->write({path, known ? known->rootBytes : 0}, file.changes, options);
    if (!written)
        return fail(written.error().message);
    for (const std::string& field : written->unstored)
        job.outcome.notes.push_back(shown(path + " has no place for " + field + "."));
    if (written->changed && written->was.names > 1)
        job.outcome.notes.push_back(shown(path
            + " was one file under several names (hard links): the others keep the old "
              "tags."));
    ++(written->changed ? job.outcome.changed : job.outcome.unchanged);
    // Ratings and counts that go along come from the library: it knows them.
    job.touched = job.touched || (written->changed && listed);
    inDatabase(job, [&](db::Connection& c) {
        // With something to take back, or from an earlier attempt that was cut off.
        const bool hasBefore = written->changed || !file.before.empty();
        setState(
            c, file.id, hasBefore && listed ? LoggedFile::State::done : LoggedFile::State::failed);
        if (!known)
            return;
        if (file.track)
            noteWrittenTotals(c, file.track, file.changes.fields);
        if (written->changed)
            followWrite(c, *known, *written, clock_.now());
    });
}

void EditService::undo(std::int64_t id, Then then)
{
    auto isMove = std::make_shared<bool>(false);
    const auto run = [this, id, then = std::move(then)](bool holdsScans) {
        start([this, id](Job& job) { runUndo(job, id); },
            [this, holdsScans, then](const EditOutcome& outcome) {
                if (holdsScans)
                    library_.letScansRun();
                then(outcome);
            });
    };
    start(
        [id, isMove](Job& job) {
            const auto edit = loadEdit(*job.reader, id == 0 ? newestEdit(*job.reader) : id);
            *isMove = edit && edit->isMove;
        },
        [this, isMove, run](const EditOutcome&) {
            if (*isMove)
                library_.whenNoScanRuns([self = QPointer(this), run] {
                    if (self)
                        run(true);
                });
            else
                run(false);
        });
}

void EditService::runUndo(Job& job, std::int64_t id)
{
    if (id == 0)
        id = newestEdit(*job.reader);
    const auto edit = loadEdit(*job.reader, id);
    if (!edit || !edit->listed || edit->undoneAt) {
        job.outcome.problems.push_back(edit && edit->listed
                ? u"Edit %1 is taken back already."_s.arg(id)
                : id == 0 ? u"There is no edit to take back."_s
                          : u"There is no edit %1."_s.arg(id));
        return;
    }
    // What it had replaced would be written over what was done since.
    if (const auto later = loadEdit(*job.reader, laterEdit(*job.reader, id))) {
        job.outcome.problems.push_back(
            u"Edit %1 cannot be taken back yet: edit %2 (%3) changed the same files later. Take that one back first."_s
                .arg(QString::number(id), QString::number(later->id),
                    QString::fromStdString(later->text)));
        return;
    }
    job.outcome.id = id;
    std::vector<LoggedFile> files = loadFiles(*job.reader, id);
    std::ranges::reverse(files);
    if (edit->isMove)
        undoMoves(job, files);
    else
        undoTags(job, files);
    inDatabase(job, [&](db::Connection& c) { settleEdit(c, id, clock_.now()); });
}

void EditService::undoTags(Job& job, const std::vector<LoggedFile>& files)
{
    qint64 done = 0;
    for (const LoggedFile& file : files) {
        if (job.stop.stop_requested() || job.broken)
            return;
        if (file.state == LoggedFile::State::waiting && file.before.empty()) {
            inDatabase(
                job, [&](db::Connection& c) { setState(c, file.id, LoggedFile::State::undone); });
            ++job.outcome.changed;
            continue;
        }
        if (file.state == LoggedFile::State::failed || file.state == LoggedFile::State::undone)
            continue;
        std::string path = file.track ? pathOfTrack(*job.reader, file.track) : file.path;
        if (path.empty())
            path = file.path;
        if (isPlaying(path)) {
            job.outcome.problems.push_back(shown(path
                + " plays now and was left as it is. Take the edit back again when it "
                  "has ended."));
            continue;
        }
        const auto known = findFile(*job.reader, path);
        WriteOptions options;
        options.keepTime = file.keepTime;
        const auto written
            = writer_->write({path, known ? known->rootBytes : 0}, file.before, options);
        if (!written) {
            job.outcome.problems.push_back(shown(written.error().message));
            continue;
        }
        ++(written->changed ? job.outcome.changed : job.outcome.unchanged);
        job.touched = job.touched || written->changed;
        inDatabase(job, [&](db::Connection& c) {
            setState(c, file.id, LoggedFile::State::undone);
            if (known && written->changed)
                followWrite(c, *known, *written, clock_.now());
        });
        tell(job, ++done, std::ssize(files));
    }
}

void EditService::list(std::size_t limit, std::function<void(std::vector<PastEdit>)> then)
{
    auto edits = std::make_shared<std::vector<PastEdit>>();
    start(
        [edits, limit](Job& job) {
            for (const LoggedEdit& edit : loadEdits(*job.reader, limit))
                edits->push_back({edit.id, edit.at, edit.isMove, QString::fromStdString(edit.text),
                    edit.files, edit.waiting, edit.undoneAt.has_value()});
        },
        [edits, then = std::move(then)](const EditOutcome&) { then(std::move(*edits)); });
}

} // namespace segue

#include "moc_edit_service.cpp"
#include "moc_edits.cpp"
