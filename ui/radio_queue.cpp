#include "ui/radio_queue.h"

#include "core/playback/player.h"
#include "ui/commands.h"

#include <algorithm>
#include <utility>

namespace segue::ui {

namespace {
constexpr int fewLeft = 3;
}

RadioQueue::RadioQueue(Commands& commands, QObject* parent)
    : QObject(parent)
    , commands_(commands)
{
    const Services& services = commands.services();
    connect(&services.forYou, &ForYou::radioReady, this, &RadioQueue::take);
    connect(&services.player, &Player::currentChanged, this, &RadioQueue::look);
    connect(&services.player, &Player::queueChanged, this, &RadioQueue::look);
}

void RadioQueue::start(TrackId from)
{
    asked_ = from;
    refills_ = false;
    commands_.services().forYou.startRadio(from);
}

void RadioQueue::take(TrackId from, const std::vector<Suggestion>& queue)
{
    if (from != asked_)
        return; // another one was asked for since
    asked_ = {};
    if (std::exchange(refills_, false))
        return refill(queue);
    if (queue.empty()) {
        Q_EMIT commands_.notice(
            tr("Too little is known around “%1” for a radio.").arg(commands_.titleOf(from)), false);
        return;
    }
    std::vector<TrackPick> picks{{from, {}}};
    for (const Suggestion& card : queue)
        picks.push_back({card.track, card.id ? std::optional(card.id) : std::nullopt});
    keys_.clear();
    commands_.play(picks, 0, StartedBy::radio);
    for (const QueueEntry& entry : commands_.services().player.queue())
        keys_.insert(entry.key);
}

/// The end of the queue, in the order without shuffle, is the radio's own.
bool RadioQueue::isOn() const
{
    const auto last = commands_.services().player.lastOfQueue();
    return last && keys_.contains(last->key);
}

void RadioQueue::refill(const std::vector<Suggestion>& queue)
{
    Player& player = commands_.services().player;
    std::vector<TrackPick> picks;
    const auto before = player.queue();
    for (const Suggestion& card : queue) {
        if (std::ranges::find(before, card.track, &QueueEntry::track) == before.end())
            picks.push_back({card.track, card.id ? std::optional(card.id) : std::nullopt});
    }
    if (picks.empty())
        keys_.clear(); // it has no more to give
    if (!isOn())
        return;
    std::vector<QueueEntry> entries = commands_.entriesFor(picks);
    for (QueueEntry& entry : entries)
        entry.origin = StartedBy::radio;
    player.extendQueue(std::move(entries));
    for (const QueueEntry& entry : player.queue()) {
        if (std::ranges::find(before, entry.key, &QueueEntry::key) == before.end())
            keys_.insert(entry.key);
    }
}

void RadioQueue::look()
{
    if (keys_.empty() || asked_ || !isOn())
        return;
    const Player& player = commands_.services().player;
    const auto current = player.current();
    const auto left = std::ssize(player.queue()) - 1 - player.currentIndex();
    if (!current || !current->track || left >= fewLeft)
        return;
    asked_ = current->track;
    refills_ = true;
    commands_.services().forYou.startRadio(asked_);
}

} // namespace segue::ui

#include "moc_radio_queue.cpp"
