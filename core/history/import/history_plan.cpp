#include "core/history/import/history_plan.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <limits>

namespace segue {

namespace {

constexpr UtcMs firstTime = 946'684'800'000; // 2000
constexpr UtcMs nextAtOnceMs = 90 * msPerSecond; // some files know minutes only

constexpr Row noRow = std::numeric_limits<Row>::max();

/// Plays whose time is possible, in order.
std::vector<HistoryPlay> inOrder(const ListeningHistory& history, UtcMs now, HistoryPlan& plan)
{
    std::vector<HistoryPlay> plays;
    plays.reserve(history.plays.size());
    for (const HistoryPlay& play : history.plays) {
        if (play.startedAt < firstTime || play.startedAt > now)
            ++plan.badTimes;
        else
            plays.push_back(play);
    }
    std::ranges::stable_sort(plays,
        [](const HistoryPlay& a, const HistoryPlay& b) { return a.startedAt < b.startedAt; });
    if (!plays.empty()) {
        plan.first = plays.front().startedAt;
        plan.last = plays.back().startedAt;
    }
    return plays;
}

/// The tracks of a history in the library.
struct Found {
    Row row = noRow; ///< the copy to count for
    std::shared_ptr<const std::vector<TrackId>> copies; ///< in order; null: only that one
};

void addMissing(const ListeningHistory& history, const std::vector<std::size_t>& playsOfTrack,
    const std::vector<Found>& found, HistoryPlan& plan)
{
    std::unordered_map<std::string, std::size_t> artists, tracks;
    for (std::size_t i = 0; i < history.tracks.size(); ++i) {
        if (found[i].row != noRow || playsOfTrack[i] == 0)
            continue;
        const HistoryTrack& track = history.tracks[i];
        const std::string artist = foldText(track.artist);
        const auto [at, isNewArtist] = artists.try_emplace(artist, plan.missingArtists.size());
        if (isNewArtist)
            plan.missingArtists.push_back({track.artist, 0, 0});
        const auto [it, isNewTrack] = tracks.try_emplace(
            artist + '\x1f' + foldText(track.title), plan.missingTracks.size());
        if (isNewTrack)
            plan.missingTracks.push_back({track.artist, track.title, 0});
        plan.missingArtists[at->second].plays += playsOfTrack[i];
        plan.missingArtists[at->second].tracks += isNewTrack;
        plan.missingTracks[it->second].plays += playsOfTrack[i];
    }
    std::ranges::stable_sort(plan.missingArtists, std::ranges::greater(), &MissingArtist::plays);
    std::ranges::stable_sort(plan.missingTracks, std::ranges::greater(), &MissingTrack::plays);
}

UtcMs endTimeOf(const HistoryPlay& play)
{
    return play.startedAt + play.msHeard;
}

UtcMs minuteOf(UtcMs at)
{
    return at - at % msPerMinute;
}

/// Some histories know when a play ended to the minute, cut off.
bool endsOnMinute(const HistoryPlay& play)
{
    return endTimeOf(play) % msPerMinute == 0;
}

/// Whether both are one play as two files of one service have it, perhaps to the minute only.
bool areTwins(const HistoryPlay& a, const HistoryPlay& b)
{
    if (a.msHeard < 0 || a.msHeard != b.msHeard)
        return false;
    return a.startedAt == b.startedAt
        || ((endsOnMinute(a) || endsOnMinute(b))
            && minuteOf(endTimeOf(a)) == minuteOf(endTimeOf(b)));
}

/// Whether `first` had ended when `second`, which starts no earlier, began: one of them was
/// restarted or repeated.
bool arePlayedTwice(const HistoryPlay& first, const HistoryPlay& second)
{
    constexpr std::int64_t crossfadeMs = 5 * msPerSecond;
    if (first.msHeard < 0 || second.msHeard < 0)
        return false;
    if (endsOnMinute(first) && endsOnMinute(second)) {
        return endTimeOf(first) != endTimeOf(second)
            && second.startedAt + msPerMinute > endTimeOf(first);
    }
    return second.startedAt >= endTimeOf(first) - std::min(crossfadeMs, first.msHeard / 2);
}

/// Of a play and its double the one that tells more: what was heard, longer, and how it ended.
HistoryPlay moreOf(const HistoryPlay& kept, const HistoryPlay& other)
{
    const auto worth
        = [](const HistoryPlay& play) { return std::pair(play.msHeard, play.endedBy.has_value()); };
    const bool isBetter = worth(other) > worth(kept);
    HistoryPlay more = isBetter ? other : kept;
    if (!more.endedBy)
        more.endedBy = (isBetter ? kept : other).endedBy;
    more.isPrivate = kept.isPrivate || other.isPrivate;
    return more;
}

/// A play without its doubles.
struct Kept {
    UtcMs startedAt = 0; ///< of the first of them
    std::size_t at = 0; ///< its place among the plays
    HistoryPlay play; ///< with what the doubles tell more
};

/// Drops doubles: plays have to come in order of time.
class Doubles {
public:
    /// Whether `play`, the one at `at`, is a double of one before. `recording` is the same for all
    /// copies of one.
    bool add(TrackId recording, const HistoryPlay& play, std::size_t at)
    {
        std::vector<std::size_t>& recent = recent_[recording];
        std::erase_if(recent, [&](std::size_t before) {
            return play.startedAt - kept_[before].startedAt >= samePlayMs;
        });
        auto found = std::ranges::find_if(
            recent, [&](std::size_t before) { return areTwins(kept_[before].play, play); });
        if (found == recent.end()) {
            found = std::ranges::find_if(recent,
                [&](std::size_t before) { return !arePlayedTwice(kept_[before].play, play); });
        }
        if (found == recent.end()) {
            if (recent.size() == mostRecent)
                recent.erase(recent.begin());
            recent.push_back(kept_.size());
            kept_.push_back({play.startedAt, at, play});
            return false;
        }
        kept_[*found].play = moreOf(kept_[*found].play, play);
        return true;
    }
    const std::vector<Kept>& kept() const { return kept_; }

private:
    static constexpr std::size_t mostRecent = 64; ///< nobody hears more in samePlayMs

