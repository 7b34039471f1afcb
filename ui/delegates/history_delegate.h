#pragma once

#include <QStyledItemDelegate>

namespace segue::ui {

class CoverCache;

/// A line of the history: a day's name, or time, cover, title over artist, and how much was heard.
class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    HistoryDelegate(CoverCache& covers, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    CoverCache& covers_;
};

} // namespace segue::ui
