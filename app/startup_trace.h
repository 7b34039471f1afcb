#pragma once

#include <QObject>

class QWidget;

namespace segue {
class Library;
}

namespace segue::app {

/// With SEGUE_STARTUP_TRACE set, prints when the start reached a point, for tests/bench:
/// "startup NAME NANOSECONDS" on stderr, CLOCK_MONOTONIC. Nothing otherwise. Points: main,
/// database (open), shown (the window's first picture is painted), rows (so is the library).
/// Once the window is shown, "startup stall NANOSECONDS" tells of every turn of the event loop over
/// 16 ms.
void traceStartup(const char* point);

/// Watches a window for the points `shown` and `rows`. Goes with the window.
void traceFirstPictures(QWidget& window, Library& library);

} // namespace segue::app
