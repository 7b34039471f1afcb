#pragma once

#include "core/history/taste.h"
#include "core/library/track_table.h"

#include <QAbstractListModel>

#include <vector>

namespace segue::ui {

/// Plays, newest first, below a line for each day. Main thread.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IsDayRole = Qt::UserRole, ///< a line that names a day; DisplayRole is its name
        ArtistRole, ///< second line
        PathRole, ///< of the track's file, for its cover
        AlbumRole,
        TimeRole, ///< "21:05"
        HeardRole, ///< "3:56", "skipped after 0:12"
        SkippedRole,
        PrivateRole, ///< nothing is learned from it
    };

    using QAbstractListModel::QAbstractListModel;

    /// `plays` newest first; those of tracks that are not in `table` are shown by number.
    void set(TrackTablePtr table, std::vector<PlayEvent> plays, UtcMs now);
    /// Null for a day's line.
    const PlayEvent* playAt(int row) const;
    int playCount() const { return static_cast<int>(plays_.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    const TrackRecord* trackOf(const PlayEvent& play) const;

    struct Line {
        int play = -1; ///< index into plays_; -1: a day
        QString day;
    };

    TrackTablePtr table_;
    std::vector<PlayEvent> plays_;
    std::vector<Line> lines_;
};

} // namespace segue::ui
