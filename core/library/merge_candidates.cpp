// Which tracks may be one: the sure pairs by the rules of a scan, the doubtful ones for the user.
#include "core/library/merges.h"

#include "core/db/connection.h"
#include "core/library/scan/scan_plan.h"
#include "core/library/scan/scan_store.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace segue {

namespace {

constexpr UtcMs recentFor = msPerDay;
constexpr std::uint32_t offerToleranceMs = 1000;

std::string foldedStem(std::string_view path)
{
    std::string_view name = path.substr(path.rfind('/') + 1);
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0)
        name = name.substr(0, dot);
    return foldText(name);
}

struct Shared {
    int count = 0;
    std::string words;
    void add(bool same, const char* what)
    {
        if (!same)
            return;
        words += (count == 0 ? "" : ", ") + std::string(what);
        ++count;
    }
};

/// What two tracks of one length have in common; no words where that is too little.
Shared shared(const scan::KnownTrack& lost, const scan::KnownTrack& found)
{
    const std::string lostTitle = foldText(lost.title), foundTitle = foldText(found.title);
    Shared s;
    s.add(!lostTitle.empty() && lostTitle == foundTitle, "title");
    s.add(foldedStem(lost.file.path) == foldedStem(found.file.path), "file name");
    if (s.count == 0)
        return s;
    const std::string artist = foldText(lost.artist);
    s.add(!artist.empty() && artist == foldText(found.artist), "artist");
    const std::string album = foldText(lost.album);
    s.add(!album.empty() && album == foldText(found.album), "album");
    return s;
}

/// Plays and ratings of a track; 0: nothing would be lost with it.
std::pair<std::int64_t, std::int64_t> eventsOf(db::Connection& connection, TrackId track)
{
    auto& s = connection.statement(
        "SELECT (SELECT count(*) FROM play WHERE track_id = ?1), "
        "(SELECT count(*) FROM rating_event WHERE track_id = ?1) + (SELECT count(*) FROM "
        "imported_total WHERE track_id = ?1)");
    s.bind(1, track.value);
    s.executeStep();
    const std::pair events(s.getColumn(0).getInt64(), s.getColumn(1).getInt64());
    s.reset();
    return events;
}

std::set<std::pair<TrackId, TrackId>> refusals(db::Connection& connection)
{
    std::set<std::pair<TrackId, TrackId>> refused;
    auto& s = connection.statement("SELECT lost_track, found_track FROM merge_refusal");
    while (s.executeStep())
        refused.emplace(TrackId{s.getColumn(0).getInt64()}, TrackId{s.getColumn(1).getInt64()});
    return refused;
}

std::string rootPath(const std::vector<scan::ScanRoot>& roots, RootId id)
{
    const auto found = std::ranges::find(roots, id, &scan::ScanRoot::id);
    return found == roots.end() ? std::string() : found->path;
}

} // namespace

std::vector<MergeOffer> findMergeOffers(db::Connection& connection)
{
    const std::vector<scan::KnownTrack> lost = scan::loadLostTracks(connection);
    if (lost.empty())
        return {};
    const UtcMs first = std::ranges::min(lost, {}, &scan::KnownTrack::addedAt).addedAt;
    std::vector<scan::KnownTrack> found = scan::loadPresentTracks(connection, first);
    std::ranges::sort(found, {}, [](const scan::KnownTrack& t) { return t.clue.durationMs; });
    const auto refused = refusals(connection);
    const std::vector<scan::ScanRoot> roots = scan::loadRoots(connection);
    std::vector<MergeOffer> offers;
    for (const scan::KnownTrack& l : lost) {
        if (l.away || l.clue.durationMs == 0)
            continue;
        const scan::KnownTrack* best = nullptr;
        Shared why;
        bool several = false;
        const std::uint32_t least
            = l.clue.durationMs - std::min(l.clue.durationMs, offerToleranceMs);
        for (auto at = std::ranges::lower_bound(
                 found, least, {}, [](const scan::KnownTrack& t) { return t.clue.durationMs; });
             at != found.end() && at->clue.durationMs <= l.clue.durationMs + offerToleranceMs;
             ++at) {
            if (at->addedAt <= l.addedAt || refused.contains({l.file.track, at->file.track}))
                continue;
            Shared s = shared(l, *at);
            if (s.count == 0 || s.count < why.count)
                continue;
            several = s.count == why.count;
            best = &*at;
            why = std::move(s);
        }
        if (!best || several)
            continue;
        const auto [plays, ratings] = eventsOf(connection, l.file.track);
        if (plays + ratings == 0)
            continue;
        offers.push_back({l.file.track, best->file.track, l.title, l.artist,
            scan::joinPath(rootPath(roots, l.root), l.file.path), best->title, best->artist,
            scan::joinPath(rootPath(roots, best->root), best->file.path), plays,
            "same length, " + why.words});
    }
    // A found track that fits several lost ones is offered to none.
    std::unordered_map<TrackId, int> uses;
    for (const MergeOffer& offer : offers)
        ++uses[offer.found];
    std::erase_if(offers, [&](const MergeOffer& offer) { return uses[offer.found] > 1; });
    return offers;
}

std::vector<SureMerge> findSureMerges(db::Connection& connection, UtcMs now)
{
    const std::vector<scan::KnownTrack> lost = scan::loadLostTracks(connection);
    if (lost.empty())
        return {};
    std::vector<LostFile> lostClues;
    std::vector<scan::KnownTrack> found = scan::loadPresentTracks(connection, now - recentFor);
    std::set<TrackId> known;
    for (const scan::KnownTrack& f : found)
        known.insert(f.file.track);
    for (const scan::KnownTrack& l : lost) {
        lostClues.push_back(l.clue);
        if (l.clue.audioKey.empty())
            continue;
        for (scan::KnownTrack& f : scan::loadPresentTracks(connection, l.clue.audioKey)) {
            if (!known.insert(f.file.track).second)
                continue;
            f.clue = {}; // nothing but its sound counts
            f.clue.audioKey = l.clue.audioKey;
            found.push_back(std::move(f));
        }
    }
    std::vector<NewFile> foundClues;
    for (const scan::KnownTrack& f : found)
        foundClues.push_back(f.clue);
    std::vector<SureMerge> merges;
    for (const MoveMatch& match : matchMoves(lostClues, foundClues, true)) {
        const scan::KnownTrack &l = lost[match.lost], &f = found[match.added];
        if (f.addedAt > l.addedAt)
            merges.push_back({l.file.track, f.file.track, match.by});
    }
    return merges;
}

} // namespace segue
