#pragma once

#include "ui/models/track_columns.h"

#include <QAbstractTableModel>

namespace segue::ui {

/// Tracks of one snapshot in a given order: flat, data() is O(1) and reads the snapshot in place.
/// Snapshot, statistics and order are computed elsewhere and swapped in. Main thread.
class TrackModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { TrackIdRole = Qt::UserRole, StarsRole, LovedRole, PlayingRole, AvailableRole };

    explicit TrackModel(QObject* parent = nullptr);

    void set(TrackTablePtr table, std::vector<Row> rows);
    void setStats(TrackStatsPtr stats, const std::vector<TrackId>& changed);
    void setPlaying(TrackId track);

    const TrackTablePtr& table() const { return table_; }
    const std::vector<Row>& rows() const { return rows_; }
    TrackId trackAt(int row) const;
    /// Position of a track in this order, -1 when it is not in it. O(n) over integers.
    int positionOf(TrackId track) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    void rowsChanged(const std::vector<TrackId>& tracks);

    TrackTablePtr table_;
    TrackStatsPtr stats_;
    std::vector<Row> rows_;
    TrackId playing_;
    UtcMs now_ = 0; ///< for "yesterday" and the like; taken when the order is set
};

/// Track ids as they travel while dragged.
inline constexpr char trackMimeType[] = "application/x-segue-tracks";
QByteArray encodeTracks(const std::vector<TrackId>& tracks);
std::vector<TrackId> decodeTracks(const QByteArray& bytes);

} // namespace segue::ui
