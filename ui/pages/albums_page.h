#pragma once

#include "ui/models/album_model.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace segue::ui {

class AlbumGrid;
class Commands;
class CoverCache;
class EmptyState;

/// Every album as a cover.
class AlbumsPage : public Page {
    Q_OBJECT

public:
    AlbumsPage(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);
    QWidget* focusTarget() override;

Q_SIGNALS:
    void addFolderRequested();

private:
    void reload();
    void setOrder(AlbumOrder order);

    Commands& commands_;
    AlbumModel* model_;
    AlbumGrid* grid_;
    EmptyState* empty_;
    QStackedLayout* stack_;
    QLabel* summary_;
    QPushButton* order_;
    AlbumOrder by_ = AlbumOrder::artist;
};

} // namespace segue::ui
