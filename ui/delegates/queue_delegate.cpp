#include "ui/delegates/queue_delegate.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/models/queue_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

QueueDelegate::QueueDelegate(CoverCache& covers, QObject* parent)
    : QStyledItemDelegate(parent)
    , covers_(covers)
{
}

void QueueDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors();
    const bool current = index.data(QueueModel::CurrentRole).toBool();
    const bool past = index.data(QueueModel::PastRole).toBool();
    const double ratio = painter->device()->devicePixelRatioF();
    const QRect row = option.rect.adjusted(4, 1, -4, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setBrush(option.state & QStyle::State_Selected ? c.accentSoft : c.surface);
        painter->drawRoundedRect(row, 8, 8);
    }
    painter->setOpacity(past ? .55 : 1);
    const int side = row.height() - 12;
    const auto mirrored = [&](QRect r) { return QStyle::visualRect(option.direction, row, r); };
    const QRect cover = mirrored({row.x() + 8, row.y() + 6, side, side});
    const QString title = index.data().toString();
    const QString album = index.data(QueueModel::AlbumRole).toString();
    paintCover(*painter, cover,
        covers_.find(
            index.data(QueueModel::PathRole).toByteArray(), static_cast<int>(side * ratio)),
        album.isEmpty() ? title : album, 5);
    if (current) {
        painter->setBrush(QColor(0, 0, 0, 130));
        painter->drawRoundedRect(cover, 5, 5);
        const int px = scaled(16);
        painter->drawPixmap(cover.center().x() - px / 2 + 1, cover.center().y() - px / 2 + 1,
            iconPixmap(u"playing"_s, Qt::white, px, ratio));
    }
    const QString length = index.data(QueueModel::LengthRole).toString();
    painter->setFont(themeFont(TextSize::small));
    const int lengthWidth = painter->fontMetrics().horizontalAdvance(length);
    const QRect lengthRect
        = mirrored({row.right() - 8 - lengthWidth, row.y(), lengthWidth + 2, row.height()});
    painter->setPen(c.textDim);
    painter->drawText(lengthRect, Qt::AlignCenter, length);
    const int left = row.x() + 8 + side + 10;
    const QRect text
        = mirrored({left, row.y(), row.right() - 16 - lengthWidth - left, row.height()});
    const auto align = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    const QRect upper(text.x(), text.y() + 4, text.width(), text.height() / 2 - 3);
    const QRect lower(text.x(), text.center().y(), text.width(), text.height() / 2 - 3);
    painter->drawText(lower, static_cast<int>(align | Qt::AlignVCenter),
        painter->fontMetrics().elidedText(
            index.data(QueueModel::ArtistRole).toString(), Qt::ElideRight, text.width()));
    painter->setFont(themeFont(TextSize::normal, current));
    painter->setPen(current ? c.accent : c.text);
    painter->drawText(upper, static_cast<int>(align | Qt::AlignVCenter),
        painter->fontMetrics().elidedText(title, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {100, std::max(scaled(52), QFontMetrics(themeFont(TextSize::normal)).height() * 2 + 14)};
}

} // namespace segue::ui

#include "moc_queue_delegate.cpp"
