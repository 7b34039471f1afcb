#pragma once

#include "core/library/track_table.h"
#include "ui/pages/page.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace segue::ui {

class Commands;
class CoverCache;
class CoverLabel;
class ElidedLabel;
class EmptyState;
class TrackModel;
class TrackView;

/// One album: its cover, what it is, play, shuffle and queue, and its tracks by disc.
class AlbumPage : public Page {
    Q_OBJECT

public:
    AlbumPage(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    /// `argument`: the id of any of its tracks.
    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    const std::vector<TrackView*>& discs() const { return views_; }

private:
    QWidget* makeHead(CoverCache& covers);
    void reload();
    void showDiscs();
    void addDisc(const QString& heading, std::vector<Row> rows);
    std::vector<TrackId> tracks() const;

    Commands& commands_;
    TrackId handle_;
    TrackTablePtr table_;
    std::vector<Row> rows_; ///< of the album, in playing order
    QScrollArea* scroll_;
    EmptyState* missing_;
    QWidget* head_;
    QVBoxLayout* column_;
    CoverLabel* cover_;
    QLabel* title_;
    ElidedLabel* artist_;
    QLabel* facts_;
    std::vector<TrackView*> views_;
    std::vector<TrackModel*> models_;
    std::vector<QWidget*> headings_;
};

} // namespace segue::ui
