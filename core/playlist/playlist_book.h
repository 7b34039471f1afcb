#pragma once

#include "core/playlist/playlist.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// All playlists of one listener as a plain value, with edits that can be undone, sorting included.
/// An edit shares what it does not change with the state before, so that keeping 200 of them costs
/// little. Not thread-safe. Edits of what does not exist (or does not fit) change nothing.
class PlaylistBook {
public:
    const PlaylistState& state() const { return state_; }
    PlaylistPtr find(PlaylistId id) const;
    /// Those of one folder, in order; none: at the top.
    std::vector<PlaylistPtr> childrenOf(PlaylistId folder) const;
    /// The first one of that name, lists before folders; letters of either case.
    PlaylistPtr named(std::string_view name) const;
    /// `name`, or with a number behind it when there is one of that name.
    std::string freeName(const std::string& name) const;

    /// Takes over what was stored; forgets what could be undone.
    void restore(PlaylistState state);

    // Edits; each is one step of undo.

    /// At the end of its folder. `playlist` needs name, kind and what belongs to the kind; id and
    /// keys are given here.
    PlaylistId add(Playlist playlist);
    void rename(PlaylistId id, const std::string& name);
    /// A folder goes with all it holds.
    void remove(PlaylistId id);
    /// Into a folder (none: the top), before its `index`-th item. A folder never into itself.
    void move(PlaylistId id, PlaylistId folder, std::size_t index);
    void setRule(PlaylistId id, SmartRule rule);
    void setDoNotLearn(PlaylistId id, bool on);

    /// Before what is at `index` now (beyond the end: at the end). Entries get keys of their own.
    void insert(PlaylistId id, std::size_t index, PlaylistEntries entries);
    void removeEntries(PlaylistId id, std::span<const std::uint64_t> keys);
    /// Moves entries, in their present order, before what is now at `index`.
    void moveEntries(PlaylistId id, std::span<const std::uint64_t> keys, std::size_t index);
    /// The same entries in another order (for sorting): `keys` has each exactly once.
    void reorder(PlaylistId id, std::span<const std::uint64_t> keys);

    /// The newest step that can be undone; 0: none.
    std::uint64_t lastStep() const { return undo_.empty() ? 0 : undo_.back().id; }
    /// Takes that edit back and leaves alone what was done to other playlists since; says what it
    /// was. Nothing, and nothing changes, where it is too long ago or another edit came on top.
    std::optional<std::string> undo(std::uint64_t step);

    /// While one lives, edits are no steps: of what has a way back of its own.
    class NoSteps {
    public:
        explicit NoSteps(PlaylistBook& book)
            : book_(book)
        {
            book_.seal();
            book_.keepsSteps_ = false;
        }
        ~NoSteps() { book_.keepsSteps_ = true; }
        NoSteps(const NoSteps&) = delete;
        NoSteps& operator=(const NoSteps&) = delete;

    private:
        PlaylistBook& book_;
    };

private:
    struct Step {
        std::uint64_t id = 0;
        PlaylistState before, after; ///< after: once it is sealed
        std::string what;
        bool isSealed = false;
    };
    void seal();
    PlaylistPtr* place(PlaylistId id);
    void remember(std::string what);
    template <class Change>
    void change(PlaylistId id, std::string what, Change change);
    bool isInside(PlaylistId id, PlaylistId folder) const;
    void giveKeys(PlaylistEntries& entries);

    PlaylistState state_;
    std::vector<Step> undo_;
    std::uint64_t lastStep_ = 0; ///< ever made
    bool keepsSteps_ = true;
    std::int64_t nextId_ = 1;
    std::uint64_t nextKey_ = 1;
};

} // namespace segue
