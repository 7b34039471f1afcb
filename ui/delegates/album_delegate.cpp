#include "ui/delegates/album_delegate.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/models/tile_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 8;

QRect coverRect(const QRect& item)
{
    const int side = item.width() - 2 * margin;
    return {item.x() + margin, item.y() + margin, side, side};
}

} // namespace

AlbumDelegate::AlbumDelegate(CoverCache& covers, QObject* parent)
    : QStyledItemDelegate(parent)
    , covers_(covers)
{
}

int AlbumDelegate::heightFor(int width)
{
    return width + QFontMetrics(themeFont(TextSize::normal, true)).height()
        + QFontMetrics(themeFont(TextSize::small)).height() + 12;
}

QRect AlbumDelegate::playRect(const QRect& item)
{
    const QRect cover = coverRect(item);
    const int side = scaled(40);
    return {cover.right() - side - 8, cover.bottom() - side - 8, side, side};
}

void AlbumDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors();
    const QRect cover = coverRect(option.rect);
    const QString title = index.data().toString();
    const double ratio = painter->device()->devicePixelRatioF();
    const bool hover = option.state & QStyle::State_MouseOver;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (hover || option.state & QStyle::State_Selected) {
        painter->setBrush(option.state & QStyle::State_Selected ? c.accentSoft : c.surface);
        painter->drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 12, 12);
    }
    paintCover(*painter, cover,
        covers_.find(
            index.data(TileModel::PathRole).toByteArray(), static_cast<int>(cover.width() * ratio)),
        title, round_ ? cover.width() / 2.0 : 8);
    if (hover) {
        const QRect disc = playRect(option.rect);
        painter->setBrush(c.accent);
        painter->drawEllipse(disc);
        const int px = scaled(20);
        painter->drawPixmap(disc.center().x() - px / 2 + 1, disc.center().y() - px / 2 + 1,
            iconPixmap(u"play"_s, c.onAccent, px, ratio));
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(c.accent, 2));
        painter->drawRoundedRect(option.rect.adjusted(2, 2, -2, -2), 11, 11);
    }
    const auto line = [&](const QString& text, int y, const QFont& font, const QColor& color) {
        painter->setFont(font);
        painter->setPen(color);
        const QFontMetrics fm = painter->fontMetrics();
        painter->drawText(QRect(cover.x(), y, cover.width(), fm.height()),
            static_cast<int>(
                (text.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute),
            fm.elidedText(text, Qt::ElideRight, cover.width()));
        return y + fm.height();
    };
    const int y = line(title, cover.bottom() + 7, themeFont(TextSize::normal, true), c.text);
    line(index.data(TileModel::SubtitleRole).toString(), y, themeFont(TextSize::small), c.textDim);
    painter->restore();
}

QSize AlbumDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->property("cellWidth").toInt() : scaled(176);
    return {width, heightFor(width)};
}

} // namespace segue::ui

#include "moc_album_delegate.cpp"
