// Which file is which. A place is strong evidence by itself: a file that changed where it lies is
// the same track, retagged or replaced, unless its content is plainly another known file's. All
// else goes by the keys of matchMoves(), strongest first, each only where it is unique. Where bytes
// moved, the track's row follows. Where only tags or sound say so (a file encoded again, say), the
// new file becomes a track of its own and is merged into the lost one, which is logged and can be
// undone.
#include "core/library/scan/scan_moves.h"

#include "core/db/connection.h"

#include <algorithm>
#include <set>

namespace segue::scan {

namespace {

FileClue clueOf(const ReadFile& file)
{
    FileClue clue;
    clue.name = file.path.substr(file.path.rfind('/') + 1);
    clue.size = file.size;
    clue.mtimeNs = file.mtimeNs;
    clue.audioKey = file.audioKey;
    if (file.tagsRead && file.read.problem == tags::ReadProblem::none) {
        clue.durationMs = file.read.audio.durationMs;
        clue.recordingMbid = file.read.tags.recordingMbid;
        clue.identity
            = identityOf(file.read.tags.artist, file.read.tags.title, file.read.tags.album);
    }
    return clue;
}

bool sharesTags(const FileClue& one, const FileClue& other)
{
    return (!one.recordingMbid.empty() && one.recordingMbid == other.recordingMbid)
        || (!one.identity.empty() && one.identity == other.identity);
}

} // namespace

Moves::Moves(const std::vector<RootPlan>& plans, std::vector<Todo>& todo)
    : plans_(plans)
    , todo_(todo)
{
}

void Moves::add(Lost lost)
{
    const FileClue& clue = lost.track.clue;
    ++counts_.sizes[clue.size];
    if (!clue.identity.empty())
        ++counts_.identities[clue.identity];
    if (!clue.recordingMbid.empty())
        ++counts_.recordings[clue.recordingMbid];
    if (!clue.audioKey.empty())
        keyLengths_.push_back(clue.durationMs);
    if (lost.found >= 0)
        byFile_[lost.track.file.file.value] = static_cast<std::uint32_t>(lost_.size());
    lost_.push_back(std::move(lost));
}

void Moves::load(db::Connection& reader)
{
    std::set<std::int64_t> accounted; // rows of the database that this scan saw or missed
    for (const RootPlan& plan : plans_) {
        if (plan.frozen)
            continue;
        for (const std::uint32_t known : plan.diff.vanished)
            vanished_.push_back(plan.known[known].file);
        for (const auto& pairs : {plan.diff.returned, plan.diff.changed}) {
            for (const auto [known, found] : pairs)
                accounted.insert(plan.known[known].file.value);
        }
    }
    const auto changed = std::ranges::count_if(todo_, [](const Todo& t) { return t.known >= 0; });
    const bool anyNew = std::ssize(todo_) > changed;
    if (!anyNew && changed < 2 && (changed == 0 || vanished_.empty()))
        return;

    std::set<std::int64_t> hidden;
    auto& s = reader.statement("SELECT track_id FROM merged_track");
    while (s.executeStep())
        hidden.insert(s.getColumn(0).getInt64());
    const auto load = [&](const RootPlan& plan, std::uint32_t known) {
        Lost lost;
        lost.track = loadKnownTrack(reader, plan.known[known], plan.root.id);
        if (hidden.contains(lost.track.file.track.value)) {
            // The bytes may move; as a recording its track is another one already.
            FileClue& clue = lost.track.clue;
            clue.identity = clue.recordingMbid = clue.audioKey = {};
        }
        return lost;
    };
    for (std::size_t p = 0; p < plans_.size(); ++p) {
        if (plans_[p].frozen)
            continue;
        for (const std::uint32_t known : plans_[p].diff.vanished) {
            Lost lost = load(plans_[p], known);
            lost.vanished = true;
            accounted.insert(lost.track.file.file.value);
            add(std::move(lost));
        }
    }
    for (const Todo& todo : todo_) {
        if (todo.known < 0)
            continue;
        Lost lost = load(plans_[todo.plan], static_cast<std::uint32_t>(todo.known));
        lost.plan = todo.plan;
        lost.found = todo.found;
        add(std::move(lost));
    }
    if (anyNew) {
        for (KnownTrack& track : loadLostTracks(reader)) {
            if (!accounted.contains(track.file.file.value))
                add({std::move(track), -1, -1, false, false, false});
        }
    }
    std::ranges::sort(keyLengths_);
    for (const Todo& todo : todo_) {
        const FoundFiles::Entry& file = plans_[todo.plan].found[todo.found];
        found_.emplace(file.size, file.mtimeNs);
    }
}

std::vector<ReadFile> Moves::takeByName(const std::function<ReadFile(const Todo&)>& fileOf)
{
    std::vector<ReadFile> moved;
    std::vector<FileClue> lost, added;
    std::vector<std::uint32_t> lostAt, addedAt;
    for (std::uint32_t i = 0; i < lost_.size(); ++i) {
        if (lost_[i].found < 0) {
            lost.push_back(lost_[i].track.clue);
            lostAt.push_back(i);
        }
    }
    if (lost.empty())
        return moved;
    std::vector<ReadFile> files;
    for (std::uint32_t i = 0; i < todo_.size(); ++i) {
        if (todo_[i].known >= 0)
            continue;
        files.push_back(fileOf(todo_[i]));
        files.back().tagsRead = false;
        added.push_back(clueOf(files.back()));
        addedAt.push_back(i);
    }
    std::vector<bool> gone(todo_.size());
    for (const MoveMatch& m : matchMoves(lost, added, false)) {
        apply(lostAt[m.lost], m.by, true, files[m.added]);
        gone[addedAt[m.added]] = true;
        moved.push_back(std::move(files[m.added]));
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < todo_.size(); ++i) {
        if (!gone[i])
            todo_[kept++] = todo_[i];
    }
    todo_.resize(kept);
    return moved;
}

std::int64_t Moves::ownOf(const ReadFile& file) const
{
    if (file.change != ReadFile::Change::updated)
        return -1;
    const auto found = byFile_.find(file.known.file.value);
    return found == byFile_.end() ? -1 : std::int64_t{found->second};
}

/// Whether any lost file but `own` shares something with it that matching goes by.
bool Moves::isRelated(const FileClue& clue, const FileClue* own) const
{
    const auto others = [](const auto& counts, const auto& key, bool ownHasIt) {
        const auto found = counts.find(key);
        return found != counts.end() && found->second > (ownHasIt ? 1 : 0);
    };
    if (others(counts_.sizes, clue.size, own && own->size == clue.size))
        return true;
    if (!clue.identity.empty()
        && others(counts_.identities, clue.identity, own && own->identity == clue.identity))
        return true;
    if (!clue.recordingMbid.empty()
        && others(counts_.recordings, clue.recordingMbid,
            own && own->recordingMbid == clue.recordingMbid))
        return true;
    const auto near
        = std::ranges::lower_bound(keyLengths_, clue.durationMs - std::min(clue.durationMs, 2000u));
    return near != keyLengths_.end() && isSameLength(*near, clue.durationMs);
}

bool Moves::holds(const ReadFile& file)
{
    if (lost_.empty() || file.read.problem != tags::ReadProblem::none)
        return false;
    const FileClue clue = clueOf(file);
    if (file.change == ReadFile::Change::added)
        return isRelated(clue, nullptr);
    const std::int64_t at = ownOf(file);
    if (at < 0)
        return false;
    Lost& own = lost_[static_cast<std::size_t>(at)];
    const FileClue& before = own.track.clue;
    const bool sameLength = isSameLength(before.durationMs, clue.durationMs);
    // Its former content may have gone elsewhere.
    const bool wanted = found_.contains({before.size, before.mtimeNs});
    if (!sharesTags(before, clue) && (isRelated(clue, &before) || !sameLength || wanted))
        return true;
    own.taken = own.rowMoved = true;
    return false;
}

void Moves::apply(std::uint32_t at, const char* by, bool sameBytes, ReadFile& file)
{
    Lost& lost = lost_[at];
    lost.taken = true;
    if (ownOf(file) == at) {
        lost.rowMoved = true;
        return;
    }
    if (!sameBytes) {
        file.change = ReadFile::Change::added;
        file.known = {};
        file.mergeInto = lost.track.file.track;
        file.mergedBy = by;
        return;
    }
    file.known = lost.track.file;
    file.change = lost.track.away ? ReadFile::Change::another : ReadFile::Change::moved;
    lost.rowMoved = !lost.track.away;
    if (lost.track.away)
        file.audioKey = lost.track.clue.audioKey;
}

void Moves::match(
    std::vector<ReadFile>& held, std::vector<FileClue>& clues, std::vector<bool>& decided)
{
    std::vector<FileClue> lost, added;
    std::vector<std::uint32_t> lostAt, addedAt;
    for (std::uint32_t i = 0; i < lost_.size(); ++i) {
        if (!lost_[i].taken) {
            lost.push_back(lost_[i].track.clue);
            lostAt.push_back(i);
        }
    }
    for (std::uint32_t i = 0; i < held.size(); ++i) {
        if (!decided[i]) {
            added.push_back(clues[i]);
            addedAt.push_back(i);
        }
    }
    for (const MoveMatch& m : matchMoves(lost, added, true)) {
        const std::uint32_t i = addedAt[m.added];
        apply(lostAt[m.lost], m.by, m.isSameBytes(), held[i]);
        decided[i] = true;
    }
}

void Moves::findKeys(const std::vector<ReadFile>& held, std::vector<FileClue>& clues,
    const std::vector<bool>& decided, const KeyOf& keyOf, std::chrono::milliseconds patience,
    const std::stop_token& stop) const
{
    const auto until = std::chrono::steady_clock::now() + patience;
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (decided[i] || !clues[i].audioKey.empty())
            continue;
        const bool mayBe = std::ranges::any_of(lost_, [&](const Lost& lost) {
            return !lost.taken && !lost.track.clue.audioKey.empty()
                && isSameLength(lost.track.clue.durationMs, clues[i].durationMs);
        });
        if (!mayBe)
            continue;
        if (stop.stop_requested() || std::chrono::steady_clock::now() > until)
            return;
        const auto plan = std::ranges::find_if(
            plans_, [&](const RootPlan& p) { return p.root.id == held[i].root; });
        if (plan != plans_.end())
            clues[i].audioKey = keyOf(joinPath(plan->root.path, held[i].path));
    }
}

