#include "core/history/import/history_match.h"

#include "core/history/import/match_keys.h"
#include "core/library/health/name_keys.h"
#include "core/text/name_match.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace segue {

namespace {

/// Empty for titles that many recordings have.
std::string bareKey(std::string_view artist, std::string_view title)
{
    const std::string recording = health::recordingKey(title);
    const std::string main = health::artistKey(health::mainArtist(artist));
    return recording.empty() || main.empty() ? std::string() : main + '\x1f' + recording;
}

} // namespace

HistoryMatcher::HistoryMatcher(const TrackTable& table)
    : table_(table)
{
    for (Row row = 0; row < table.size(); ++row) {
        const TrackRecord& track = table[row];
        const std::string_view title = table.text(track.title);
        if (track.recordingMbid.size != 0)
            recordings_.emplace(std::string(table.text(track.recordingMbid)), row);
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

std::optional<Row> HistoryMatcher::bestOf(
    const HistoryTrack& track, const Rows& rows, const std::string& key, bool isTelling) const
{
    const std::string album = bareAlbum(track.album);
    std::optional<Row> best;
    std::tuple<bool, bool, bool, std::int64_t> bestRank;
    const auto [begin, end] = rows.equal_range(key);
    for (auto it = begin; it != end; ++it) {
        const TrackRecord& record = table_[it->second];
        if (compareLengths(track.durationMs, record.durationMs) == Lengths::different)
            continue;
        const bool sameAlbum = !album.empty() && album == bareAlbum(table_.text(record.album));
        const bool sameLength = track.durationMs > 0 && record.durationMs > 0;
        if (!isTelling && !sameAlbum && !sameLength)
            continue;
        const std::tuple rank(sameAlbum, record.available, record.lossless, -record.id.value);
        if (!best || rank > bestRank) {
            best = it->second;
            bestRank = rank;
        }
    }
    return best;
}

std::optional<Row> HistoryMatcher::find(const HistoryTrack& track) const
{
    if (!track.recordingMbid.empty()) {
        if (const auto found = bestOf(track, recordings_, track.recordingMbid, true))
            return found;
    }
    const std::string bare = bareKey(track.artist, track.title);
    if (const auto found
        = bestOf(track, names_, foldedTrackKey(track.artist, track.title), !bare.empty()))
        return found;
    return bare.empty() ? std::nullopt : bestOf(track, bareNames_, bare, true);
}

} // namespace segue
