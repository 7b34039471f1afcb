#pragma once

#include "core/base/clock.h"

#include <QString>

#include <optional>

namespace segue::app {

/// "2026-05-17T20:15:00Z", UTC, whole seconds.
QString isoUtc(UtcMs at);
/// "2026-05-17 22:15", `offsetMin` ahead of UTC.
QString localText(UtcMs at, int offsetMin);
/// An ISO 8601 date, or date and time; without an offset it is local time, a date alone its
/// midnight. None when it is no such thing.
std::optional<UtcMs> parseTime(const QString& text);

} // namespace segue::app
