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
#include <QRandomGenerator>
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

std::vector<QueueEntry> Commands::entriesFor(const std::vector<TrackPick>& picks) const
{
    const TrackTablePtr table = services_.library.tracks();
    std::vector<QueueEntry> entries;
    entries.reserve(picks.size());
    for (const TrackPick& pick : picks) {
        const std::optional<Row> row = table->rowOf(pick.track);
        if (!row)
            continue;
        QueueEntry entry;
        entry.track = pick.track;
        entry.title = textOf(*table, (*table)[*row].title);
        entry.artist = textOf(*table, (*table)[*row].artist);
        entry.suggestion = pick.suggestion;
        entry.doNotLearn = pick.doNotLearn;
        entries.push_back(std::move(entry));
    }
    return entries;
}

void Commands::play(const std::vector<TrackPick>& picks, int index, StartedBy by)
{
    std::vector<QueueEntry> entries = entriesFor(picks);
    if (entries.empty())
        return;
    const bool hadQueue = services_.player.queue().size() > 1;
    const int last = static_cast<int>(entries.size()) - 1;
    services_.player.playNow(std::move(entries), std::clamp(index, 0, last), by);
    if (hadQueue)
        done(Kind::queue, 1, tr("The queue was replaced."));
}

void Commands::playShuffled(std::vector<TrackPick> picks, StartedBy by)
{
    std::shuffle(picks.begin(), picks.end(), *QRandomGenerator::global());
    play(picks, 0, by);
}

void Commands::playKeepingQueue(
    const std::vector<TrackPick>& picks, const std::vector<TrackPick>& rest, StartedBy by)
{
    std::vector<QueueEntry> entries = entriesFor(picks);
    if (entries.empty())
        return;
    Player& player = services_.player;
    QueueEntry first = std::move(entries.front());
    entries.erase(entries.begin());
    if (player.queue().empty()) {
        std::vector<QueueEntry> more = entriesFor(rest);
        entries.insert(entries.end(), more.begin(), more.end());
        player.playKeepingQueue(std::move(first), std::move(entries), by);
        return;
    }
    player.playKeepingQueue(std::move(first), {}, by);
    if (!entries.empty())
        player.playNext(std::move(entries));
}

void Commands::playNext(const std::vector<TrackPick>& picks)
{
    services_.player.playNext(entriesFor(picks));
    done(Kind::queue, 1, tr("%1 plays next.").arg(nameOf(picks)));
}

void Commands::enqueue(const std::vector<TrackPick>& picks)
{
    services_.player.enqueue(entriesFor(picks));
    done(Kind::queue, 1, tr("%1 added to the queue.").arg(nameOf(picks)));
}

void Commands::removeFromQueue(const std::vector<std::uint64_t>& keys)
{
    if (keys.empty())
        return;
    services_.player.removeFromQueue(keys);
    done(Kind::queue, 1,
        tr("%1 removed from the queue.")
            .arg(countOf(static_cast<qint64>(keys.size()), tr("track"), tr("tracks"))));
}

void Commands::moveInQueue(const std::vector<std::uint64_t>& keys, int toIndex)
{
    services_.player.moveInQueue(keys, toIndex);
    remember(Kind::queue, 1);
}

void Commands::clearQueue()
{
    services_.player.clearQueue();
    done(Kind::queue, 1, tr("The queue was cleared."));
}

void Commands::rate(const std::vector<TrackPick>& picks, std::optional<int> halfStars)
{
    if (isTooMany(picks))
        return;
    for (const TrackPick& pick : picks)
        services_.taste.rate(pick.track, halfStars);
    done(Kind::taste, static_cast<int>(picks.size()),
        halfStars ? tr("%1: %2.").arg(nameOf(picks), formatStars(halfStars))
                  : tr("%1: rating taken back.").arg(nameOf(picks)));
}

void Commands::love(const std::vector<TrackPick>& picks, bool on)
{
    if (isTooMany(picks))
        return;
    for (const TrackPick& pick : picks)
        services_.taste.love(pick.track, on);
    done(Kind::taste, static_cast<int>(picks.size()),
        on ? tr("%1 is loved.").arg(nameOf(picks))
           : tr("%1 is no longer loved.").arg(nameOf(picks)));
}

void Commands::neverTrack(const std::vector<TrackPick>& picks)
{
    if (isTooMany(picks))
        return;
    for (const TrackPick& pick : picks)
        services_.taste.neverTrack(pick.track, true);
    done(Kind::taste, static_cast<int>(picks.size()),
        tr("%1 will not be suggested any more.").arg(nameOf(picks)));
}

void Commands::neverArtist(TrackId track)
{
    const QString artist = artistOf(track);
    if (artist.isEmpty())
        return;
    services_.taste.neverArtist(artist, true);
    done(Kind::taste, 1, tr("%1 will not be suggested any more.").arg(artist));
}

