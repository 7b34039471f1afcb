#include "ui/covers/cover_art.h"

#include "ui/theme/theme.h"

#include <QLinearGradient>
#include <QPainter>

namespace segue::ui {

namespace {

QString initialOf(const QString& name)
{
    for (qsizetype i = 0; i < name.size(); ++i) {
        if (name.at(i).isLetterOrNumber())
            return name.mid(i, 1).toUpper();
        if (name.at(i).isHighSurrogate() && i + 1 < name.size())
            return name.mid(i, 2);
    }
    return {};
}

/// Stable across starts, unlike qHash: the same album keeps its tint.
unsigned tintOf(const QString& name)
{
    unsigned hash = 2166136261u;
    for (QChar c : name)
        hash = (hash ^ c.unicode()) * 16777619u;
    return hash;
}

} // namespace

void paintCover(QPainter& painter, const QRectF& target, const QPixmap& cover, const QString& name,
    double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(Qt::NoPen);
    if (!cover.isNull()) {
        QBrush brush(cover);
        const double scale = target.width() / cover.width() * cover.devicePixelRatio();
        brush.setTransform(QTransform::fromTranslate(target.x(), target.y()).scale(scale, scale));
        painter.setBrush(brush);
        painter.drawRoundedRect(target, radius, radius);
    } else {
        const int hue = static_cast<int>(tintOf(name) % 360);
        const bool dark = isDarkTheme();
        QLinearGradient gradient(target.topLeft(), target.bottomRight());
        gradient.setColorAt(0, QColor::fromHsl(hue, dark ? 46 : 70, dark ? 78 : 212));
        gradient.setColorAt(1, QColor::fromHsl((hue + 24) % 360, dark ? 42 : 60, dark ? 44 : 188));
        painter.setBrush(gradient);
        painter.drawRoundedRect(target, radius, radius);
        QFont font = themeFont(TextSize::normal, true);
        font.setPixelSize(std::max(8, static_cast<int>(target.height() * .42)));
        painter.setFont(font);
        painter.setPen(dark ? QColor(255, 255, 255, 120) : QColor(0, 0, 0, 95));
        painter.drawText(target, Qt::AlignCenter, initialOf(name));
    }
    painter.restore();
}

} // namespace segue::ui
