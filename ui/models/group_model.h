#pragma once

#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"
#include "ui/models/tile_model.h"

#include <QString>

namespace segue::ui {

/// The artists or genres of a library, each with its tracks.
struct TrackGroup {
    QString name;
    std::vector<Row> rows; ///< in table order
    Row coverRow = 0;
    std::uint32_t albums = 0;
};

/// Album artists in the library's order; spellings that fold the same are one, and such that count
/// as one by `names`, under the name that was chosen. Any thread.
std::vector<TrackGroup> groupByArtist(const TrackTable& table, const CleanView& names = {});
/// Genres by name; a track with several is in each. Tracks without one are left out.
std::vector<TrackGroup> groupByGenre(const TrackTable& table);
/// Rows whose artist or album artist is `name` (folded, and by `names`), or one of whose genres is.
std::vector<Row> rowsOfArtist(
    const TrackTable& table, const QString& name, const CleanView& names = {});
std::vector<Row> rowsOfGenre(const TrackTable& table, const QString& name);

/// Groups of one snapshot as tiles: flat, data() is O(1). Main thread.
class GroupModel : public TileModel {
    Q_OBJECT

public:
    /// `page`: what stands before the colon of the pages that tiles open.
    explicit GroupModel(QString page, QObject* parent = nullptr);

    void set(TrackTablePtr table, std::vector<TrackGroup> groups);
    const TrackGroup& at(int row) const { return groups_[static_cast<std::size_t>(row)]; }

    std::vector<TrackId> tracksAt(int row) const override;
    QString pageAt(int row) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString page_;
    TrackTablePtr table_;
    std::vector<TrackGroup> groups_;
};

} // namespace segue::ui
