#pragma once

#include "core/library/track_table.h"
#include "ui/models/latest_job.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace segue::ui {

class AlbumGrid;
class AlbumModel;
class Commands;
class CoverCache;
class CoverLabel;
class EmptyState;
class TrackModel;
class TrackView;

/// One artist or one genre: what there is, the most played tracks, the albums.
class CollectionPage : public Page {
    Q_OBJECT

public:
    enum class Kind { artist, genre };

    CollectionPage(Commands& commands, CoverCache& covers, Kind kind, QWidget* parent = nullptr);

    /// `argument`: the artist's or genre's name.
    void open(const QString& argument) override;
    QWidget* focusTarget() override;
    const std::vector<Row>& rows() const { return rows_; }
    TrackModel* mostPlayed() const { return top_; }

private:
    QWidget* makeHead(CoverCache& covers);
    void reload();
    /// The artist by the name that counts.
    QString shownName() const;
    void show(TrackTablePtr table, std::vector<Row> rows);
    void showTop();
    std::vector<TrackId> tracks() const;

    Commands& commands_;
    Kind kind_;
    QString name_;
    TrackTablePtr table_;
    std::vector<Row> rows_;
    QScrollArea* scroll_;
    QStackedLayout* stack_;
    EmptyState* empty_;
    CoverLabel* cover_;
    QLabel* title_;
    QLabel* facts_;
    QPushButton* all_;
    QLabel* topTitle_;
    TrackModel* top_;
    TrackView* topView_;
    QLabel* albumsTitle_;
    AlbumModel* albums_;
    AlbumGrid* grid_;
    LatestJob job_;
};

} // namespace segue::ui
