#pragma once

#include "core/library/filter/filter_query.h"
#include "ui/models/latest_job.h"
#include "ui/models/track_columns.h"
#include "ui/pages/page.h"

class QLabel;
class QStackedLayout;

namespace segue::ui {

class Commands;
class EmptyState;
class FilterBox;
class FilterMessage;
class TrackModel;
class TrackView;

/// Every track of the collection in one table.
class SongsPage : public Page {
    Q_OBJECT

public:
    explicit SongsPage(Commands& commands, QWidget* parent = nullptr);

    QWidget* focusTarget() override;
    /// The field that narrows the list down.
    FilterBox* filterBox() const { return filter_; }

Q_SIGNALS:
    void addFolderRequested();

private:
    void reload();
    void filter();
    void sortBy(Column column);
    void apply(TrackTablePtr table, std::vector<Row> rows);
    void playFrom(int row);
    void restoreSorting();
    void showTypedAhead(const QString& text);
    void describe();

    Commands& commands_;
    TrackModel* model_;
    TrackView* view_;
    FilterBox* filter_;
    FilterMessage* message_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    QLabel* summary_;
    QLabel* typed_;
    std::vector<SortKey> keys_{{Column::artist, false}};
    qint64 totalMs_ = 0;
    LatestJob job_;
};

} // namespace segue::ui
