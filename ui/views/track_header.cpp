#include "ui/views/track_header.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

TrackHeader::TrackHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(scaled(40));
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setAttribute(Qt::WA_Hover);
}

void TrackHeader::setSortKeys(const std::vector<SortKey>& keys)
{
    keys_ = keys;
    viewport()->update();
}

void TrackHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Colors& c = colors();
    painter->fillRect(rect, c.window);
    painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, c.border);
    const Column column = static_cast<Column>(section);
    const auto key = std::find_if(
        keys_.begin(), keys_.end(), [&](const SortKey& k) { return k.column == column; });
    const bool first = key == keys_.begin() && key != keys_.end();
    QRect cell = rect.adjusted(8, 0, -8, 0);
    const bool right = isNumeric(column) != isRightToLeft();
    if (key != keys_.end()) {
        const int px = scaled(14);
        const QPixmap arrow = iconPixmap(key->descending ? u"sort-down"_s : u"sort-up"_s,
            first ? c.accent : withAlpha(c.textFaint, .7), px, devicePixelRatioF());
        painter->drawPixmap(
            right ? cell.x() - 2 : cell.right() - px + 4, cell.center().y() - px / 2, arrow);
        right ? cell.setLeft(cell.left() + px) : cell.setRight(cell.right() - px);
    }
    painter->setFont(themeFont(TextSize::small, first));
    painter->setPen(first ? c.text : c.textDim);
    const QString text = columnTitle(column);
    painter->drawText(cell,
        Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute,
        painter->fontMetrics().elidedText(text, Qt::ElideRight, cell.width()));
}

QSize TrackHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(),
        QFontMetrics(themeFont(TextSize::small)).height() + scaled(16)};
}

} // namespace segue::ui

#include "moc_track_header.cpp"
