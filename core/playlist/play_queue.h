#pragma once

#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/history/listen.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue {

/// A place in the queue. Its text stays when the file is missing.
struct QueueEntry {
    std::uint64_t key = 0; ///< unique in the queue's life, kept while entries move
    TrackId track; ///< none for a file that the database does not know
    std::string path; ///< bytes; only for files outside the library, known or not
    QString title; ///< as it was when queued
    QString artist;
    std::optional<SuggestionId> suggestion; ///< the card it came from
    StartedBy origin = StartedBy::queue; ///< why it plays when its turn comes by itself
    bool doNotLearn = false; ///< it came from a list that says nothing about taste

    friend bool operator==(const QueueEntry&, const QueueEntry&) = default;
};

enum class RepeatMode { off, all, one };

/// What is kept of a queue over a restart.
struct QueueState {
    std::vector<QueueEntry> entries; ///< in playing order
    std::vector<std::uint64_t> natural; ///< keys in the order without shuffle; empty: the same
    int current = -1; ///< index into entries; -1: none
    bool shuffle = false;
    RepeatMode repeat = RepeatMode::off;
    std::uint64_t nextKey = 1;
};

/// The queue as a plain value: what plays, what comes next, and edits that can be undone.
///
/// Shuffle is a permutation of all entries, so that nothing repeats until all have played, and
/// going back walks the very way that was come. Entries added while shuffled get a random place
/// among those still to come; the order without shuffle is kept beside it. Not thread-safe. Edits
/// cost O(entries).
class PlayQueue {
public:
    /// The same seed and calls give the same orders.
    explicit PlayQueue(std::uint64_t seed = 1)
        : random_(seed)
    {
    }

    const std::vector<QueueEntry>& entries() const { return state_.entries; }
    int currentIndex() const { return state_.current; }
    const QueueEntry* current() const { return at(state_.current); }
    const QueueEntry* at(int index) const;
    /// The last one in the order without shuffle; null when empty.
    const QueueEntry* last() const;
    /// -1 when there is none.
    int indexOf(std::uint64_t key) const;
    bool isEmpty() const { return state_.entries.empty(); }
    bool shuffle() const { return state_.shuffle; }
    RepeatMode repeat() const { return state_.repeat; }

    // Edits; each can be undone. Entries get new keys.

    /// All entries, current `index` (clamped). With shuffle on, the others follow it in random
    /// order.
    void replace(std::vector<QueueEntry> entries, int index);
    /// Right behind the current entry.
    void insertNext(std::vector<QueueEntry> entries);
    /// At the end; with shuffle on, anywhere among those to come.
    void append(std::vector<QueueEntry> entries);
    /// The same, but no edit: what plays goes on by itself.
    void extend(std::vector<QueueEntry> entries);
    /// When the current entry goes, the one behind it becomes current (-1 when none is).
    void remove(std::span<const std::uint64_t> keys);
    /// Moves entries, in their present order, before what is now at `toIndex`.
    void move(std::span<const std::uint64_t> keys, int toIndex);
    void clear();

    /// The newest edit that can be undone; 0: none.
    std::uint64_t lastEdit() const { return undo_.empty() ? 0 : undo_.back().edit; }
    /// Goes back to the queue before that edit, and so before those that followed it. `playing`:
    /// the entry that sounds, or null; it stays current, put before what was current if the older
    /// queue does not have it. False: it is too long ago, nothing changed.
    bool undo(std::uint64_t edit, const QueueEntry* playing);

    // Modes and walking; not edits.

    void setRepeat(RepeatMode mode) { state_.repeat = mode; }
    /// On: the current entry first, all others behind it in random order. Off: the natural order.
    void setShuffle(bool on);
    void setCurrent(int index);
    /// The entry `steps` (>= 1) behind the current one, as walking by itself (repeat one stays) or
    /// `byUser` (repeat one goes on) would reach it; nothing at the end. What it gives is what
    /// advance() then does, also over the end of a shuffled round, where a new order begins.
    std::optional<QueueEntry> peek(int steps, bool byUser) const;
    /// Makes that entry current. False: there is none, nothing changed.
    bool advance(int steps, bool byUser);
    /// The entry before; at the start, with repeat all, the last. False: there is none.
    bool goBack();

    const QueueState& state() const { return state_; }
    /// Puts a kept queue back (an index or keys that do not fit are repaired). Drops the undo.
    void restore(QueueState state);

private:
    struct Snapshot {
        std::uint64_t edit = 0; ///< that followed it
        std::vector<QueueEntry> entries;
        std::vector<std::uint64_t> natural;
        int current = -1;
        bool shuffle = false;
    };

    void remember();
    void giveKeys(std::vector<QueueEntry>& entries);
    void addBehind(std::vector<QueueEntry> entries);
    void insertAt(std::size_t index, std::vector<QueueEntry> entries);
    void permute(std::size_t from, Random& random);
    void beginRound(Random& random);
    std::vector<std::uint64_t> keys() const;

    QueueState state_;
    Random random_;
    std::vector<Snapshot> undo_;
    std::uint64_t lastEdit_ = 0; ///< ever made
};

} // namespace segue
