#pragma once

#include "ui/models/track_columns.h"

#include <QAbstractTableModel>

#include <unordered_map>

namespace segue::ui {

/// Tracks of one snapshot in a given order: flat, data() is O(1) and reads the snapshot in place.
/// Snapshot, statistics and order are computed elsewhere and swapped in. Rows may stand for tracks
/// that are missing: those have texts of their own. Main thread.
class TrackModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { TrackIdRole = Qt::UserRole, StarsRole, LovedRole, PlayingRole, AvailableRole };

    explicit TrackModel(QObject* parent = nullptr);

    /// A row for a track that is not in the table.
    static constexpr Row missingRow = UINT32_MAX;
    struct MissingTrack {
        QString title, artist, album;
        std::uint32_t durationMs = 0;
    };
    using Missing = std::unordered_map<int, MissingTrack>; ///< by position

    /// `missing` has an entry for every missingRow.
    void set(TrackTablePtr table, std::vector<Row> rows, Missing missing = {});
    /// Rows can be dragged to other places, tracks can be dropped: see the signals.
    void setEditable(bool editable) { editable_ = editable; }
    void setStats(TrackStatsPtr stats, const std::vector<TrackId>& changed);
    void setPlaying(TrackId track);

    const TrackTablePtr& table() const { return table_; }
    const std::vector<Row>& rows() const { return rows_; }
    const Missing& missing() const { return missing_; }
    /// None when the row is missing.
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
    Qt::DropActions supportedDropActions() const override
    {
        return Qt::CopyAction | Qt::MoveAction;
    }
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
        const QModelIndex& parent) override;

Q_SIGNALS:
    /// Rows of this list were dropped before row `to`.
    void rowsDropped(const std::vector<int>& rows, int to);
    /// Tracks from elsewhere were dropped before row `to`.
    void tracksDropped(const std::vector<segue::TrackId>& tracks, int to);

private:
    void rowsChanged(const std::vector<TrackId>& tracks);

    TrackTablePtr table_;
    TrackStatsPtr stats_;
    std::vector<Row> rows_;
    Missing missing_;
    bool editable_ = false;
    TrackId playing_;
    UtcMs now_ = 0; ///< for "yesterday" and the like; taken when the order is set
};

/// Track ids as they travel while dragged.
inline constexpr char trackMimeType[] = "application/x-segue-tracks";
QByteArray encodeTracks(const std::vector<TrackId>& tracks);
std::vector<TrackId> decodeTracks(const QByteArray& bytes);

} // namespace segue::ui
