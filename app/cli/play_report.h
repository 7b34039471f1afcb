#pragma once

#include "app/cli/io.h"
#include "core/history/listen.h"
#include "core/playback/player.h"

#include <QObject>

#include <functional>
#include <optional>
#include <string>

namespace segue::app {

/// Prints what a headless player does, a line an event, and ends the command when its queue is
/// over.
class PlayReport : public QObject {
    Q_OBJECT

public:
    /// The file of an entry (bytes).
    using PathOf = std::function<std::string(const QueueEntry&)>;
    /// Calls back, in order of the calls, when what happened until now is on the disk.
    using WhenWritten = std::function<void(std::function<void()>)>;

    /// Follows `player` for `io`. A line about a play is printed when the play is on the disk.
    PlayReport(Player& player, const IoPtr& io, PathOf pathOf, WhenWritten whenWritten);

    /// Something went wrong: a line now, and a failure at the end.
    void problem(const QString& message);

Q_SIGNALS:
    /// The queue ran out, or the user broke off.
    void over(bool failed);

private:
    void started(const Listen& listen);
    void ended(const Listen& listen);
    void end();
    void stateChanged(PlaybackState state);
    void print(const QByteArray& line);

    Player& player_;
    IoPtr io_;
    PathOf pathOf_;
    WhenWritten whenWritten_;
    std::optional<QueueEntry> playing_; // the entry whose listen goes on
    bool failed_ = false;
    bool ended_ = false;
};

} // namespace segue::app
