#pragma once

#include "core/db/connection.h"
#include "core/library/edit/edit_service.h"

#include <chrono>

namespace segue {

struct EditService::Job {
    std::stop_token stop;
    std::unique_ptr<db::Connection> reader;
    EditOutcome outcome;
    bool touched = false; ///< files were changed so that the library shows it
    bool broken = false; ///< the database refuses: nothing more is begun

    /// About ten times a second.
    bool isTimeToTell() const
    {
        constexpr auto pause = std::chrono::milliseconds(100);
        const auto now = std::chrono::steady_clock::now();
        if (now - told_ < pause)
            return false;
        told_ = now;
        return true;
    }

private:
    mutable std::chrono::steady_clock::time_point told_{};
};

} // namespace segue
