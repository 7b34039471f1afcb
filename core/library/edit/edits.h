#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/library/edit/organise_plan.h"
#include "core/library/tags/tag_changes.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <stop_token>
#include <vector>

namespace segue {

/// A file with what it holds, for an editor.
struct LoadedFile {
    TrackId track;
    QByteArray path; ///< bytes, absolute
    tags::FileFields fields; ///< with a problem: it cannot be edited
    QByteArray cover; ///< embedded, encoded; of the first file only
};

struct FileEdit {
    TrackId track; ///< none: `path`, which need not be in the collection
    QByteArray path;
    tags::TagChanges changes;
};

struct EditRequest {
    std::vector<FileEdit> files;
    QString text; ///< what is done, in words, for the list of edits
    bool keepTime = false; ///< the files' times of the last change stay
    /// Can be taken back. False: written silently (ratings and counts that go along).
    bool listed = true;
};

struct EditOutcome {
    std::int64_t id = 0; ///< for undo(); 0: nothing was changed
    std::int64_t changed = 0; ///< files
    std::int64_t unchanged = 0; ///< held that already
    std::int64_t waiting = 0; ///< play now: written when they have ended
    bool cancelled = false;
    std::vector<QString> problems; ///< a line each, "PATH reason"; those files are as they were
    std::vector<QString> notes; ///< done, and worth knowing
};

struct EditProgress {
    bool running = false;
    qint64 done = 0, total = 0;
};

/// An edit that was made, for a list.
struct PastEdit {
    std::int64_t id = 0;
    UtcMs at = 0;
    bool isMove = false;
    QString text;
    std::int64_t files = 0, waiting = 0;
    bool undone = false;
};

/// Changes in the music files that the user asks for: tags, covers, names. Each can be taken back,
/// after a restart too. Files are written one after the other on a thread of its own; one that
/// plays waits until it has ended. Main thread; what is called back is called there, once.
class Edits : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    using Then = std::function<void(const EditOutcome&)>;

    /// Reads files (their changes do not matter), one for one. A stop asked of the source ends that
    /// alone, also before it begins; what was not read yet then stays empty.
    virtual std::stop_source load(
        std::vector<FileEdit> files, std::function<void(std::vector<LoadedFile>)> then)
        = 0;
    virtual void write(EditRequest request, Then then) = 0;
    /// Writes the measured loudness of tracks as ReplayGain (for opus R128) into their files; those
    /// without one are left out, see the notes.
    virtual void writeGains(std::vector<TrackId> tracks, Then then) = 0;
    /// Looks where files would go; nothing is moved. `target` empty: within their music folders.
    virtual void planOrganise(std::vector<TrackId> tracks, QString pattern, QByteArray target,
        std::function<void(const Result<OrganisePlan>&)> then)
        = 0;
    /// Moves what has no problem, once no scan runs.
    virtual void organise(OrganisePlan plan, Then then) = 0;
    /// Takes an edit back; 0: the newest that is not. A problem where there is none, or where a
    /// later one that holds changed the same files.
    virtual void undo(std::int64_t id, Then then) = 0;
    /// The newest first.
    virtual void list(std::size_t limit, std::function<void(std::vector<PastEdit>)> then) = 0;
    /// Ends what is at work now after the file at hand.
    virtual void cancel() = 0;

Q_SIGNALS:
    void progressed(const segue::EditProgress& progress);
    /// Files were changed; the library shows it soon. Not for what is written silently.
    void edited();
    /// Something that was not asked for just now went wrong (a file that had waited).
    void problem(const QString& message);
};

} // namespace segue
