#pragma once

#include <QStyledItemDelegate>

namespace segue::ui {

class CoverCache;

/// An entry of the queue: cover, title over artist, length; what has been played is paler.
class QueueDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    QueueDelegate(CoverCache& covers, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    CoverCache& covers_;
};

} // namespace segue::ui
