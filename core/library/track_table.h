#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/string_pool.h"
#include "core/library/tags/audio_format.h"
#include "core/library/tags/track_kind.h"
#include "core/text/musical_key.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace segue {

using Row = std::uint32_t; ///< index into a TrackTable; valid for that snapshot only

/// ReplayGain as tagged, else as analysed: gains in dB to reach -18 LUFS, peaks as a share of full
/// scale; NaN: neither.
struct TrackGain {
    float track = std::numeric_limits<float>::quiet_NaN();
    float trackPeak = std::numeric_limits<float>::quiet_NaN();
    float album = std::numeric_limits<float>::quiet_NaN();
    float albumPeak = std::numeric_limits<float>::quiet_NaN();
};

/// How a track sounds, where analysed, small enough to keep of every track.
struct TrackSound {
    static constexpr std::int16_t unknownLoudness = INT16_MIN;

    std::int16_t loudness = unknownLoudness; ///< integrated, in 1/100 LUFS
    std::uint8_t energy = 0; ///< 0: unknown; 1..255: calm .. intense, see share()
    std::uint8_t brightness = 0; ///< 0: unknown; 1..255: dark .. bright
    MusicalKey key = unknownKey; ///< as tagged, else as analysed where that was sure enough
    bool tempoHeard = false; ///< TrackRecord::bpm was analysed, not tagged
    bool gainHeard = false; ///< TrackRecord::gain's track gain was analysed, not tagged

    bool hasLoudness() const { return loudness != unknownLoudness; }
    double lufs() const { return loudness / 100.0; }
    /// 0..1 of a known energy or brightness, and back. NaN is unknown.
    static constexpr double share(std::uint8_t byte) { return (byte - 1) / 254.0; }
    static std::uint8_t byteOf(double share);
};

/// What the views and the recommender need of a track, 1 record a track. Texts are in the table's
/// pool; those that repeat (artist, album, genre…) are interned, so equal TextRefs mean equal
/// texts.
struct TrackRecord {
    TrackId id;
    TextRef title; ///< never empty: falls back to the file's name
    TextRef artist; ///< as tagged, for display; may be empty
    TextRef albumArtist; ///< album artist, else artist; "Various Artists" for compilations
    TextRef album;
    TextRef composer;
    TextRef genres; ///< several separated by U+001F
    TextRef work;
    TextRef label;
    TextRef path; ///< absolute path as bytes; may be no valid UTF-8
    TextRef recordingMbid;
    std::uint32_t albumIndex = 0; ///< into TrackTable::albums()
    std::uint32_t durationMs = 0; ///< 0: unknown
    /// Where it begins and ends in its file, for a track of a cue sheet; endMs 0: the file's end.
    std::uint32_t startMs = 0, endMs = 0;
    std::int64_t addedAt = 0; ///< UtcMs
    /// Places in the sorted orders; equal for texts that sort the same.
    std::uint32_t titleRank = 0, artistRank = 0, albumRank = 0;
    std::uint32_t sampleRate = 0; ///< Hz; 0: unknown
    TrackGain gain;
    std::uint16_t year = 0; ///< 0: unknown; original year where tagged
    std::uint16_t disc = 0, trackNumber = 0; ///< 0: unknown
    std::uint16_t releaseYear = 0; ///< of this release; 0: unknown
    std::uint16_t bpm = 0; ///< from tags, else analysed; 0: unknown
    std::uint16_t bitrateKbps = 0;
    TrackKind kind = TrackKind::music;
    bool available = true; ///< its file was there at the last scan
    bool lossless = false;
    bool compilation = false;
    tags::AudioFormat format = tags::AudioFormat::unknown;
    std::uint8_t fromNames = 0; ///< what is not tagged: tags::NamedPart, from the file's path
    TrackSound sound;
};

struct AlbumRecord {
    TextRef title; ///< empty: "tracks without an album" of one artist or folder
    TextRef artist;
    std::uint32_t firstTrack = 0, trackCount = 0; ///< into TrackTable::albumRows()
    std::uint32_t durationMs = 0;
    std::uint16_t year = 0;
    std::int64_t addedAt = 0; ///< newest of its tracks
    Row coverRow = 0; ///< the track whose file or folder has the cover
};

/// The whole library in memory: immutable once built, shared between threads as
/// std::shared_ptr<const TrackTable>. Rows are in the order artist, album, disc, track.
class TrackTable {
public:
    std::size_t size() const { return tracks_.size(); }
    const TrackRecord& operator[](Row row) const { return tracks_[row]; }
    std::span<const TrackRecord> tracks() const { return tracks_; }
    std::span<const AlbumRecord> albums() const { return albums_; }
    std::string_view text(TextRef ref) const { return pool_.view(ref); }
    /// Rows of an album in playing order.
    std::span<const Row> rowsOfAlbum(std::uint32_t album) const
    {
        const AlbumRecord& a = albums_[album];
        return std::span(albumRows_).subspan(a.firstTrack, a.trackCount);
    }
    /// O(log size).
    std::optional<Row> rowOf(TrackId id) const;
    /// Memory held, in bytes.
    std::size_t bytes() const;

private:
    friend class TrackTableBuilder;
    StringPool pool_;
    std::vector<TrackRecord> tracks_;
    std::vector<AlbumRecord> albums_;
    std::vector<Row> albumRows_;
    std::vector<std::pair<TrackId, Row>> rowById_; // sorted
};

using TrackTablePtr = std::shared_ptr<const TrackTable>;

} // namespace segue
