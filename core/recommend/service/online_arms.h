#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/random.h"

namespace segue {

constexpr double withheldShare = .1;

/// Whether a track is kept back from the page in the week of `at`: one in ten, drawn by track, week
/// (Thursday to Wednesday, UTC) and listener, so that it is kept from every shelf alike. Pure.
constexpr bool isWithheld(TrackId track, ListenerId listener, UtcMs at)
{
    const std::uint64_t week = static_cast<std::uint64_t>(at / (7 * msPerDay));
    const std::uint64_t drawn = splitmix64Mix(
        splitmix64Mix(static_cast<std::uint64_t>(track.value) * 0x9E3779B97F4A7C15ull + week)
        + static_cast<std::uint64_t>(listener.value));
    return static_cast<double>(drawn >> 11) * 0x1.0p-53 < withheldShare;
}

} // namespace segue
