#pragma once

#include "core/base/result.h"
#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <vector>

namespace segue {

struct RootFolder {
    RootId id;
    QByteArray path; ///< bytes, absolute
    bool available
        = true; ///< false: not there at the last scan (its tracks are frozen, not deleted)
};

struct ScanProgress {
    bool running = false;
    qint64 filesFound = 0; ///< grows while walking
    qint64 filesDone = 0;
    QString current; ///< folder being read
};

/// The figures of `segue scan --json`.
struct ScanSummary {
    qint64 tracks = 0; ///< available in the library after the scan
    qint64 added = 0, updated = 0, moved = 0;
    qint64 removed = 0; ///< purged by the user; a scan removes nothing
    qint64 unavailable = 0; ///< in the library, but their files are not there now
    qint64 quarantined = 0; ///< files that cannot be read, those of earlier scans included
    double seconds = 0;
    bool cancelled = false;
    bool failed = false; ///< the database could not be written: the last problem says why
    std::vector<QString> problems; ///< one clear line a file that could not be read
};

/// A file that could not be read, and is left alone until it changes or is asked for again.
struct UnreadFile {
    QByteArray path; ///< bytes, absolute
    QString reason; ///< behind the file's name: "is empty (0 bytes)"
};

/// The collection as the rest of the program sees it. Main thread; the work is done elsewhere.
class Library : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The current snapshot; never null.
    virtual TrackTablePtr tracks() const = 0;
    /// Which names of artists and which recordings count as one; never null.
    virtual CleanViewPtr names() const { return std::make_shared<const CleanView>(); }
    virtual std::vector<RootFolder> roots() const = 0;
    /// Adds a folder to the collection (roots that overlap are merged) and scans it.
    virtual Result<void> addRoot(const QByteArray& path) = 0;
    virtual void removeRoot(RootId id) = 0;
    /// Scans all roots, or only `roots`. A scan that is running goes on first.
    virtual void scan(std::vector<RootId> roots = {}) = 0;
    virtual void cancelScan() = 0;
    /// Files that could not be read, by path; changes with tracksChanged().
    virtual std::vector<UnreadFile> unreadFiles() const { return {}; }
    /// Reads these (none: all of them) again, changed or not.
    virtual void retryUnread(const std::vector<QByteArray>& paths) { Q_UNUSED(paths) }
    virtual ScanProgress progress() const = 0;

Q_SIGNALS:
    /// A new snapshot is there (also every second or so while a scan runs).
    void tracksChanged();
    void namesChanged();
    void rootsChanged();
    void scanProgressed(const segue::ScanProgress& progress);
    void scanFinished(const segue::ScanSummary& summary);
    void problem(const QString& message);
};

} // namespace segue
