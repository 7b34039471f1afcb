#include "core/playlist/play_queue.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

namespace segue {

namespace {

constexpr std::size_t mostUndo = 30;
constexpr std::size_t mostUndoEntries = 300'000; // in all snapshots together

std::size_t toSize(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

const QueueEntry* PlayQueue::at(int index) const
{
    const bool inside = index >= 0 && toSize(index) < state_.entries.size();
    return inside ? &state_.entries[toSize(index)] : nullptr;
}

const QueueEntry* PlayQueue::last() const
{
    return at(state_.natural.empty() ? static_cast<int>(state_.entries.size()) - 1
                                     : indexOf(state_.natural.back()));
}

int PlayQueue::indexOf(std::uint64_t key) const
{
    const auto it = std::ranges::find(state_.entries, key, &QueueEntry::key);
    return it == state_.entries.end() ? -1 : static_cast<int>(it - state_.entries.begin());
}

std::vector<std::uint64_t> PlayQueue::keys() const
{
    std::vector<std::uint64_t> keys;
    keys.reserve(state_.entries.size());
    std::ranges::transform(state_.entries, std::back_inserter(keys), &QueueEntry::key);
    return keys;
}

void PlayQueue::remember()
{
    undo_.push_back({++lastEdit_, state_.entries, state_.natural, state_.current, state_.shuffle});
    std::size_t held = 0;
    for (const Snapshot& snapshot : undo_)
        held += snapshot.entries.size();
    while (undo_.size() > mostUndo || (undo_.size() > 1 && held > mostUndoEntries)) {
        held -= undo_.front().entries.size();
        undo_.erase(undo_.begin());
    }
}

void PlayQueue::giveKeys(std::vector<QueueEntry>& entries)
{
    for (QueueEntry& entry : entries)
        entry.key = state_.nextKey++;
}

/// Fisher-Yates from `from` to the end.
void PlayQueue::permute(std::size_t from, Random& random)
{
    for (std::size_t i = state_.entries.size(); i > from + 1; --i)
        std::swap(state_.entries[i - 1], state_.entries[from + random.below(i - from)]);
}

void PlayQueue::replace(std::vector<QueueEntry> entries, int index)
{
    remember();
    giveKeys(entries);
    state_.entries = std::move(entries);
    state_.natural.clear();
    state_.current = std::clamp(index, -1, static_cast<int>(state_.entries.size()) - 1);
    if (!state_.entries.empty() && state_.current < 0)
        state_.current = 0;
    if (state_.shuffle)
        beginRound(random_);
}

/// Shuffled order: the current entry, then all others. Keeps the natural order.
void PlayQueue::beginRound(Random& random)
{
    if (state_.natural.empty())
        state_.natural = keys();
    if (state_.entries.empty())
        return;
    if (state_.current > 0)
        std::swap(state_.entries[0], state_.entries[toSize(state_.current)]);
    if (state_.current >= 0)
        state_.current = 0;
    permute(state_.current >= 0 ? 1 : 0, random);
}

void PlayQueue::insertAt(std::size_t index, std::vector<QueueEntry> entries)
{
    state_.entries.insert(state_.entries.begin() + static_cast<std::ptrdiff_t>(index),
        std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
}

void PlayQueue::insertNext(std::vector<QueueEntry> entries)
{
    remember();
    giveKeys(entries);
    if (state_.shuffle) {
        const QueueEntry* now = current();
        auto place = now ? std::ranges::find(state_.natural, now->key) : state_.natural.begin();
        if (now && place != state_.natural.end())
            ++place;
        std::vector<std::uint64_t> added;
        std::ranges::transform(entries, std::back_inserter(added), &QueueEntry::key);
        state_.natural.insert(place, added.begin(), added.end());
    }
    insertAt(toSize(state_.current + 1), std::move(entries));
}

void PlayQueue::append(std::vector<QueueEntry> entries)
{
    remember();
    addBehind(std::move(entries));
}

void PlayQueue::extend(std::vector<QueueEntry> entries)
{
    addBehind(std::move(entries));
}

void PlayQueue::addBehind(std::vector<QueueEntry> entries)
{
    giveKeys(entries);
    if (!state_.shuffle) {
        insertAt(state_.entries.size(), std::move(entries));
        return;
    }
    for (QueueEntry& entry : entries) {
        state_.natural.push_back(entry.key);
        const std::size_t first = toSize(state_.current + 1);
        const std::size_t place = first + random_.below(state_.entries.size() - first + 1);
        state_.entries.insert(
            state_.entries.begin() + static_cast<std::ptrdiff_t>(place), std::move(entry));
    }
}

void PlayQueue::remove(std::span<const std::uint64_t> keys)
{
    const std::unordered_set<std::uint64_t> gone(keys.begin(), keys.end());
    const auto isGone = [&](const QueueEntry& entry) { return gone.contains(entry.key); };
    if (std::ranges::none_of(state_.entries, isGone))
        return;
    remember();
    int kept = 0; // entries before the current one that stay
    for (int i = 0; i < state_.current; ++i)
        kept += isGone(state_.entries[toSize(i)]) ? 0 : 1;
    std::erase_if(state_.entries, isGone);
    std::erase_if(state_.natural, [&](std::uint64_t key) { return gone.contains(key); });
    if (state_.current >= 0)
        state_.current = toSize(kept) < state_.entries.size() ? kept : -1;
}

void PlayQueue::move(std::span<const std::uint64_t> keys, int toIndex)
{
    const std::unordered_set<std::uint64_t> wanted(keys.begin(), keys.end());
    const auto isMoved = [&](const QueueEntry& entry) { return wanted.contains(entry.key); };
    if (std::ranges::none_of(state_.entries, isMoved))
        return;
    remember();
    const std::uint64_t now = current() ? current()->key : 0;
    const auto middle = state_.entries.begin()
        + std::clamp<std::ptrdiff_t>(toIndex, 0, std::ssize(state_.entries));
    std::stable_partition(state_.entries.begin(), middle, std::not_fn(isMoved));
    std::stable_partition(middle, state_.entries.end(), isMoved);
    if (now != 0)
        state_.current = indexOf(now);
}

void PlayQueue::clear()
{
    if (state_.entries.empty())
        return;
    remember();
    state_.entries.clear();
    state_.natural.clear();
    state_.current = -1;
}

bool PlayQueue::undo(std::uint64_t edit, const QueueEntry* playing)
{
    const auto found = std::ranges::find(undo_, edit, &Snapshot::edit);
    if (found == undo_.end())
        return false;
    const std::optional<QueueEntry> sounding
        = playing ? std::optional(*playing) : std::nullopt; // may point into our own entries
    Snapshot snapshot = std::move(*found);
    undo_.erase(found, undo_.end());
    state_.entries = std::move(snapshot.entries);
    state_.natural = std::move(snapshot.natural);
    state_.current = snapshot.current;
    state_.shuffle = snapshot.shuffle;
    if (!sounding)
        return true;
    const int index = indexOf(sounding->key);
    if (index >= 0) {
        state_.current = index;
        return true;
    }
    state_.current = std::max(state_.current, 0);
    if (state_.shuffle) {
        const QueueEntry* before = current();
        state_.natural.insert(
            before ? std::ranges::find(state_.natural, before->key) : state_.natural.end(),
            sounding->key);
    }
    insertAt(toSize(state_.current), {*sounding});
    return true;
}

void PlayQueue::setShuffle(bool on)
{
    if (on == state_.shuffle)
        return;
    state_.shuffle = on;
    if (on) {
        beginRound(random_);
        return;
    }
    std::unordered_map<std::uint64_t, std::size_t> rank;
    for (std::size_t i = 0; i < state_.natural.size(); ++i)
        rank.emplace(state_.natural[i], i);
    const std::uint64_t now = current() ? current()->key : 0;
    std::ranges::stable_sort(
        state_.entries, {}, [&](const QueueEntry& entry) { return rank[entry.key]; });
    state_.natural.clear();
    if (now != 0)
        state_.current = indexOf(now);
}

void PlayQueue::setCurrent(int index)
{
    state_.current = at(index) ? index : -1;
}

std::optional<QueueEntry> PlayQueue::peek(int steps, bool byUser) const
{
    const int size = static_cast<int>(state_.entries.size());
    if (size == 0 || steps < 1)
        return std::nullopt;
    if (state_.repeat == RepeatMode::one && !byUser && current() && steps == 1)
        return *current();
    const int target = state_.current + steps;
    if (target < size)
        return state_.entries[toSize(target)];
    if (state_.repeat == RepeatMode::off)
        return std::nullopt;
    if (!state_.shuffle || size == 1)
        return state_.entries[toSize(target % size)];
    PlayQueue ahead(0);
    ahead.state_ = state_;
    ahead.random_ = random_;
    return ahead.advance(steps, byUser) ? std::optional(*ahead.current()) : std::nullopt;
}

bool PlayQueue::advance(int steps, bool byUser)
{
    const int size = static_cast<int>(state_.entries.size());
    if (size == 0 || steps < 1)
        return false;
    if (state_.repeat == RepeatMode::one && !byUser && current() && steps == 1)
        return true;
    const int target = state_.current + steps;
    if (target >= size && state_.repeat == RepeatMode::off)
        return false;
    if (target >= size && state_.shuffle && size > 1) {
        // A new round; what sounded last does not open it.
        const std::uint64_t last = state_.entries.back().key;
        state_.current = -1;
        beginRound(random_);
        if (state_.entries.front().key == last)
            std::swap(state_.entries.front(), state_.entries[1 + random_.below(toSize(size - 1))]);
    }
    state_.current = target % size;
    return true;
}

bool PlayQueue::goBack()
{
    if (state_.current > 0) {
        --state_.current;
        return true;
    }
    if (state_.repeat == RepeatMode::off || state_.entries.empty())
        return false;
    state_.current = static_cast<int>(state_.entries.size()) - 1;
    return true;
}

void PlayQueue::restore(QueueState state)
{
    undo_.clear();
    state_ = std::move(state);
    std::unordered_set<std::uint64_t> seen;
    for (const QueueEntry& entry : state_.entries)
        state_.nextKey = std::max(state_.nextKey, entry.key + 1);
    for (QueueEntry& entry : state_.entries) {
        if (entry.key == 0 || !seen.insert(entry.key).second)
            seen.insert(entry.key = state_.nextKey++);
    }
    if (!state_.shuffle) {
        state_.natural.clear();
    } else {
        std::vector<std::uint64_t> natural = state_.natural;
        std::vector<std::uint64_t> present = keys();
        std::ranges::sort(natural);
        std::ranges::sort(present);
        if (natural != present)
            state_.natural = keys();
    }
    if (!at(state_.current))
        state_.current = state_.entries.empty() ? -1 : 0;
}

} // namespace segue
