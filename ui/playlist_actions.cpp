#include "ui/playlist_actions.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playlist/playlist_match.h"
#include "core/playlist/smart_list.h"
#include "core/tasks/task_runner.h"
#include "ui/commands.h"
#include "ui/models/filter_source.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"

#include <QMenu>

#include <algorithm>
#include <utility>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostInMenu = 25;

} // namespace

PlaylistActions::PlaylistActions(Commands& commands, QObject* parent)
    : QObject(parent)
    , commands_(commands)
{
}

template <class Edit>
bool PlaylistActions::edit(Edit edit, const QString& told)
{
    Playlists& playlists = commands_.services().playlists;
    const PlaylistState before = playlists.book().state();
    playlists.edit(edit);
    if (playlists.book().state() == before)
        return false;
    commands_.remember(told, [this, step = playlists.book().lastStep()] {
        const std::optional<QString> what = commands_.services().playlists.undo(step);
        Q_EMIT commands_.notice(what
                ? tr("Undone: %1").arg(*what)
                : tr("That playlist was changed otherwise since, and stays as it is."),
            false);
    });
    return true;
}

PlaylistId PlaylistActions::add(const Playlist& playlist, const QString& told)
{
    PlaylistId id;
    edit([&](PlaylistBook& book) { id = book.add(playlist); }, told);
    return id;
}

PlaylistEntries PlaylistActions::entriesOf(const std::vector<TrackId>& tracks) const
{
    const TrackTablePtr table = commands_.services().library.tracks();
    PlaylistEntries entries;
    entries.reserve(tracks.size());
    for (const TrackId track : tracks) {
        if (const auto row = table->rowOf(track))
            entries.push_back(entryOf(*table, *row));
    }
    return entries;
}

Playlist PlaylistActions::made(PlaylistKind kind, const QString& name) const
{
    Playlist playlist;
    playlist.kind = kind;
    playlist.name = commands_.services().playlists.book().freeName(name.toStdString());
    playlist.createdAt = nowMs();
    return playlist;
}

void PlaylistActions::create(PlaylistKind kind)
{
    const Playlist playlist
        = made(kind, kind == PlaylistKind::folder ? tr("New folder") : tr("New playlist"));
    const PlaylistId id = add(playlist, {});
    if (kind != PlaylistKind::folder)
        Q_EMIT commands_.navigate(u"playlist:%1"_s.arg(id.value));
    Q_EMIT created(id);
}

void PlaylistActions::createFrom(const QString& name, const std::vector<TrackId>& tracks)
{
    Playlist playlist = made(PlaylistKind::list, name.isEmpty() ? tr("New playlist") : name);
    playlist.entries = std::make_shared<const PlaylistEntries>(entriesOf(tracks));
    const QString count
        = countOf(static_cast<qint64>(playlist.entries->size()), tr("track"), tr("tracks"));
    edit([&](PlaylistBook& book) { book.add(playlist); },
        tr("Playlist “%1” with %2.").arg(QString::fromStdString(playlist.name), count));
}

void PlaylistActions::createSmart(const QString& name, const SmartRule& rule)
{
    Playlist playlist = made(PlaylistKind::smart, name.isEmpty() ? tr("Smart playlist") : name);
    playlist.rule = rule;
    const PlaylistId id
        = add(playlist, tr("Smart playlist “%1”.").arg(QString::fromStdString(playlist.name)));
    Q_EMIT commands_.navigate(u"playlist:%1"_s.arg(id.value));
}

void PlaylistActions::setRule(PlaylistId id, const SmartRule& rule)
{
    edit([&](PlaylistBook& book) { book.setRule(id, rule); }, tr("The filter was changed."));
}

void PlaylistActions::add(PlaylistId id, const std::vector<TrackId>& tracks)
{
    insert(id, SIZE_MAX, tracks);
}

void PlaylistActions::insert(PlaylistId id, std::size_t index, const std::vector<TrackId>& tracks)
{
    const PlaylistPtr playlist = commands_.services().playlists.find(id);
    if (!playlist)
        return;
    const PlaylistEntries entries = entriesOf(tracks);
    edit([&](PlaylistBook& book) { book.insert(id, index, entries); },
        tr("%1 added to “%2”.")
            .arg(countOf(static_cast<qint64>(entries.size()), tr("track"), tr("tracks")),
                QString::fromStdString(playlist->name)));
}

void PlaylistActions::rename(PlaylistId id, const QString& name)
{
    edit([&](PlaylistBook& book) { book.rename(id, name.toStdString()); }, {});
}

void PlaylistActions::remove(PlaylistId id)
{
    const PlaylistPtr playlist = commands_.services().playlists.find(id);
    if (playlist)
        edit([&](PlaylistBook& book) { book.remove(id); },
            tr("“%1” was deleted.").arg(QString::fromStdString(playlist->name)));
}

void PlaylistActions::move(PlaylistId id, PlaylistId folder, std::size_t index)
{
    edit([&](PlaylistBook& book) { book.move(id, folder, index); }, {});
}

