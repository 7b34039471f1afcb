#pragma once

#include <QByteArray>
#include <QString>

namespace segue {

/// A path's bytes for a message or a label: what is no UTF-8 shows as U+FFFD, line breaks and other
/// control characters as their visible symbols (U+2400…), so that a name cannot break a line.
QString displayPath(const QByteArray& path);

} // namespace segue