    std::vector<Kept> kept_;
    std::unordered_map<TrackId, std::vector<std::size_t>> recent_; ///< into kept_
};

/// `next`: when the next play began that is no double.
EndedBy endOf(const HistoryPlay& play, std::optional<UtcMs> next)
{
    if (play.endedBy)
        return *play.endedBy;
    if (play.msHeard < 0)
        return EndedBy::finished;
    return next && *next - endTimeOf(play) <= nextAtOnceMs ? EndedBy::next : EndedBy::stopped;
}

Found findTrack(const HistoryMatcher& matcher, const TrackTable& table, const HistoryTrack& track)
{
    Found found{matcher.find(track).value_or(noRow), nullptr};
    if (found.row == noRow)
        return found;
    std::vector<TrackId> copies;
    for (const Row row : matcher.fitting(track))
        copies.push_back(table[row].id);
    if (copies.size() > 1)
        found.copies = std::make_shared<const std::vector<TrackId>>(std::move(copies));
    return found;
}

} // namespace

bool isKnownPlay(const KnownStarts& known, TrackId track, UtcMs startedAt)
{
    const auto found = known.find(track);
    if (found == known.end())
        return false;
    const auto at = std::ranges::upper_bound(found->second, startedAt - samePlayMs);
    return at != found->second.end() && *at < startedAt + samePlayMs;
}

bool isKnownPlay(const KnownStarts& known, const PlannedPlay& play)
{
    const auto isKnown
        = [&](TrackId track) { return isKnownPlay(known, track, play.listen.startedAt); };
    return play.copies ? std::ranges::any_of(*play.copies, isKnown) : isKnown(play.listen.track);
}

HistoryPlan planHistory(const ListeningHistory& history, const TrackTable& table,
    const KnownStarts& known, const Clock& clock)
{
    HistoryPlan plan;
    plan.plays = history.plays.size();
    plan.unreadable = history.unreadable;
    plan.unheard = history.unheard;
    plan.notMusic = history.notMusic;
    plan.tracks = history.tracks.size();
    const std::vector<HistoryPlay> plays = inOrder(history, clock.now(), plan);
    const HistoryMatcher matcher(table);
    std::vector<Found> found;
    for (const HistoryTrack& track : history.tracks) {
        found.push_back(findTrack(matcher, table, track));
        plan.matchedTracks += found.back().row != noRow;
    }

    Doubles doubles;
    std::vector<std::size_t> playsOfTrack(history.tracks.size());
    std::vector<bool> isDouble(plays.size());
    for (std::size_t i = 0; i < plays.size(); ++i) {
        const Found& track = found[plays[i].track];
        ++playsOfTrack[plays[i].track];
        if (track.row == noRow) {
            ++plan.unmatched;
        } else if (doubles.add(
                       track.copies ? track.copies->front() : table[track.row].id, plays[i], i)) {
            ++plan.doubles;
            isDouble[i] = true;
        }
    }
    for (const Kept& kept : doubles.kept()) {
        const HistoryPlay& play = kept.play;
        const Found& track = found[play.track];
        PlannedPlay planned{{}, play.isPrivate, track.copies};
        Listen& listen = planned.listen;
        listen.track = table[track.row].id;
        listen.startedAt = kept.startedAt;
        if (isKnownPlay(known, planned)) {
            ++plan.known;
            continue;
        }
        std::size_t next = kept.at + 1;
        while (next < plays.size() && isDouble[next])
            ++next;
        listen.startedAt = play.startedAt;
        listen.utcOffsetMin = clock.utcOffsetMinutes(listen.startedAt);
        listen.durationMs = table[track.row].durationMs > 0 ? table[track.row].durationMs
                                                            : history.tracks[play.track].durationMs;
        listen.msHeard = play.msHeard < 0 ? listen.durationMs : play.msHeard;
        listen.startedBy = StartedBy::import;
        listen.endedBy = endOf(
            play, next < plays.size() ? std::optional(plays[next].startedAt) : std::nullopt);
        listen.shuffle = play.shuffle;
        plan.listens.push_back(std::move(planned));
    }
    std::ranges::stable_sort(
        plan.listens, {}, [](const PlannedPlay& play) { return play.listen.startedAt; });
    for (const PlannedPlay& play : plan.listens) {
        plan.privatePlays += play.isPrivate;
        const Outcome outcome = outcomeOf(play.listen);
        plan.follows += outcome == Outcome::follow;
        plan.skips += outcome == Outcome::skip;
    }
    addMissing(history, playsOfTrack, found, plan);
    return plan;
}

} // namespace segue
