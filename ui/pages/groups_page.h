#pragma once

#include "ui/models/latest_job.h"
#include "ui/pages/page.h"

class QLabel;
class QStackedLayout;

namespace segue::ui {

class AlbumGrid;
class Commands;
class CoverCache;
class EmptyState;
class GroupModel;

/// All artists, or all genres, as tiles.
class GroupsPage : public Page {
    Q_OBJECT

public:
    enum class Kind { artists, genres };

    GroupsPage(Commands& commands, CoverCache& covers, Kind kind, QWidget* parent = nullptr);

    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    GroupModel* model() const { return model_; }

private:
    void reload();

    Commands& commands_;
    Kind kind_;
    bool stale_ = true; ///< the library changed while the page was not shown
    GroupModel* model_;
    AlbumGrid* grid_;
    QLabel* summary_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    LatestJob job_;
};

} // namespace segue::ui
