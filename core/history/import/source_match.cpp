#include "core/history/import/source_match.h"

#include "core/history/import/match_keys.h"
#include "core/playlist/playlist_file.h"
#include "core/text/name_match.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace segue {

namespace {

constexpr std::size_t mostCompared = 200; // of one file name: "01.mp3" says nothing

/// Whether a file's name is more than "01", "track 3", "disc1-05".
bool isTelling(std::string_view foldedName)
{
    static constexpr std::array<std::string_view, 6> plain{
        "track", "audio", "titel", "piste", "disc", "side"};
    std::string letters;
    for (const char c : foldedName.substr(0, foldedName.rfind('.'))) {
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80)
            letters += c;
    }
    return letters.size() >= 4 && std::ranges::find(plain, letters) == plain.end();
}

} // namespace

SourceMatcher::SourceMatcher(const TrackTable& table)
    : table_(table)
{
    paths_.reserve(table.size());
    names_.reserve(table.size());
    tags_.reserve(table.size());
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const std::string_view path = table.text(track.path);
        if (track.startMs != 0 || track.endMs != 0)
            continue; // parts of a file share its path: players know the whole
        paths_.try_emplace(path, row);
        names_.emplace(foldText(utf8OfPath(lastNameOf(path))), row);
        if (track.artist.size != 0)
            tags_.emplace(foldedTrackKey(table.text(track.artist), table.text(track.title)), row);
        if (track.albumArtist.size != 0 && track.albumArtist != track.artist)
            tags_.emplace(
                foldedTrackKey(table.text(track.albumArtist), table.text(track.title)), row);
    }
}

SourceMatch SourceMatcher::find(const SourceTrack& track) const
{
    std::vector<std::string_view> places{track.path};
    places.insert(places.end(), track.otherPaths.begin(), track.otherPaths.end());
    std::erase_if(places, [](std::string_view place) { return place.empty(); });
    for (const std::string_view place : places) {
        if (const auto found = paths_.find(place); found != paths_.end())
            return {SourceMatchBy::path, found->second, {}};
    }
    SourceMatch unsure;
    for (const std::string_view place : places) {
        SourceMatch match = byTail(track, place);
        if (match.by == SourceMatchBy::tail)
            return match;
        if (match.by == SourceMatchBy::ambiguous)
            unsure = std::move(match);
    }
    SourceMatch match = byTags(track);
    return match.by == SourceMatchBy::nothing ? unsure : match;
}

SourceMatch SourceMatcher::byTail(const SourceTrack& track, std::string_view place) const
{
    const std::string path = foldText(utf8OfPath(place));
    const std::string name(lastNameOf(path));
    const auto [begin, end] = names_.equal_range(name);
    const std::string title = foldText(track.title);
    int best = 0;
    std::vector<Row> rows;
    std::size_t compared = 0;
    for (auto it = begin; it != end; ++it) {
        const TrackRecord& record = table_[it->second];
        const Lengths lengths = compareLengths(track.durationMs, record.durationMs);
        const bool sameTitle = !title.empty() && title == foldText(table_.text(record.title));
        // Another track under a name like this one's: "CD1/01.mp3" of another box.
        if (lengths == Lengths::different
            || (!title.empty() && !sameTitle && lengths != Lengths::same))
            continue;
        if (++compared > mostCompared)
            break;
        int same = namesInCommon(path, foldText(utf8OfPath(table_.text(record.path))));
        // The more speaks for it, the fewer names have to agree: "05.mp3" as long as another one is
        // nothing yet.
        const bool isNamed = isTelling(name);
        const int needed = sameTitle   ? 1
            : lengths == Lengths::same ? (isNamed && title.empty() ? 1 : 2)
                                       : (isNamed ? 2 : 3);
        if (same < needed)
            continue;
        same = 2 * same + (sameTitle ? 1 : 0);
        if (same > best) {
            best = same;
            rows.clear();
        }
        if (same == best)
            rows.push_back(it->second);
    }
    if (rows.size() == 1)
        return {SourceMatchBy::tail, rows.front(), {}};
    if (rows.empty())
        return {};
    rows.resize(std::min(rows.size(), mostCandidates));
    return {SourceMatchBy::ambiguous, 0, std::move(rows)};
}

std::vector<Row> SourceMatcher::withTags(std::string_view artist, std::string_view title) const
{
    std::vector<Row> rows;
    const auto [begin, end] = tags_.equal_range(foldedTrackKey(artist, title));
    for (auto it = begin; it != end; ++it)
        rows.push_back(it->second);
    return rows;
}

SourceMatch SourceMatcher::byTags(const SourceTrack& track) const
{
    if (track.title.empty())
        return {};
    std::vector<Row> rows;
    for (const std::string* artist : {&track.artist, &track.albumArtist}) {
        if (rows.empty() && !artist->empty())
            rows = withTags(*artist, track.title);
    }
    std::ranges::sort(rows);
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    const std::string album = bareAlbum(track.album);
    std::vector<Row> sure;
    for (const Row row : rows) {
        const TrackRecord& record = table_[row];
        const Lengths lengths = compareLengths(track.durationMs, record.durationMs);
        const std::string theirs = bareAlbum(table_.text(record.album));
        const bool albumKnown = !album.empty() && !theirs.empty();
        if (lengths == Lengths::different || (albumKnown && album != theirs))
            continue;
        // Without an album and a length, artist and title alone would be a guess between versions.
        if (albumKnown || lengths == Lengths::same || rows.size() == 1)
            sure.push_back(row);
    }
    if (sure.size() > 1) { // editions of one album in two folders: the exact name decides
        std::vector<Row> exact;
        for (const Row row : sure) {
            if (foldText(table_.text(table_[row].album)) == foldText(track.album))
                exact.push_back(row);
        }
        if (exact.size() == 1)
            sure = std::move(exact);
    }
    if (sure.size() == 1)
        return {SourceMatchBy::tags, sure.front(), {}};
    if (sure.empty())
        return {};
    sure.resize(std::min(sure.size(), mostCandidates));
    return {SourceMatchBy::ambiguous, 0, std::move(sure)};
}

} // namespace segue
