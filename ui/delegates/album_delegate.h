#pragma once

#include <QStyledItemDelegate>

namespace segue::ui {

class CoverCache;

/// An album, artist or genre in a grid: picture, two lines of text; a play button under the
/// pointer.
class AlbumDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    AlbumDelegate(CoverCache& covers, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Round pictures, for artists.
    void setRound(bool round) { round_ = round; }

    /// Height of an item whose cell is `width` wide.
    static int heightFor(int width);
    /// The play button in an item's rectangle.
    static QRect playRect(const QRect& item);

private:
    CoverCache& covers_;
    bool round_ = false;
};

} // namespace segue::ui