void Moves::resolve(std::vector<ReadFile>& held, const KeyOf& keyOf,
    std::chrono::milliseconds patience, const std::stop_token& stop)
{
    std::vector<FileClue> clues;
    std::vector<std::int64_t> owns;
    for (const ReadFile& file : held) {
        clues.push_back(clueOf(file));
        owns.push_back(ownOf(file));
    }
    std::vector<bool> decided(held.size());
    match(held, clues, decided);
    if (keyOf) {
        findKeys(held, clues, decided, keyOf, patience, stop);
        match(held, clues, decided);
    }
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (held[i].change == ReadFile::Change::added
            || held[i].change == ReadFile::Change::updated)
            held[i].audioKey = clues[i].audioKey;
        if (owns[i] < 0)
            continue;
        Lost& own = lost_[static_cast<std::size_t>(owns[i])];
        if (!decided[i] && !own.taken) {
            own.taken = own.rowMoved = true; // replaced, or retagged beyond recognition
            continue;
        }
        if (!decided[i]) {
            held[i].change = ReadFile::Change::added;
            held[i].known = {};
        }
        if (held[i].change != ReadFile::Change::updated)
            displaced_.push_back(own.track.file.file);
    }
}

std::vector<FileId> Moves::missing() const
{
    std::set<std::int64_t> moved;
    for (const Lost& lost : lost_) {
        if (lost.rowMoved)
            moved.insert(lost.track.file.file.value);
    }
    std::vector<FileId> missing;
    for (const FileId file : vanished_) {
        if (!moved.contains(file.value))
            missing.push_back(file);
    }
    return missing;
}

} // namespace segue::scan
