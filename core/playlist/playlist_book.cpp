#include "core/playlist/playlist_book.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace segue {

namespace {

constexpr std::size_t mostSteps = 200;

PlaylistEntries withMoved(
    const PlaylistEntries& entries, std::span<const std::uint64_t> keys, std::size_t index)
{
    const std::unordered_set<std::uint64_t> moving(keys.begin(), keys.end());
    PlaylistEntries front, middle, back;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (moving.contains(entries[i].key))
            middle.push_back(entries[i]);
        else
            (i < index ? front : back).push_back(entries[i]);
    }
    front.insert(front.end(), middle.begin(), middle.end());
    front.insert(front.end(), back.begin(), back.end());
    return front;
}

PlaylistPtr in(const PlaylistState& state, PlaylistId id)
{
    const auto found = std::ranges::find_if(
        state, [id](const PlaylistPtr& playlist) { return playlist->id == id; });
    return found == state.end() ? nullptr : *found;
}

/// `now` without what an earlier edit made of `before`; nothing where that was edited again, or
/// holds something now.
std::optional<PlaylistState> without(
    const PlaylistState& now, const PlaylistState& before, const PlaylistState& after)
{
    const auto isEditedAgain = [&](const PlaylistPtr& playlist) {
        const PlaylistPtr left = in(after, playlist->id);
        return in(before, playlist->id) != left && in(now, playlist->id) != left;
    };
    if (std::ranges::any_of(before, isEditedAgain) || std::ranges::any_of(after, isEditedAgain))
        return std::nullopt;
    PlaylistState state;
    for (const PlaylistPtr& playlist : before) {
        const PlaylistPtr present = in(now, playlist->id);
        if (in(after, playlist->id) != playlist)
            state.push_back(playlist);
        else if (present)
            state.push_back(present);
    }
    for (std::size_t i = 0; i < now.size(); ++i) { // what came since, behind what it is behind now
        if (in(before, now[i]->id) || in(after, now[i]->id))
            continue;
        const auto previous
            = i == 0 ? state.end() : std::ranges::find_if(state, [&](const PlaylistPtr& playlist) {
                  return playlist->id == now[i - 1]->id;
              });
        auto place = previous == state.end() ? previous : previous + 1;
        while (place != state.end() && !in(now, (*place)->id))
            ++place; // what comes back stands where it stood
        state.insert(place, now[i]);
    }
    const bool hasFolders = std::ranges::all_of(state, [&](const PlaylistPtr& playlist) {
        const PlaylistPtr folder = playlist->parent ? in(state, playlist->parent) : nullptr;
        return !playlist->parent || (folder && folder->kind == PlaylistKind::folder);
    });
    return hasFolders ? std::optional(std::move(state)) : std::nullopt;
}

} // namespace

PlaylistPtr PlaylistBook::find(PlaylistId id) const
{
    const auto found = std::ranges::find(state_, id, [](const PlaylistPtr& p) { return p->id; });
    return found == state_.end() || !id ? nullptr : *found;
}

PlaylistPtr* PlaylistBook::place(PlaylistId id)
{
    const auto found = std::ranges::find(state_, id, [](const PlaylistPtr& p) { return p->id; });
    return found == state_.end() ? nullptr : &*found;
}

std::vector<PlaylistPtr> PlaylistBook::childrenOf(PlaylistId folder) const
{
    std::vector<PlaylistPtr> children;
    for (const PlaylistPtr& playlist : state_) {
        if (playlist->parent == folder)
            children.push_back(playlist);
    }
    return children;
}

PlaylistPtr PlaylistBook::named(std::string_view name) const
{
    const std::string wanted = foldText(name);
    for (const bool folders : {false, true}) {
        for (const PlaylistPtr& playlist : state_) {
            if ((playlist->kind == PlaylistKind::folder) == folders
                && foldText(playlist->name) == wanted)
                return playlist;
        }
    }
    return nullptr;
}

std::string PlaylistBook::freeName(const std::string& name) const
{
    std::string free = name;
    for (int n = 2; named(free); ++n)
        free = name + " (" + std::to_string(n) + ")";
    return free;
}

