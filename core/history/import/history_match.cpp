#include "core/history/import/history_match.h"

#include "core/history/import/match_keys.h"
#include "core/library/artist_names.h"
#include "core/library/health/name_keys.h"
#include "core/text/name_match.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace segue {

namespace {

bool isAnyArtist(std::string_view artist)
{
    return isNoArtist(foldText(artist));
}

/// Empty for titles that many recordings have, and for what is no one artist.
std::string bareKey(std::string_view artist, std::string_view title)
{
    if (isAnyArtist(artist))
        return {};
    const std::string recording = health::recordingKey(title);
    const std::string main = health::artistKey(health::mainArtist(artist));
    return recording.empty() || main.empty() ? std::string() : main + '\x1f' + recording;
}

std::string mbidKey(std::string_view mbid)
{
    std::string key(mbid);
    for (char& c : key)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return key;
}

} // namespace

HistoryMatcher::HistoryMatcher(const TrackTable& table)
    : table_(table)
{
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const std::string_view title = table.text(track.title);
        if (track.recordingMbid.size != 0)
            recordings_.emplace(mbidKey(table.text(track.recordingMbid)), row);
        const auto add = [&](std::string_view artist) {
            names_.emplace(foldedTrackKey(artist, title), row);
            if (std::string key = bareKey(artist, title); !key.empty())
                bareNames_.emplace(std::move(key), row);
        };
        if (track.artist.size != 0)
            add(table.text(track.artist));
        if (track.albumArtist.size != 0 && track.albumArtist != track.artist)
            add(table.text(track.albumArtist));
    }
}

template <class Use>
void HistoryMatcher::forEachFitting(const HistoryTrack& track, const Rows& rows,
    const std::string& key, Also also, const Use& use) const
{
    const std::string album = bareAlbum(track.album);
    const auto [begin, end] = rows.equal_range(key);
    for (auto it = begin; it != end; ++it) {
        const TrackRecord& record = table_[it->second];
        if (compareLengths(track.durationMs, record.durationMs) == Lengths::different)
            continue;
        const bool sameAlbum = !album.empty() && album == bareAlbum(table_.text(record.album));
        const bool sameLength = track.durationMs > 0 && record.durationMs > 0;
        if (sameAlbum || also == Also::nothing || (also == Also::albumOrLength && sameLength))
            use(it->second, sameAlbum);
    }
}

std::optional<Row> HistoryMatcher::bestOf(
    const HistoryTrack& track, const Rows& rows, const std::string& key, Also also) const
{
    std::optional<Row> best;
    std::tuple<bool, bool, bool, std::int64_t> bestRank;
    forEachFitting(track, rows, key, also, [&](Row row, bool sameAlbum) {
        const TrackRecord& record = table_[row];
        const std::tuple rank(sameAlbum, record.available, record.lossless, -record.id.value);
        if (!best || rank > bestRank) {
            best = row;
            bestRank = rank;
        }
    });
    return best;
}

HistoryMatcher::Also HistoryMatcher::alsoFor(const HistoryTrack& track, const std::string& bare)
{
    if (!bare.empty())
        return Also::nothing;
    return isAnyArtist(track.artist) ? Also::album : Also::albumOrLength;
}

std::optional<Row> HistoryMatcher::find(const HistoryTrack& track) const
{
    if (!track.recordingMbid.empty()) {
        if (const auto found
            = bestOf(track, recordings_, mbidKey(track.recordingMbid), Also::nothing))
            return found;
    }
    const std::string bare = bareKey(track.artist, track.title);
    if (const auto found
        = bestOf(track, names_, foldedTrackKey(track.artist, track.title), alsoFor(track, bare)))
        return found;
    return bare.empty() ? std::nullopt : bestOf(track, bareNames_, bare, Also::nothing);
}

std::vector<Row> HistoryMatcher::fitting(const HistoryTrack& track) const
{
    std::vector<Row> all;
    const auto add = [&all](Row row, bool) { all.push_back(row); };
    if (!track.recordingMbid.empty())
        forEachFitting(track, recordings_, mbidKey(track.recordingMbid), Also::nothing, add);
    const std::string bare = bareKey(track.artist, track.title);
    forEachFitting(
        track, names_, foldedTrackKey(track.artist, track.title), alsoFor(track, bare), add);
    if (!bare.empty())
        forEachFitting(track, bareNames_, bare, Also::nothing, add);
    std::ranges::sort(all, {}, [this](Row row) { return table_[row].id.value; });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace segue
