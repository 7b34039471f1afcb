#pragma once

#include "core/library/track_table.h"
#include "ui/models/latest_job.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedLayout;
class QTreeView;

namespace segue::ui {

class Commands;
class EmptyState;
class FolderModel;
class TrackModel;
class TrackView;
struct TrackPick;

/// The collection as it lies on the disk: folders at the left, what is below the chosen one at the
/// right, with play and queue.
class FoldersPage : public Page {
    Q_OBJECT

public:
    explicit FoldersPage(Commands& commands, QWidget* parent = nullptr);

    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    QTreeView* tree() const { return tree_; }

private:
    void connectAll();
    void reload();
    void showFolder();
    std::vector<TrackPick> picks() const;
    void showMenu(const QPoint& at);

    Commands& commands_;
    bool stale_ = true;
    FolderModel* folders_;
    QTreeView* tree_;
    TrackModel* model_;
    TrackView* view_;
    QLabel* path_;
    QLabel* summary_;
    QPushButton* play_;
    QPushButton* queue_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    LatestJob job_;
};

} // namespace segue::ui
