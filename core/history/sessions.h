#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <algorithm>

namespace segue {

constexpr UtcMs sessionGap = 30 * msPerMinute;

/// Gives each play its session: a new one when it starts 30 minutes or more after the last one
/// ended (or, with a clock that was set back, as long before it). Ids go up by one.
class SessionTracker {
public:
    SessionTracker() = default;
    /// `lastEnd`: when the newest play ended (start + heard); `newest`: its session, or none.
    SessionTracker(SessionId newest, SessionId highest, UtcMs lastEnd)
        : current_(newest)
        , highest_(highest)
        , lastEnd_(lastEnd)
    {
    }

    struct Assigned {
        SessionId id;
        bool isNew;
    };
    Assigned assign(UtcMs startedAt, UtcMs msHeard)
    {
        const UtcMs gap = startedAt - lastEnd_;
        const bool isNew = !current_ || gap >= sessionGap || gap <= -sessionGap;
        if (isNew)
            current_ = highest_ = SessionId{highest_.value + 1};
        lastEnd_ = startedAt + msHeard;
        return {current_, isNew};
    }
    /// Keeps `count` ids free for sessions that others make: the first of them.
    SessionId reserve(std::int64_t count)
    {
        const SessionId first{highest_.value + 1};
        highest_.value += count;
        return first;
    }
    /// No id up to that of `other` is given again.
    void raiseTo(const SessionTracker& other) { highest_ = std::max(highest_, other.highest_); }
    SessionId current() const { return current_; }
    /// The session that a play starting at `at` would belong to goes on from the last one.
    bool goesOnAt(UtcMs at) const { return current_ && at - lastEnd_ < sessionGap; }

private:
    SessionId current_;
    SessionId highest_;
    UtcMs lastEnd_ = 0;
};

} // namespace segue
