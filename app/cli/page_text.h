#pragma once

#include "core/library/track_table.h"
#include "core/recommend/service/for_you.h"

#include <QByteArray>

#include <optional>

namespace segue::app {

/// The For You page as `segue for-you --json` prints it.
QByteArray pageAsJson(const Page& page, const TrackTable& tracks, const QString& listener);

/// The same to read; `why` adds each card's contributions and evidence. `columns` 0: not cut.
QByteArray pageAsText(const Page& page, const TrackTable& tracks, bool why, int columns);

} // namespace segue::app
