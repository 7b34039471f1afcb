#pragma once

#include "ui/models/track_columns.h"

#include <QHeaderView>

namespace segue::ui {

/// The header of a track list: names, and the sort keys with their rank.
class TrackHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit TrackHeader(QWidget* parent);
    void setSortKeys(const std::vector<SortKey>& keys);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sizeHint() const override;

private:
    std::vector<SortKey> keys_;
};

} // namespace segue::ui
