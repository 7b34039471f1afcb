#pragma once

#include "core/playback/player.h"

#include <QAbstractListModel>

namespace segue {
class Library;
}

namespace segue::ui {

/// The queue in playing order. Rows are dragged to a new place inside the list; tracks dropped from
/// elsewhere are offered through dropped(). Main thread.
class QueueModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole,
        TrackIdRole,
        ArtistRole,
        PathRole,
        AlbumRole,
        LengthRole,
        CurrentRole,
        PastRole
    };

    QueueModel(Player& player, Library& library, QObject* parent = nullptr);

    void reload();
    const QueueEntry& at(int row) const { return entries_[static_cast<std::size_t>(row)]; }
    int currentRow() const { return current_; }
    /// Playing time of what is still to come, the current track included.
    qint64 remainingMs() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override
    {
        return Qt::MoveAction | Qt::CopyAction;
    }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
        const QModelIndex& parent) override;

Q_SIGNALS:
    void moved(const std::vector<std::uint64_t>& keys, int toIndex);
    void dropped(const std::vector<segue::TrackId>& tracks);

private:
    Player& player_;
    Library& library_;
    std::vector<QueueEntry> entries_;
    int current_ = -1;
};

} // namespace segue::ui
