#include "core/history/import/import_plan.h"

#include "core/playlist/playlist_file.h"
#include "core/playlist/playlist_match.h"

#include <algorithm>
#include <map>

namespace segue {

namespace {

bool isFound(SourceMatchBy by)
{
    return by == SourceMatchBy::path || by == SourceMatchBy::tail || by == SourceMatchBy::tags;
}

UtcMs earlier(UtcMs a, UtcMs b)
{
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

/// A total, and how sure the track is that its rating came from.
struct Gathered {
    PlannedTotal total;
    SourceMatchBy ratedBy = SourceMatchBy::nothing;
};

void gather(Gathered& to, const SourceTrack& track, SourceMatchBy by)
{
    PlannedTotal& total = to.total;
    if (track.rating && (!total.rating || by < to.ratedBy)) {
        total.rating = track.rating;
        to.ratedBy = by;
    } else if (track.rating && by == to.ratedBy) {
        total.rating = std::max(*total.rating, *track.rating);
    }
    total.plays = countFrom(total.plays + track.plays);
    total.skips = countFrom(total.skips + track.skips);
    total.firstPlayed = earlier(total.firstPlayed, track.firstPlayed);
    total.lastPlayed = std::max(total.lastPlayed, track.lastPlayed);
    total.addedAt = earlier(total.addedAt, track.addedAt);
}

/// Times of a clock that went wrong become now; dates that tell nothing new become none.
void settleTimes(PlannedTotal& total, UtcMs libraryAddedAt, UtcMs now)
{
    total.lastPlayed = std::min(total.lastPlayed, now);
    total.firstPlayed = std::min(total.firstPlayed, total.lastPlayed);
    if (total.addedAt >= std::min(libraryAddedAt, now))
        total.addedAt = 0;
}

UnmatchedTrack unmatchedFrom(
    const SourceTrack& track, const SourceMatch& match, const TrackTable& table)
{
    UnmatchedTrack unmatched;
    unmatched.title = track.title;
    unmatched.artist = track.artist.empty() ? track.albumArtist : track.artist;
    unmatched.path = track.path;
    for (const Row row : match.candidates)
        unmatched.candidates.push_back(table[row].id);
    return unmatched;
}

PlaylistEntry missingEntry(const SourceTrack& track)
{
    PlaylistEntry entry;
    entry.path = track.path;
    entry.title = track.title;
    entry.artist = track.artist;
    entry.album = track.album;
    entry.durationMs
        = static_cast<std::uint32_t>(std::clamp<std::int64_t>(track.durationMs, 0, UINT32_MAX));
    if (entry.title.empty())
        entry.title = utf8OfPath(track.path.substr(track.path.rfind('/') + 1));
    return entry;
}

void findConflicts(ImportPlan& plan, const TrackTable& table, const TrackStatsMap& stats)
{
    for (const PlannedTotal& total : plan.totals) {
        const auto own = stats.find(total.track);
        if (!total.rating || own == stats.end() || !own->second.rating || own->second.ratingImported
            || *own->second.rating == *total.rating)
            continue;
        const TrackRecord& track = table[*table.rowOf(total.track)];
        plan.conflicts.push_back({total.track, std::string(table.text(track.title)),
            std::string(table.text(track.artist)), *own->second.rating, *total.rating});
    }
}

} // namespace

std::size_t ImportPlan::ratings() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        totals, [](const PlannedTotal& total) { return total.rating.has_value(); }));
}

std::int64_t ImportPlan::plays() const
{
    std::int64_t sum = 0;
    for (const PlannedTotal& total : totals)
        sum += total.plays;
    return sum;
}

std::size_t ImportPlan::dates() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(totals, [](const PlannedTotal& total) { return total.addedAt > 0; }));
}

ImportPlan planImport(
    const SourceLibrary& library, const TrackTable& table, const TrackStatsMap& stats, UtcMs now)
{
    ImportPlan plan;
    plan.source = library.source;
    plan.notes = library.notes;
    plan.tracks = library.tracks.size();
    const SourceMatcher matcher(table);
    std::vector<SourceMatch> matches;
    matches.reserve(library.tracks.size());
    std::map<TrackId, Gathered> gathered;
    for (const SourceTrack& track : library.tracks) {
        SourceMatch match = matcher.find(track);
        ++plan.matched[static_cast<std::size_t>(match.by)];
        if (!isFound(match.by)) {
            plan.unmatched.push_back(unmatchedFrom(track, match, table));
        } else if (track.hasFigures()) {
            Gathered& to = gathered[table[match.row].id];
            to.total.track = table[match.row].id;
            gather(to, track, match.by);
        }
        matches.push_back(std::move(match));
    }
    for (auto& [id, one] : gathered) {
        settleTimes(one.total, table[*table.rowOf(id)].addedAt, now);
        if (one.total.hasTotals() || one.total.addedAt > 0)
            plan.totals.push_back(one.total);
    }
    findConflicts(plan, table, stats);
    std::map<std::string, int> named; // two lists of one name are told apart by a number
    for (const SourceList& list : library.lists) {
        PlannedList planned;
        planned.name = list.name.empty() ? "Playlist" : list.name;
        if (const int n = ++named[planned.name]; n > 1)
            planned.name += " (" + std::to_string(n) + ")";
        for (const std::uint32_t place : list.tracks) {
            const bool found = isFound(matches[place].by);
            planned.missing += found ? 0 : 1;
            planned.entries.push_back(
                found ? entryOf(table, matches[place].row) : missingEntry(library.tracks[place]));
        }
        plan.lists.push_back(std::move(planned));
    }
    return plan;
}

ImportPlan planOfHistory(const ListeningHistory& history, HistoryPlan what)
{
    ImportPlan plan;
    plan.source = history.source;
    plan.notes = history.notes;
    plan.tracks = what.tracks;
    plan.matched[static_cast<std::size_t>(SourceMatchBy::tags)] = what.matchedTracks;
    plan.matched[static_cast<std::size_t>(SourceMatchBy::nothing)]
        = what.tracks - what.matchedTracks;
    for (const MissingTrack& track : what.missingTracks)
        plan.unmatched.push_back({track.title, track.artist, {}, {}});
    plan.history = std::make_shared<const HistoryPlan>(std::move(what));
    return plan;
}

} // namespace segue
