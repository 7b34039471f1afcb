#include "core/base/clock.h"

#include <chrono>
#include <ctime>

namespace segue {

UtcMs SystemClock::now() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

int SystemClock::utcOffsetMinutes(UtcMs at) const
{
    const std::time_t seconds = static_cast<std::time_t>(at / msPerSecond);
    std::tm local{};
    if (!localtime_r(&seconds, &local))
        return 0;
    return static_cast<int>(local.tm_gmtoff / 60);
}

} // namespace segue
