#pragma once

#include "core/history/listen.h"

#include <optional>

namespace segue {

/// Turns "the first sample sounded", "so much was heard", "it ended" into the Listen that the
/// history keeps. Pure: time comes from the caller. One play at a time.
class ListenTracker {
public:
    static constexpr UtcMs checkpointEvery = 9 * msPerSecond; // the promise is 10 s
    static constexpr UtcMs attentionLasts = 90 * msPerMinute;

    /// `listen` has everything but times and what was heard. A play still open is forgotten: end it
    /// first.
    Listen start(Listen listen, UtcMs now, int utcOffsetMin);
    /// The play with what was heard so far, when a checkpoint is due.
    std::optional<Listen> progress(std::int64_t msHeard, UtcMs now);
    /// Closes the play. Nothing when none is open.
    std::optional<Listen> end(EndedBy by, std::int64_t msHeard, UtcMs now);
    /// The listener touched the player.
    void touched(UtcMs now);

    bool isOpen() const { return open_.has_value(); }

private:
    bool isAttended(UtcMs now) const { return now - lastTouch_ <= attentionLasts; }

    std::optional<Listen> open_;
    UtcMs lastCheckpoint_ = 0;
    UtcMs lastTouch_ = 0;
};

} // namespace segue
