#pragma once

#include "core/base/ids.h"

#include <QAbstractListModel>

#include <vector>

namespace segue::ui {

/// What a grid of covers shows: albums, artists, genres. Each tile stands for tracks and opens a
/// page.
class TileModel : public QAbstractListModel {
public:
    enum Role { SubtitleRole = Qt::UserRole, PathRole, TracksRole };

    using QAbstractListModel::QAbstractListModel;

    virtual std::vector<TrackId> tracksAt(int row) const = 0;
    /// The name of the page that the tile opens.
    virtual QString pageAt(int row) const = 0;
};

} // namespace segue::ui