void Commands::notNow(TrackId track)
{
    services_.taste.notNow(track);
    done(Kind::taste, 1, tr("“%1” rests until tomorrow.").arg(titleOf(track)));
}

void Commands::hideShelf(const QString& shelfId)
{
    services_.forYou.hideShelf(shelfId);
    done(Kind::page, 1, tr("The shelf is hidden."));
}

void Commands::lessOf(const Suggestion& card)
{
    services_.forYou.lessOf(card);
    done(Kind::page, 1,
        card.less.name.isEmpty()
            ? tr("Noted: such reasons weigh less from now on.")
            : tr("Noted: %1 is a reason no more, and such reasons weigh less.")
                  .arg(card.less.evidence == u"track" ? u"“%1”"_s.arg(card.less.name)
                                                      : card.less.name));
}

void Commands::setMode(const QString& key)
{
    ForYou& forYou = services_.forYou;
    if (key == forYou.mode())
        return;
    forYou.setMode(key);
    const auto modes = forYou.modes();
    const auto on = std::find_if(
        modes.begin(), modes.end(), [&](const ListeningMode& mode) { return mode.key == key; });
    done(Kind::page, 1,
        on == modes.end() ? tr("No mode: the page is the usual one.")
                          : tr("%1 is on: what you play and skip now teaches it.").arg(on->name));
}

void Commands::playRadio(TrackId from)
{
    radio_->start(from);
}

void Commands::keepSessionOut(SessionId session)
{
    services_.forYou.keepOut(session, true);
    done(Kind::page, 1, tr("Kept out: nothing is learned from that session."));
}

void Commands::takeOutOfHistory(const std::vector<PlayId>& plays)
{
    services_.taste.removePlays(plays, true);
    takenOut_.push_back(plays);
    done(Kind::history, 1,
        plays.size() == 1 ? tr("The play was taken out: it counts no more, and teaches nothing.")
                          : tr("%1 plays were taken out: they count no more, and teach nothing.")
                                .arg(plays.size()));
}

void Commands::undo()
{
    if (undo_.empty()) {
        Q_EMIT notice(tr("There is nothing to undo."), false);
        return;
    }
    const auto [kind, steps] = undo_.back();
    undo_.pop_back();
    if (kind == Kind::queue) {
        services_.player.undoQueueEdit();
        Q_EMIT notice(tr("The queue is as it was."), false);
        return;
    }
    if (kind == Kind::files) {
        edits_->undo();
        return;
    }
    if (kind == Kind::playlist) {
        const std::optional<QString> what = services_.playlists.undo();
        Q_EMIT notice(what ? tr("Undone: %1").arg(*what) : tr("Undone."), false);
        return;
    }
    if (kind == Kind::health) {
        const auto what = services_.health ? services_.health->undo() : std::nullopt;
        Q_EMIT notice(what ? tr("Undone: %1").arg(*what) : tr("Undone."), false);
        return;
    }
    if (kind == Kind::page) {
        services_.forYou.undo();
        Q_EMIT notice(tr("The page is as it was."), false);
        return;
    }
    if (kind == Kind::history) {
        services_.taste.removePlays(takenOut_.back(), false);
        takenOut_.pop_back();
        Q_EMIT notice(tr("The history is as it was."), false);
        return;
    }
    std::optional<QString> said;
    for (int i = 0; i < steps; ++i)
        said = services_.taste.undo();
    Q_EMIT notice(said && steps == 1 ? tr("Undone: %1").arg(*said) : tr("Undone."), false);
}

void Commands::playlistEdited(const QString& text)
{
    remember(Kind::playlist, 1);
    if (!text.isEmpty())
        Q_EMIT notice(text, true);
}

void Commands::healthDecided(const QString& text)
{
    done(Kind::health, 1, text);
}

void Commands::filesEdited(const QString& text)
{
    remember(Kind::files, 1);
    if (!text.isEmpty())
        Q_EMIT notice(text, true);
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

bool Commands::isTooMany(const std::vector<TrackPick>& picks)
{
    // Each becomes an event of its own; nobody means thousands by one key.
    constexpr std::size_t most = 500;
    if (picks.size() > most)
        Q_EMIT notice(
            tr("%1 are selected: rate at most %2 at a time.").arg(nameOf(picks)).arg(most), false);
    return picks.empty() || picks.size() > most;
}

void Commands::done(Kind kind, int steps, const QString& text)
{
    remember(kind, steps);
    Q_EMIT notice(text, true);
}

void Commands::remember(Kind kind, int steps)
{
    undo_.emplace_back(kind, steps);
    if (undo_.size() <= 100)
        return;
    if (undo_.front().first == Kind::history)
        takenOut_.erase(takenOut_.begin());
    undo_.erase(undo_.begin());
}

} // namespace segue::ui

#include "moc_commands.cpp"
