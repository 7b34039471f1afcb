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

void addMissing(const ListeningHistory& history, const std::vector<std::size_t>& playsOfTrack,
    const std::vector<Row>& rows, HistoryPlan& plan)
{
    std::unordered_map<std::string, std::size_t> artists, tracks;
    for (std::size_t i = 0; i < history.tracks.size(); ++i) {
        if (rows[i] != noRow || playsOfTrack[i] == 0)
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

/// What a double tells more than the one that is kept.
void takeOver(
    PlannedPlay& kept, const PlannedPlay& other, bool keptIsScrobble, bool otherIsScrobble)
{
    kept.isPrivate |= other.isPrivate;
    if (!keptIsScrobble || otherIsScrobble)
        return;
    kept.listen.msHeard = other.listen.msHeard;
    kept.listen.endedBy = other.listen.endedBy;
    kept.listen.shuffle = other.listen.shuffle;
}

EndedBy endOf(const HistoryPlay& play, const HistoryPlay* next)
{
    if (play.endedBy)
        return *play.endedBy;
    if (play.msHeard < 0)
        return EndedBy::finished;
    const UtcMs end = play.startedAt + play.msHeard;
    return next && next->startedAt - end <= nextAtOnceMs ? EndedBy::next : EndedBy::stopped;
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
    std::vector<Row> rows;
    for (const HistoryTrack& track : history.tracks)
        rows.push_back(matcher.find(track).value_or(noRow));
    plan.matchedTracks = rows.size() - static_cast<std::size_t>(std::ranges::count(rows, noRow));

    struct Kept {
        UtcMs startedAt = 0;
        std::size_t index = 0; ///< into listens, or known
        bool isKnown = false, isScrobble = false;
    };
    std::unordered_map<TrackId, Kept> newest;
    std::vector<std::size_t> playsOfTrack(history.tracks.size());
    for (std::size_t i = 0; i < plays.size(); ++i) {
        const HistoryPlay& play = plays[i];
        const Row row = rows[play.track];
        ++playsOfTrack[play.track];
        if (row == noRow) {
            ++plan.unmatched;
            continue;
        }
        const TrackRecord& record = table[row];
        const bool isScrobble = play.msHeard < 0;
        PlannedPlay planned;
        planned.isPrivate = play.isPrivate;
        Listen& listen = planned.listen;
        listen.track = record.id;
        listen.startedAt = play.startedAt;
        listen.durationMs
            = record.durationMs > 0 ? record.durationMs : history.tracks[play.track].durationMs;
        listen.msHeard = isScrobble ? listen.durationMs : play.msHeard;
        listen.startedBy = StartedBy::import;
        listen.endedBy = endOf(play, i + 1 < plays.size() ? &plays[i + 1] : nullptr);
        listen.shuffle = play.shuffle;
        const auto before = newest.find(record.id);
        if (before != newest.end() && play.startedAt - before->second.startedAt < samePlayMs) {
            ++plan.doubles;
            Kept& kept = before->second;
            if (!kept.isKnown) {
                takeOver(plan.listens[kept.index], planned, kept.isScrobble, isScrobble);
                kept.isScrobble &= isScrobble;
            }
            continue;
        }
        const bool isKnown = isKnownPlay(known, record.id, play.startedAt);
        newest[record.id] = {play.startedAt, plan.listens.size(), isKnown, isScrobble};
        if (isKnown) {
            ++plan.known;
            continue;
        }
        listen.utcOffsetMin = clock.utcOffsetMinutes(listen.startedAt);
        plan.listens.push_back(planned);
    }
    for (const PlannedPlay& play : plan.listens) {
        plan.privatePlays += play.isPrivate;
        const Outcome outcome = outcomeOf(play.listen);
        plan.follows += outcome == Outcome::follow;
        plan.skips += outcome == Outcome::skip;
    }
    addMissing(history, playsOfTrack, rows, plan);
    return plan;
}

} // namespace segue
