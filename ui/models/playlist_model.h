#pragma once

#include "core/playlist/playlists.h"

#include <QAbstractListModel>
#include <QSet>

namespace segue::ui {

/// Playlists and folders as the sidebar lists them: those of closed folders are left out. Tracks
/// can be dropped on lists; playlists are dragged to other places and into folders. Main thread.
class PlaylistModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, IconRole, DepthRole, OpenRole, MutedRole };

    explicit PlaylistModel(Playlists& playlists, QObject* parent = nullptr);

    void reload();
    PlaylistPtr at(int row) const;
    int rowOf(PlaylistId id) const;
    void setOpen(PlaylistId folder, bool open);
    bool isOpen(PlaylistId folder) const { return !closed_.contains(folder.value); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Renames.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override
    {
        return Qt::CopyAction | Qt::MoveAction;
    }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
        const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
        const QModelIndex& parent) override;

Q_SIGNALS:
    void tracksDropped(segue::PlaylistId list, const std::vector<segue::TrackId>& tracks);
    void moved(segue::PlaylistId playlist, segue::PlaylistId folder, std::size_t index);
    void renamed(segue::PlaylistId playlist, const QString& name);

private:
    struct Shown {
        PlaylistPtr playlist;
        int depth;
    };
    void gather(PlaylistId folder, int depth, std::vector<Shown>& to) const;

    Playlists& playlists_;
    std::vector<Shown> shown_;
    QSet<qint64> closed_;
};

} // namespace segue::ui
