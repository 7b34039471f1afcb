#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace segue::ui {

/// One icon of the set in resources/icons, drawn in `color`, `px` wide and high in device-
/// independent pixels, sharp at `ratio` device pixels each. Cached.
QPixmap iconPixmap(const QString& name, const QColor& color, int px, double ratio);

/// The same as QIcon: takes its colours from the theme each time it is painted.
QIcon icon(const QString& name);
/// For buttons filled with the accent.
QIcon iconOnAccent(const QString& name);

} // namespace segue::ui
