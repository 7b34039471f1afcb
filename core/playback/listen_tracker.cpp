#include "core/playback/listen_tracker.h"

#include <algorithm>

namespace segue {

Listen ListenTracker::start(Listen listen, UtcMs now, int utcOffsetMin)
{
    listen.startedAt = now;
    listen.utcOffsetMin = utcOffsetMin;
    listen.msHeard = 0;
    listen.attended = isAttended(now);
    open_ = listen;
    lastCheckpoint_ = now;
    return listen;
}

std::optional<Listen> ListenTracker::progress(std::int64_t msHeard, UtcMs now)
{
    if (!open_ || now - lastCheckpoint_ < checkpointEvery)
        return std::nullopt;
    lastCheckpoint_ = now;
    open_->msHeard = std::max(open_->msHeard, msHeard);
    return open_;
}

std::optional<Listen> ListenTracker::end(EndedBy by, std::int64_t msHeard, UtcMs)
{
    if (!open_)
        return std::nullopt;
    Listen listen = *open_;
    open_.reset();
    listen.msHeard = std::max(listen.msHeard, msHeard);
    listen.endedBy = by;
    return listen;
}

void ListenTracker::touched(UtcMs now)
{
    lastTouch_ = now;
    if (open_)
        open_->attended = true;
}

} // namespace segue