void PlaylistBook::restore(PlaylistState state)
{
    state_.clear();
    undo_.clear();
    std::unordered_set<PlaylistId> folders;
    for (const PlaylistPtr& playlist : state) {
        if (playlist->kind == PlaylistKind::folder)
            folders.insert(playlist->id);
        nextId_ = std::max(nextId_, playlist->id.value + 1);
    }
    for (const PlaylistPtr& playlist : state) {
        Playlist next = *playlist;
        if (next.parent && (!folders.contains(next.parent) || next.parent == next.id))
            next.parent = {}; // its folder is gone
        PlaylistEntries entries = *next.entries;
        giveKeys(entries);
        next.entries = std::make_shared<const PlaylistEntries>(std::move(entries));
        state_.push_back(std::make_shared<const Playlist>(std::move(next)));
    }
}

void PlaylistBook::giveKeys(PlaylistEntries& entries)
{
    for (PlaylistEntry& entry : entries)
        entry.key = nextKey_++;
}

/// The newest step ends here: what changes from now on is not its own.
void PlaylistBook::seal()
{
    if (undo_.empty() || undo_.back().isSealed)
        return;
    undo_.back().after = state_;
    undo_.back().isSealed = true;
}

void PlaylistBook::remember(std::string what)
{
    if (!keepsSteps_)
        return;
    seal();
    undo_.push_back({++lastStep_, state_, {}, std::move(what)});
    if (undo_.size() > mostSteps)
        undo_.erase(undo_.begin());
}

template <class Change>
void PlaylistBook::change(PlaylistId id, std::string what, Change change)
{
    PlaylistPtr* at = place(id);
    if (!at)
        return;
    auto next = std::make_shared<Playlist>(**at);
    if (!change(*next))
        return;
    remember(std::move(what));
    *place(id) = std::move(next);
}

PlaylistId PlaylistBook::add(Playlist playlist)
{
    if (playlist.parent) {
        const PlaylistPtr folder = find(playlist.parent);
        if (!folder || folder->kind != PlaylistKind::folder)
            playlist.parent = {};
    }
    remember("New playlist “" + playlist.name + "”");
    const PlaylistId id = playlist.id = PlaylistId{nextId_++};
    PlaylistEntries entries = *playlist.entries;
    giveKeys(entries);
    playlist.entries = std::make_shared<const PlaylistEntries>(std::move(entries));
    state_.push_back(std::make_shared<const Playlist>(std::move(playlist)));
    return id;
}

void PlaylistBook::rename(PlaylistId id, const std::string& name)
{
    change(id, "Renaming", [&](Playlist& p) {
        if (name.empty() || name == p.name)
            return false;
        p.name = name;
        return true;
    });
}

bool PlaylistBook::isInside(PlaylistId id, PlaylistId folder) const
{
    // At most as many steps as there are playlists: a ring in a damaged file ends, too.
    for (std::size_t steps = 0; id && steps <= state_.size(); ++steps) {
        if (id == folder)
            return true;
        const PlaylistPtr playlist = find(id);
        id = playlist ? playlist->parent : PlaylistId{};
    }
    return false;
}

void PlaylistBook::remove(PlaylistId id)
{
    const PlaylistPtr playlist = find(id);
    if (!playlist)
        return;
    remember("Deleting “" + playlist->name + "”");
    const PlaylistState before = state_;
    std::erase_if(state_, [&](const PlaylistPtr& p) {
        PlaylistId up = p->id;
        for (std::size_t steps = 0; up && steps <= before.size(); ++steps) {
            if (up == id)
                return true;
            const auto found
                = std::ranges::find(before, up, [](const PlaylistPtr& q) { return q->id; });
            up = found == before.end() ? PlaylistId{} : (*found)->parent;
        }
        return false;
    });
}

