#pragma once

#include "core/history/taste.h"
#include "core/library/track_table.h"

#include <QAbstractListModel>
#include <QDate>

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

    /// `plays` newest first; those of tracks that are not in `table` are shown by number. Where
    /// they go on from those shown, these stay: nothing is reset.
    void set(TrackTablePtr table, std::vector<PlayEvent> plays, UtcMs now);
    /// Another library, the same plays.
    void setTable(TrackTablePtr table);
    /// A play that is newer than those shown.
    void prepend(PlayEvent play, UtcMs now);
    /// Null for a day's line.
    const PlayEvent* playAt(int row) const;
    int playCount() const { return static_cast<int>(plays_.size()); }
    /// -1: it is not shown.
    int rowOf(PlayId play) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    const TrackRecord* trackOf(const PlayEvent& play) const;
    void addLines(std::size_t from, QDate today);
    bool goesOnFrom(const std::vector<PlayEvent>& plays) const;

    struct Line {
        int play = -1; ///< index into plays_; -1: a day
        QString day;
    };

    TrackTablePtr table_;
    std::vector<PlayEvent> plays_;
    std::vector<Line> lines_;
    QDate today_; ///< when the days were named
};

} // namespace segue::ui
