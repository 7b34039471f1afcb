#pragma once

#include "core/library/track_table.h"
#include "ui/models/tile_model.h"

namespace segue::ui {

enum class AlbumOrder { artist, title, newest, year };

/// Albums of one snapshot: flat, data() is O(1). Main thread.
class AlbumModel : public TileModel {
    Q_OBJECT

public:
    explicit AlbumModel(QObject* parent = nullptr);

    void set(TrackTablePtr table, AlbumOrder order);
    /// Only these albums, in this order.
    void set(TrackTablePtr table, std::vector<std::uint32_t> albums);
    const TrackTablePtr& table() const { return table_; }
    std::uint32_t albumAt(int row) const { return albums_[static_cast<std::size_t>(row)]; }
    std::vector<TrackId> tracksAt(int row) const override;
    QString pageAt(int row) const override;
    /// The first track: what an album is called by in page names, as it outlives the snapshot.
    TrackId handleAt(int row) const;
    int positionOf(TrackId handle) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    TrackTablePtr table_;
    std::vector<std::uint32_t> albums_;
};

/// What an album is called where its tags say nothing.
QString albumTitle(const TrackTable& table, const AlbumRecord& album);
/// Indexes of all albums that have tracks, in `order`.
std::vector<std::uint32_t> sortAlbums(const TrackTable& table, AlbumOrder order);

} // namespace segue::ui
