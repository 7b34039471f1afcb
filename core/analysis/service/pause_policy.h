#pragma once

#include <cstdint>
#include <string>

namespace segue::analysis {

enum class Pause : std::uint8_t { none, byUser, onBattery, whilePlaying };

/// What decides whether analysis rests.
struct Conditions {
    bool asked = false; ///< by a command: then only the user pauses it
    bool pausedByUser = false;
    bool onBattery = false;
    bool playing = false;
    int cores = 1;
};

/// Music that plays comes first on machines with up to two cores.
constexpr int coresOfWeakMachine = 2;

constexpr Pause pauseFor(const Conditions& now)
{
    if (now.pausedByUser)
        return Pause::byUser;
    if (now.asked)
        return Pause::none;
    if (now.onBattery)
        return Pause::onBattery;
    return now.playing && now.cores <= coresOfWeakMachine ? Pause::whilePlaying : Pause::none;
}

/// Whether the machine runs on its battery, as the kernel says in `folder`: no mains or USB supply
/// is online and a battery of the system (not of a mouse) discharges. False where that is not
/// known. Reads some small files.
bool isOnBattery(const std::string& folder = "/sys/class/power_supply");

} // namespace segue::analysis
