#pragma once

#include "core/db/store.h"
#include "core/library/edit/edit_store.h"
#include "core/library/edit/edits.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace segue {

class LibraryService;

/// Edits over files and database. Each file is noted before it is touched, with what takes it back
/// before it changes; what a crash leaves undone is done by the next write or resume(). The library
/// and the store have to outlive it; destroying it ends after the file at hand.
class EditService final : public Edits {
    Q_OBJECT

public:
    EditService(db::Store& store, LibraryService& library, const Clock& clock);
    ~EditService() override;

    std::stop_source load(
        std::vector<FileEdit> files, std::function<void(std::vector<LoadedFile>)> then) override;
    void write(EditRequest request, Then then) override;
    void writeGains(std::vector<TrackId> tracks, Then then) override;
    void planOrganise(std::vector<TrackId> tracks, QString pattern, QByteArray target,
        std::function<void(const Result<OrganisePlan>&)> then) override;
    void organise(OrganisePlan plan, Then then) override;
    void undo(std::int64_t id, Then then) override;
    void list(std::size_t limit, std::function<void(std::vector<PastEdit>)> then) override;
    void cancel() override;

    /// The file (absolute, bytes; empty: none) that plays, or is paused: it is not written until
    /// another one does.
    void setPlaying(const QByteArray& path);
    /// Does what waits: edits of files that played, and those that a crash cut off.
    void resume();

private:
    struct Job; // one request at work, on the pool's thread

    std::string pathOf(const FileEdit& file) const;
    bool isPlaying(const std::string& path) const;
    /// `work` fills in the outcome on the pool's thread; `then` is called on the main one. The
    /// source ends this request alone.
    std::stop_source start(std::function<void(Job&)> work, Then then);
    void runWrite(Job& job, const EditRequest& request, const std::vector<std::string>& paths);
    void runWaiting(Job& job);
    void runUndo(Job& job, std::int64_t id);
    void runMoves(Job& job, const OrganisePlan& plan);
    void writeOne(Job& job, const LoggedFile& file, const std::string& path, bool listed);
    void undoTags(Job& job, const std::vector<LoggedFile>& files);
    /// Files that a crash left aside while names were swapped get their own back.
    void endMoves(Job& job);
    void undoMoves(Job& job, const std::vector<LoggedFile>& files);
    void moveAll(Job& job, std::vector<LoggedFile> files, LoggedFile::State whenDone);
    bool inDatabase(Job& job, const db::Store::Job& work);
    void tell(const Job& job, qint64 done, qint64 total);

    db::Store& store_;
    LibraryService& library_;
    const Clock& clock_;
    std::unique_ptr<TagWriter> writer_; // used by the pool's thread only
    std::vector<std::string> cleaned_; // folders looked through for leftovers; the same
    bool movesEnded_ = false; // the same
    mutable std::mutex mutex_; // guards playing_, stop_
    std::string playing_;
    std::stop_source stop_; // of the request at work
    std::atomic<bool> closing_ = false;
    QThreadPool pool_; // one thread; last: its work uses the rest
};

} // namespace segue
