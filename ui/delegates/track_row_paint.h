#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

class QPainter;
class QStyleOptionViewItem;

namespace segue::ui {

class CoverCache;

/// What a line of a list of tracks says, in the queue and in the history.
struct TrackRow {
    QString title, artist, album; ///< album: gives the placeholder its letter
    QByteArray path; ///< of the track's file, for its cover
    QString before; ///< small, before the cover: a time
    QString end; ///< small, at the end
    QString mark; ///< an icon before the end; empty: none
    bool playing = false; ///< it is the one
    bool dim = false; ///< its title is no more important than its artist
    bool past = false; ///< all of it is paler
};

/// Cover, title over artist, and what stands at the ends; selection and pointer behind.
void paintTrackRow(
    QPainter& painter, const QStyleOptionViewItem& option, const TrackRow& row, CoverCache& covers);
QSize trackRowSize();

} // namespace segue::ui
