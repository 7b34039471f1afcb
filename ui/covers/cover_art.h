#pragma once

#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace segue::ui {

/// Paints `cover` (any size, square) with rounded corners into `target`; a null pixmap gives a
/// calm placeholder whose tint and letter come from `name`, the same each time.
void paintCover(QPainter& painter, const QRectF& target, const QPixmap& cover, const QString& name,
    double radius);

} // namespace segue::ui
