#pragma once

#include "core/library/track_table.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segue {

/// One track as it goes into a table. The views need to live during add() only.
struct TrackInput {
    TrackId id;
    std::string_view title, artist, albumArtist, album, composer, work, label;
    std::string_view genres; ///< separated by U+001F
    std::string_view titleSort, artistSort, albumArtistSort, albumSort; ///< sort names as tagged
    std::string_view recordingMbid, releaseMbid;
    std::string_view path; ///< absolute, bytes
    std::int64_t addedAt = 0;
    std::uint32_t durationMs = 0, sampleRate = 0;
    std::uint32_t startMs = 0, endMs = 0; ///< see TrackRecord
    std::uint16_t year = 0, originalYear = 0, disc = 0, trackNumber = 0, bpm = 0, bitrateKbps = 0;
    TrackGain gain;
    TrackSound sound;
    TrackKind kind = TrackKind::music;
    tags::AudioFormat format = tags::AudioFormat::unknown;
    std::uint8_t fromNames = 0;
    bool available = true, lossless = false, compilation = false, hasCover = false;
};

/// The arrays of a table, for keeping it on disk: together they are all of it.
struct TrackTableParts {
    std::string texts;
    std::vector<TrackRecord> tracks;
    std::vector<AlbumRecord> albums;
    std::vector<Row> albumRows;
    std::vector<std::pair<TrackId, Row>> rowById;
};

/// Makes a TrackTable: interns texts, groups albums, ranks and orders. One thread; build() uses a
/// second one. About 2 us a track.
class TrackTableBuilder {
public:
    void reserve(std::size_t tracks);
    void add(const TrackInput& track);
    /// TrackTable::rowOf(`merged`) will lead to the row of `now`, where that is in the table.
    void addMerged(TrackId merged, TrackId now) { merged_.emplace_back(merged, now); }
    std::size_t size() const { return tracks_.size(); }
    /// The table of what was added; the builder is empty afterwards.
    TrackTablePtr build();

    /// A table of its parts, and parts of a table as they lie in it. Parts that do not belong
    /// together make a table that must not be used.
    static TrackTablePtr assemble(TrackTableParts parts);
    static std::string_view textsOf(const TrackTable& table);
    static std::span<const Row> albumRowsOf(const TrackTable& table) { return table.albumRows_; }
    static std::span<const std::pair<TrackId, Row>> rowByIdOf(const TrackTable& table)
    {
        return table.rowById_;
    }

private:
    /// What add() keeps beside the record until build().
    struct Extra {
        TextRef taggedAlbumArtist;
        TextRef titleSort;
        std::uint32_t releaseId = 0; // by place in the pool
        std::uint32_t folder = 0;
        bool hasCover = false;
    };
    struct SortName {
        TextRef text, sortName;
    };
    enum Column {
        artistColumn,
        albumArtistColumn,
        albumColumn,
        composerColumn,
        genreColumn,
        workColumn,
        labelColumn,
        releaseColumn,
        columns
    };

    TextRef internColumn(Column column, std::string_view text);
    std::uint32_t folderOf(std::string_view path);
    void noteSortName(std::vector<SortName>& to, TextRef text, std::string_view sortName);
    std::vector<std::uint32_t> group();
    void describeAlbums(const std::vector<std::uint32_t>& albumOf, std::size_t count);
    void rank();
    void order();

    TrackTable table_;
    std::vector<TrackRecord> tracks_;
    std::vector<Extra> extras_;
    std::vector<std::pair<TrackId, TrackId>> merged_;
    std::vector<std::uint32_t> parentOfFolder_{0};
    std::unordered_map<std::string, std::uint32_t> folders_;
    std::string lastFolder_;
    std::uint32_t lastFolderId_ = 0;
    std::array<TextRef, columns> last_{};
    std::vector<SortName> artistSorts_, albumSorts_;
    std::unordered_map<std::uint32_t, std::uint32_t> artistRanks_, albumRanks_; // by place
};

} // namespace segue