void PlaylistBook::move(PlaylistId id, PlaylistId folder, std::size_t index)
{
    const PlaylistPtr playlist = find(id);
    const PlaylistPtr target = find(folder);
    if (!playlist || (folder && (!target || target->kind != PlaylistKind::folder))
        || isInside(folder, id))
        return;
    // The item that will stand behind it.
    const std::vector<PlaylistPtr> siblings = childrenOf(folder);
    PlaylistPtr behind;
    for (std::size_t i = index; i < siblings.size() && !behind; ++i) {
        if (siblings[i]->id != id)
            behind = siblings[i];
    }
    PlaylistState next;
    auto moved = std::make_shared<Playlist>(*playlist);
    moved->parent = folder;
    for (const PlaylistPtr& p : state_) {
        if (p == behind)
            next.push_back(moved);
        if (p != playlist)
            next.push_back(p);
    }
    if (!behind)
        next.push_back(moved);
    remember("Moving “" + playlist->name + "”");
    state_ = std::move(next);
}

void PlaylistBook::setRule(PlaylistId id, SmartRule rule)
{
    change(id, "Changing the filter", [&](Playlist& p) {
        if (p.kind != PlaylistKind::smart || p.rule == rule)
            return false;
        p.rule = std::move(rule);
        return true;
    });
}

void PlaylistBook::setDoNotLearn(PlaylistId id, bool on)
{
    change(id, on ? "“Do not learn from this”" : "Learning from this again", [on](Playlist& p) {
        if (p.kind == PlaylistKind::folder || p.doNotLearn == on)
            return false;
        p.doNotLearn = on;
        return true;
    });
}

void PlaylistBook::insert(PlaylistId id, std::size_t index, PlaylistEntries entries)
{
    if (entries.empty())
        return;
    giveKeys(entries);
    change(id, "Adding to the playlist", [&](Playlist& p) {
        if (p.kind != PlaylistKind::list)
            return false;
        PlaylistEntries all = *p.entries;
        const auto at = all.begin() + static_cast<std::ptrdiff_t>(std::min(index, all.size()));
        all.insert(at, entries.begin(), entries.end());
        p.entries = std::make_shared<const PlaylistEntries>(std::move(all));
        return true;
    });
}

void PlaylistBook::removeEntries(PlaylistId id, std::span<const std::uint64_t> keys)
{
    const std::unordered_set<std::uint64_t> gone(keys.begin(), keys.end());
    change(id, "Removing from the playlist", [&](Playlist& p) {
        PlaylistEntries all = *p.entries;
        if (std::erase_if(all, [&](const PlaylistEntry& e) { return gone.contains(e.key); }) == 0)
            return false;
        p.entries = std::make_shared<const PlaylistEntries>(std::move(all));
        return true;
    });
}

void PlaylistBook::moveEntries(
    PlaylistId id, std::span<const std::uint64_t> keys, std::size_t index)
{
    change(id, "Moving in the playlist", [&](Playlist& p) {
        PlaylistEntries all = withMoved(*p.entries, keys, index);
        if (all == *p.entries)
            return false;
        p.entries = std::make_shared<const PlaylistEntries>(std::move(all));
        return true;
    });
}

void PlaylistBook::reorder(PlaylistId id, std::span<const std::uint64_t> keys)
{
    change(id, "Sorting the playlist", [&](Playlist& p) {
        std::unordered_map<std::uint64_t, const PlaylistEntry*> byKey;
        for (const PlaylistEntry& entry : *p.entries)
            byKey.emplace(entry.key, &entry);
        if (keys.size() != byKey.size())
            return false;
        PlaylistEntries all;
        for (const std::uint64_t key : keys) {
            const auto found = byKey.find(key);
            if (found == byKey.end())
                return false;
            all.push_back(*found->second);
            byKey.erase(found);
        }
        if (all == *p.entries)
            return false;
        p.entries = std::make_shared<const PlaylistEntries>(std::move(all));
        return true;
    });
}

std::optional<std::string> PlaylistBook::undo(std::uint64_t id)
{
    seal();
    const auto found = std::ranges::find(undo_, id, &Step::id);
    if (found == undo_.end())
        return std::nullopt;
    Step step = std::move(*found);
    undo_.erase(found);
    if (state_ == step.after)
        state_ = std::move(step.before);
    else if (auto state = without(state_, step.before, step.after))
        state_ = std::move(*state);
    else
        return std::nullopt;
    return step.what;
}

} // namespace segue