void PlaylistActions::setDoNotLearn(PlaylistId id, bool on)
{
    edit([&](PlaylistBook& book) { book.setDoNotLearn(id, on); },
        on ? tr("What plays from here says nothing about your taste.")
           : tr("What plays from here is learned from again."));
}

void PlaylistActions::removeEntries(PlaylistId id, const std::vector<std::uint64_t>& keys)
{
    edit([&](PlaylistBook& book) { book.removeEntries(id, keys); },
        tr("%1 removed from the playlist.")
            .arg(countOf(static_cast<qint64>(keys.size()), tr("track"), tr("tracks"))));
}

void PlaylistActions::moveEntries(
    PlaylistId id, const std::vector<std::uint64_t>& keys, std::size_t index)
{
    edit([&](PlaylistBook& book) { book.moveEntries(id, keys, index); }, {});
}

void PlaylistActions::reorder(PlaylistId id, const std::vector<std::uint64_t>& keys)
{
    edit([&](PlaylistBook& book) { book.reorder(id, keys); }, tr("The playlist was sorted."));
}

void PlaylistActions::withPicks(PlaylistId id, const Picked& then)
{
    const PlaylistPtr playlist = commands_.services().playlists.find(id);
    if (!playlist)
        return;
    if (playlist->kind != PlaylistKind::smart) {
        const TrackTablePtr table = commands_.services().library.tracks();
        std::vector<TrackPick> picks;
        for (const PlaylistEntry& entry : *playlist->entries) {
            if (entry.track && table->rowOf(entry.track))
                picks.push_back({entry.track, {}, playlist->doNotLearn});
        }
        return then(*playlist, std::move(picks));
    }
    const FilterSource::Asked asked = commands_.filters().now();
    if (!asked.index) { // a moment after the start
        connect(
            &commands_.filters(), &FilterSource::changed, this,
            [this, id, then] { withPicks(id, then); }, Qt::SingleShotConnection);
        return;
    }
    runThen(
        this,
        [asked, playlist] {
            std::vector<TrackPick> picks;
            for (const Row row : smartRows(asked, playlist->rule, playlist->id))
                picks.push_back({(*asked.index->table())[row].id, {}, playlist->doNotLearn});
            return picks;
        },
        [playlist, then](std::vector<TrackPick> picks) { then(*playlist, std::move(picks)); });
}

void PlaylistActions::play(PlaylistId id, bool shuffled)
{
    withPicks(id, [this, shuffled](const Playlist&, std::vector<TrackPick> picks) {
        if (picks.empty())
            Q_EMIT commands_.notice(tr("There is nothing in it that could be played."), false);
        else if (shuffled)
            commands_.playShuffled(std::move(picks), StartedBy::shuffle);
        else
            commands_.play(picks, 0, StartedBy::user);
    });
}

void PlaylistActions::enqueue(PlaylistId id)
{
    withPicks(id, [this](const Playlist&, const std::vector<TrackPick>& picks) {
        if (!picks.empty())
            commands_.enqueue(picks);
    });
}

void PlaylistActions::saveQueue()
{
    PlaylistEntries entries;
    const TrackTablePtr table = commands_.services().library.tracks();
    for (const QueueEntry& queued : commands_.services().player.queue()) {
        if (const auto row = table->rowOf(queued.track)) {
            entries.push_back(entryOf(*table, *row));
            continue;
        }
        PlaylistEntry entry;
        entry.path = queued.path;
        entry.title = queued.title.toStdString();
        entry.artist = queued.artist.toStdString();
        entries.push_back(std::move(entry));
    }
    if (entries.empty())
        return;
    Playlist playlist = made(PlaylistKind::list, tr("Queue"));
    playlist.entries = std::make_shared<const PlaylistEntries>(std::move(entries));
    const PlaylistId id = add(playlist,
        tr("The queue is kept as playlist “%1”.").arg(QString::fromStdString(playlist.name)));
    Q_EMIT created(id);
}

void PlaylistActions::fillAddMenu(QMenu& menu, const std::vector<TrackPick>& picks)
{
    const auto tracks = std::make_shared<std::vector<TrackId>>();
    for (const TrackPick& pick : picks) {
        if (pick.track)
            tracks->push_back(pick.track);
    }
    QMenu* add = menu.addMenu(icon(u"playlist"_s), tr("Add to playlist"));
    add->addAction(icon(u"add"_s), tr("New playlist"), this, [this, tracks] {
        createFrom({}, *tracks);
        if (const PlaylistState& all = commands_.services().playlists.book().state(); !all.empty())
            Q_EMIT created(all.back()->id);
    });
    std::size_t shown = 0;
    for (const PlaylistPtr& playlist : commands_.services().playlists.book().state()) {
        if (playlist->kind != PlaylistKind::list || ++shown > mostInMenu)
            continue;
        if (shown == 1)
            add->addSeparator();
        QString name = QString::fromStdString(playlist->name);
        add->addAction(name.replace(u'&', u"&&"_s), this,
            [this, id = playlist->id, tracks] { this->add(id, *tracks); });
    }
}

} // namespace segue::ui

#include "moc_playlist_actions.cpp"
