#pragma once

#include <QPoint>
#include <QStyledItemDelegate>

namespace segue::ui {

/// Paints the cells of track lists: text from the model, stars, heart, the playing mark. Rows are
/// painted as a whole (hover, selection), whichever columns are shown.
class TrackDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Where the pointer is, for the row's tint and the stars under it; row -1: outside.
    void setHover(int row, int column, const QPoint& at);
    int hoverRow() const { return hoverRow_; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int hoverRow_ = -1;
    int hoverColumn_ = -1;
    QPoint hoverAt_;
};

/// Height of a row of tracks for the present text size.
int trackRowHeight();

} // namespace segue::ui
