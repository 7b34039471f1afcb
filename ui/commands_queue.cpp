// Commands on the queue.
#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/radio_queue.h"
#include "ui/text/format.h"

#include <QRandomGenerator>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

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

/// Told and remembered when it changed something.
template <class Edit>
void Commands::editQueue(const QString& text, Edit edit)
{
    Player& player = services_.player;
    const std::uint64_t before = player.lastQueueEdit();
    edit(player);
    const std::uint64_t made = player.lastQueueEdit();
    if (made == before)
        return;
    remember(text, [this, made] {
        const bool done = services_.player.undoQueueEdits(made);
        Q_EMIT notice(done ? tr("The queue is as it was.")
                           : tr("That is too long ago: the queue stays as it is."),
            false);
    });
}

void Commands::play(const std::vector<TrackPick>& picks, int index, StartedBy by)
{
    std::vector<QueueEntry> entries = entriesFor(picks);
    if (entries.empty())
        return;
    const bool hadQueue = services_.player.queue().size() > 1;
    const int last = static_cast<int>(entries.size()) - 1;
    editQueue(hadQueue ? tr("The queue was replaced.") : QString(), [&](Player& player) {
        player.playNow(std::move(entries), std::clamp(index, 0, last), by);
    });
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
    editQueue(tr("%1 plays next.").arg(nameOf(picks)),
        [&](Player& player) { player.playNext(entriesFor(picks)); });
}

void Commands::enqueue(const std::vector<TrackPick>& picks)
{
    editQueue(tr("%1 added to the queue.").arg(nameOf(picks)),
        [&](Player& player) { player.enqueue(entriesFor(picks)); });
}

void Commands::removeFromQueue(const std::vector<std::uint64_t>& keys)
{
    editQueue(tr("%1 removed from the queue.")
                  .arg(countOf(static_cast<qint64>(keys.size()), tr("track"), tr("tracks"))),
        [&](Player& player) { player.removeFromQueue(keys); });
}

void Commands::moveInQueue(const std::vector<std::uint64_t>& keys, int toIndex)
{
    editQueue({}, [&](Player& player) { player.moveInQueue(keys, toIndex); });
}

void Commands::clearQueue()
{
    editQueue(tr("The queue was cleared."), [](Player& player) { player.clearQueue(); });
}

void Commands::playRadio(TrackId from)
{
    radio_->start(from);
}

} // namespace segue::ui
