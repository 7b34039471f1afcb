#pragma once

#include "core/playlist/playlist.h"
#include "ui/models/latest_job.h"
#include "ui/models/track_columns.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace segue::ui {

class Commands;
class EmptyState;
class FilterMessage;
class IconButton;
class TrackModel;
class TrackView;

/// One playlist: its tracks in its order, those that are missing, too. A list is edited here: rows
/// are dragged (or Alt+Up/Down), Del removes, a click on a column's title sorts it for good, all
/// with undo. A smart one follows its filter.
class PlaylistPage : public Page {
    Q_OBJECT

public:
    explicit PlaylistPage(Commands& commands, QWidget* parent = nullptr);

    /// `argument`: the playlist's id.
    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    TrackView* view() const { return view_; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void connectAll();
    void reload();
    void showList();
    void showSmart();
    void describe();
    void sortBy(Column column);
    void moveSelected(int by);
    void playFrom(int row);
    std::vector<std::uint64_t> selectedKeys() const;
    std::vector<std::uint64_t> keysOf(const std::vector<int>& rows) const;

    Commands& commands_;
    PlaylistId id_;
    PlaylistPtr playlist_;
    PlaylistPtr shown_; ///< what the rows are of
    TrackTablePtr shownTable_;
    TrackModel* model_;
    TrackView* view_;
    QLabel* icon_;
    QLabel* title_;
    QLabel* summary_;
    QLabel* rule_;
    FilterMessage* message_;
    QPushButton* play_;
    IconButton* shuffle_;
    IconButton* edit_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    SortKey lastSort_{Column::artist, true};
    LatestJob job_;
};

} // namespace segue::ui
