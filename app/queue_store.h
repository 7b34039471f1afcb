#pragma once

#include "core/base/ids.h"
#include "core/playback/engine_player.h"

#include <QObject>
#include <QTimer>

namespace segue::db {
class Connection;
class Store;
} // namespace segue::db

namespace segue::app {

/// Keeps a player's queue, position, modes and volume in the database over restarts: table
/// queue_entry, and settings under "queue/". Changes are written a moment after they happen, the
/// position every few seconds while it moves, and everything at the end. Main thread.
class QueueStore : public QObject {
    Q_OBJECT

public:
    QueueStore(db::Store& store, ListenerId listener, EnginePlayer& player);
    /// Writes what is not written yet, and waits for it.
    ~QueueStore() override;

    /// Reads the queue in the background and puts it back, paused, unless something was played or
    /// queued meanwhile. Nothing is written before that.
    void restore();

    /// Throw SQLite::Exception.
    static PlayerState read(db::Connection& connection, ListenerId listener);
    static void write(db::Connection& connection, ListenerId listener, const PlayerState& state);
    static void writePosition(
        db::Connection& connection, ListenerId listener, const PlayerState& state);

Q_SIGNALS:
    /// restore() is over.
    void restored();

private:
    void save();
    void savePosition();

    db::Store& store_;
    ListenerId listener_;
    EnginePlayer& player_;
    QTimer queueTimer_, positionTimer_;
    bool isRestored_ = false;
};

} // namespace segue::app
