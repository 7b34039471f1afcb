#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <QObject>
#include <QString>

#include <vector>

namespace segue {

/// One of the people who use this data folder: plays, ratings, playlists, queue and page are theirs
/// alone; the music is everybody's.
struct ListenerProfile {
    ListenerId id;
    QString name;
    UtcMs createdAt = 0;
    qint64 plays = 0;
};

/// Who listens here. Everything else in the program serves current(); switching takes effect when
/// the program starts its services anew, which the window does at once. Main thread.
class Listeners : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual const std::vector<ListenerProfile>& all() const = 0; ///< by id
    virtual ListenerId current() const = 0; ///< whom this process serves

    /// Makes a listener. An error in words when the name is empty, longer than `longestName`
    /// letters, or somebody's already; then nothing changes.
    virtual Result<ListenerId> add(const QString& name) = 0;
    virtual Result<void> rename(ListenerId listener, const QString& name) = 0;
    /// From the next start on it is this listener; switched() follows once that is on the disk.
    virtual Result<void> switchTo(ListenerId listener) = 0;

    static constexpr int longestName = 60;

Q_SIGNALS:
    void changed(); ///< names, or who there is
    void switched(segue::ListenerId listener);
    void problem(const QString& message);
};

} // namespace segue
