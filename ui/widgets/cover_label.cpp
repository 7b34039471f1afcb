#include "ui/widgets/cover_label.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace segue::ui {

CoverLabel::CoverLabel(CoverCache& covers, int px, QWidget* parent)
    : QAbstractButton(parent)
    , covers_(covers)
    , px_(px)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&covers, &CoverCache::arrived, this, [this](const QByteArray& path) {
        if (path == path_)
            update();
    });
}

void CoverLabel::setCover(const QByteArray& trackPath, const QString& name)
{
    path_ = trackPath;
    name_ = name;
    update();
}

QSize CoverLabel::sizeHint() const
{
    return {scaled(px_), scaled(px_)};
}

void CoverLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = px_ > 100 ? 10 : 6;
    if (path_.isEmpty() && name_.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors().surface);
        painter.drawRoundedRect(rect(), radius, radius);
    } else {
        const int device = static_cast<int>(width() * devicePixelRatioF());
        paintCover(painter, rect(), covers_.find(path_, device), name_, radius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(colors().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
    }
}

} // namespace segue::ui

#include "moc_cover_label.cpp"
