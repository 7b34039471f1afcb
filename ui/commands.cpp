#include "ui/commands.h"

#include "core/history/taste.h"
#include "core/library/health/health.h"
#include "core/library/library.h"
#include "core/playlist/playlists.h"
#include "ui/edit_actions.h"
#include "ui/models/filter_source.h"
#include "ui/playlist_actions.h"
#include "ui/radio_queue.h"
#include "ui/text/format.h"

#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

std::vector<TrackPick> picksOf(const std::vector<TrackId>& tracks)
{
    std::vector<TrackPick> picks(tracks.size());
    std::transform(tracks.begin(), tracks.end(), picks.begin(), [](TrackId track) {
        return TrackPick{track, {}};
    });
    return picks;
}

Commands::Commands(Services& services, QObject* parent)
    : QObject(parent)
    , services_(services)
    , filters_(new FilterSource(services.library, services.taste, this))
    , playlists_(new PlaylistActions(*this, this))
    , edits_(new EditActions(*this, this))
{
    radio_ = new RadioQueue(*this, this);
}

void Commands::remember(const QString& text, std::function<void()> back)
{
    constexpr std::size_t most = 100;
    undo_.push_back(std::move(back));
    if (undo_.size() > most)
        undo_.erase(undo_.begin());
    if (!text.isEmpty())
        Q_EMIT notice(text, true);
}

void Commands::undo()
{
    if (undo_.empty()) {
        Q_EMIT notice(tr("There is nothing to undo."), false);
        return;
    }
    const std::function<void()> back = std::move(undo_.back());
    undo_.pop_back();
    back();
}

void Commands::healthDecided(const QString& text)
{
    remember(text, [this] {
        const auto what = services_.health ? services_.health->undo() : std::nullopt;
        Q_EMIT notice(what ? tr("Undone: %1").arg(*what) : tr("Undone."), false);
    });
}

void Commands::goToArtist(TrackId track)
{
    if (const QString artist = artistOf(track); !artist.isEmpty())
        Q_EMIT navigate(u"artist:"_s + artist);
}

void Commands::goToAlbum(TrackId track)
{
    Q_EMIT navigate(u"album:%1"_s.arg(track.value));
}

void Commands::showInFolder(TrackId track)
{
    const TrackTablePtr table = services_.library.tracks();
    if (const std::optional<Row> row = table->rowOf(track)) {
        const std::string_view path = table->text((*table)[*row].path);
        const QString file
            = QFile::decodeName(QByteArray(path.data(), static_cast<qsizetype>(path.size())));
        QDesktopServices::openUrl(QUrl::fromLocalFile(file.left(file.lastIndexOf(u'/'))));
    }
}

QString Commands::titleOf(TrackId track) const
{
    const TrackTablePtr table = services_.library.tracks();
    const std::optional<Row> row = table->rowOf(track);
    return row ? textOf(*table, (*table)[*row].title) : QString();
}

QString Commands::artistOf(TrackId track) const
{
    const TrackTablePtr table = services_.library.tracks();
    const std::optional<Row> row = table->rowOf(track);
    return row ? textOf(*table, (*table)[*row].artist) : QString();
}

QString Commands::nameOf(const std::vector<TrackPick>& picks) const
{
    return picks.size() == 1
        ? u"“%1”"_s.arg(titleOf(picks.front().track))
        : countOf(static_cast<qint64>(picks.size()), tr("track"), tr("tracks"));
}

} // namespace segue::ui

#include "moc_commands.cpp"
