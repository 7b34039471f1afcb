#include "core/library/edit/gain_fields.h"

#include "core/analysis/loudness.h"
#include "core/analysis/service/feature_store.h"
#include "core/db/connection.h"
#include "core/library/album_loudness.h"
#include "core/library/tags/audio_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>

namespace segue {

namespace {

constexpr double opusLufs = -23; // RFC 7845, 5.2.1
constexpr double quietest = -70; // silence has no gain

/// With a point, whatever the language is.
std::string decimals(double value, int places)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::fixed, places);
    return {text.data(), end.ptr};
}

std::string gainText(double lufs)
{
    return decimals(replayGainLufs - lufs, 2) + " dB";
}

std::string opusText(double lufs)
{
    const double steps = std::round((opusLufs - lufs) * 256);
    return std::to_string(static_cast<int>(std::clamp(steps, -32768.0, 32767.0)));
}

using Measured = std::unordered_map<TrackId, MeasuredLoudness>;

Measured loadMeasured(db::Connection& connection)
{
    Measured measured;
    auto& s = connection.statement("SELECT track_id, loudness, true_peak FROM track_features WHERE "
                                   "loudness > ?1 AND loudness < ?2");
    s.bind(1, quietest);
    s.bind(2, loudestLufs);
    while (s.executeStep())
        measured.emplace(TrackId{s.getColumn(0).getInt64()},
            MeasuredLoudness{s.getColumn(1).getDouble(),
                s.getColumn(2).isNull() ? 0 : s.getColumn(2).getDouble()});
    return measured;
}

/// All tracks of the album measured as one programme, from what analysis kept of their blocks.
std::optional<MeasuredLoudness> albumOf(db::Connection& connection, const TrackTable& tracks,
    const TrackRecord& track, const Measured& measured)
{
    if (tracks.text(tracks.albums()[track.albumIndex].title).empty())
        return std::nullopt; // what has no album is none
    std::vector<analysis::Loudness> parts;
    for (const Row row : tracks.rowsOfAlbum(track.albumIndex)) {
        const TrackRecord& one = tracks[row];
        std::optional<analysis::TrackFeatures> heard;
        if (measured.contains(one.id))
            heard = analysis::loadFeatures(connection, one.id);
        if (!heard)
            return std::nullopt;
        parts.push_back(std::move(heard->loudness));
    }
    std::vector<const analysis::Loudness*> all;
    for (const analysis::Loudness& part : parts)
        all.push_back(&part);
    const auto album = analysis::albumLoudness(all);
    if (!album)
        return std::nullopt;
    return MeasuredLoudness{double(album->integrated), double(album->peak)};
}

} // namespace

std::vector<tags::Field> gainFields(
    bool isOpus, const MeasuredLoudness& track, const std::optional<MeasuredLoudness>& album)
{
    std::vector<tags::Field> fields;
    const auto add = [&fields](const char* name, bool there, std::string value) {
        fields.push_back({name, {}});
        if (there)
            fields.back().values.push_back(std::move(value));
    };
    if (isOpus) {
        add("R128_TRACK_GAIN", true, opusText(track.lufs));
        add("R128_ALBUM_GAIN", album.has_value(), album ? opusText(album->lufs) : std::string());
        return fields;
    }
    add("REPLAYGAIN_TRACK_GAIN", true, gainText(track.lufs));
    add("REPLAYGAIN_TRACK_PEAK", track.truePeak > 0, decimals(track.truePeak, 6));
    add("REPLAYGAIN_ALBUM_GAIN", album.has_value(), album ? gainText(album->lufs) : std::string());
    add("REPLAYGAIN_ALBUM_PEAK", album && album->truePeak > 0,
        decimals(album ? album->truePeak : 0, 6));
    return fields;
}

GainPlan planGains(
    db::Connection& connection, const TrackTable& tracks, std::span<const TrackId> chosen)
{
    const Measured measured = loadMeasured(connection);
    GainPlan plan;
    std::unordered_map<std::uint32_t, std::optional<MeasuredLoudness>> albums;
    for (const TrackId id : chosen) {
        const auto row = tracks.rowOf(id);
        if (!row || !tracks[*row].available)
            continue;
        const TrackRecord& track = tracks[*row];
        const auto found = measured.find(id);
        if (track.startMs > 0 || track.endMs > 0) {
            ++plan.unwritable;
        } else if (found == measured.end()) {
            ++plan.unmeasured;
        } else {
            if (const auto [at, isNew] = albums.try_emplace(track.albumIndex); isNew)
                at->second = albumOf(connection, tracks, track, measured);
            const auto& album = albums.at(track.albumIndex);
            const bool isOpus
                = tags::formatOfExtension(tracks.text(track.path)) == tags::AudioFormat::opus;
            GainPlan::File file{id, gainFields(isOpus, found->second, album),
                replayGainLufs - found->second.lufs, std::nullopt};
            if (album)
                file.albumGain = replayGainLufs - album->lufs;
            else
                ++plan.withoutAlbum;
            plan.files.push_back(std::move(file));
        }
    }
    return plan;
}

} // namespace segue
