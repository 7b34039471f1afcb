#include "ui/delegates/history_delegate.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/models/history_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

HistoryDelegate::HistoryDelegate(CoverCache& covers, QObject* parent)
    : QStyledItemDelegate(parent)
    , covers_(covers)
{
}

void HistoryDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(HistoryModel::IsDayRole).toBool()) {
        painter->setFont(themeFont(TextSize::normal, true));
        painter->setPen(colors().text);
        painter->drawText(option.rect.adjusted(12, 0, -12, -scaled(6)),
            static_cast<int>(
                QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignBottom),
            index.data().toString());
    } else {
        paintPlay(*painter, option, index);
    }
    painter->restore();
}

void HistoryDelegate::paintPlay(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors();
    const double ratio = painter.device()->devicePixelRatioF();
    const QRect row = option.rect.adjusted(4, 1, -4, -1);
    painter.setPen(Qt::NoPen);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter.setBrush(option.state & QStyle::State_Selected ? c.accentSoft : c.surface);
        painter.drawRoundedRect(row, 8, 8);
    }
    const auto mirrored = [&](QRect r) { return QStyle::visualRect(option.direction, row, r); };
    const auto start = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    const auto end = QStyle::visualAlignment(option.direction, Qt::AlignRight);
    const int timeWidth = scaled(56), side = row.height() - 12, gap = 12;
    painter.setFont(themeFont(TextSize::small));
    painter.setPen(c.textDim);
    painter.drawText(mirrored({row.x() + 8, row.y(), timeWidth, row.height()}),
        static_cast<int>(start | Qt::AlignVCenter), index.data(HistoryModel::TimeRole).toString());

    const QString heard = index.data(HistoryModel::HeardRole).toString();
    const int heardWidth = painter.fontMetrics().horizontalAdvance(heard) + 2;
    const QRect heardRect
        = mirrored({row.right() - gap - heardWidth, row.y(), heardWidth, row.height()});
    painter.drawText(heardRect, static_cast<int>(end | Qt::AlignVCenter), heard);
    int right = row.right() - gap - heardWidth;
    if (index.data(HistoryModel::PrivateRole).toBool()) {
        const int px = scaled(16);
        right -= px + gap;
        const QRect place = mirrored({right, row.center().y() - px / 2 + 1, px, px});
        painter.drawPixmap(place.topLeft(), iconPixmap(u"private"_s, c.textDim, px, ratio));
    }

    const QRect cover = mirrored({row.x() + 8 + timeWidth + 4, row.y() + 6, side, side});
    const QString title = index.data().toString();
    const QString album = index.data(HistoryModel::AlbumRole).toString();
    paintCover(painter, cover,
        covers_.find(
            index.data(HistoryModel::PathRole).toByteArray(), static_cast<int>(side * ratio)),
        album.isEmpty() ? title : album, 5);
    const int left = row.x() + 8 + timeWidth + 4 + side + gap;
    const QRect text = mirrored({left, row.y(), right - gap - left, row.height()});
    const QRect upper(text.x(), text.y() + 4, text.width(), text.height() / 2 - 3);
    const QRect lower(text.x(), text.center().y(), text.width(), text.height() / 2 - 3);
    painter.setPen(c.textDim);
    painter.drawText(lower, static_cast<int>(start | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(
            index.data(HistoryModel::ArtistRole).toString(), Qt::ElideRight, text.width()));
    painter.setFont(themeFont(TextSize::normal));
    painter.setPen(index.data(HistoryModel::SkippedRole).toBool() ? c.textDim : c.text);
    painter.drawText(upper, static_cast<int>(start | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(title, Qt::ElideRight, text.width()));
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {100, std::max(scaled(52), QFontMetrics(themeFont(TextSize::normal)).height() * 2 + 14)};
}

} // namespace segue::ui

#include "moc_history_delegate.cpp"
