#pragma once

#include "core/recommend/model/catalogue.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace segue::reco {

/// The follows of one listener, laid out so that every channel can be computed when it is asked
/// for: one array of entries in time order, and from each entry a link to the one before of the
/// same track and of the same artist. Taking a play in is O(1); a channel walks the occurrences of
/// a few tracks, newest first, and stops after `mostOccurrences`. So nothing has to be rebuilt, and
/// a score is never staler than the last play. Memory: 40 bytes a follow, 112 a played track, 12 a
/// track.
class PlayLog {
public:
    static constexpr int bucketCount = 12; ///< six four-hour buckets, weekdays then weekends
    static constexpr int mostOccurrences = 1000; ///< looked back at per track
    static constexpr int longestGroup = 200; ///< neighbourhoods cut sessions here
    static constexpr std::int64_t sessionGap = 1800; ///< seconds
    static constexpr int openers = 3; ///< plays that count as a session's start
    /// Mean lives of Heard::heat, in seconds: a day, a week.
    static constexpr std::array<double, 2> heatLives{86400, 7 * 86400.};
    static constexpr std::int64_t neverAt = std::numeric_limits<std::int64_t>::min();

    struct Entry {
        Item item;
        std::int32_t session; ///< counts up; entries of a session are consecutive
        std::int32_t group; ///< the session, cut at longestGroup
        std::int32_t previous; ///< entry of the same track before, -1 = none
        std::int32_t previousOfArtist;
        float weight;
    };
    /// A moment a track was heard, imported ones included.
    struct Moment {
        std::int64_t at;
        std::int32_t previous;
        float weight;
    };
    struct Group {
        std::int32_t begin, end; ///< entries
        float weight; ///< 1, playlists 2
        bool timed; ///< false for playlists: no order to learn from
        std::int64_t at; ///< of the first entry; 0 for playlists
    };
    struct Heard {
        Item item;
        std::int32_t lastEntry = -1, lastMoment = -1;
        std::int64_t lastAt = neverAt;
        float sessions = 0; ///< weighted groups it occurs in
        std::int32_t lastOpening = -1; ///< the newest play near a session's start
        std::int64_t heatAt = neverAt;
        std::array<double, 2> heat{}; ///< follows heard here, faded as of heatAt
        std::array<float, bucketCount> buckets{};
    };

    explicit PlayLog(const Catalogue& catalogue);

    /// A follow. `session` -1: a gap of more than 1,800 s (or a jump back of as much) starts a new
    /// one.
    void add(Item item, std::int64_t at, int offsetMinutes, std::int64_t session, float weight);
    void addImported(Item item, std::int64_t at, float weight);
    void addPlaylist(std::span<const Item> items);

    std::size_t tracks() const { return slots_.size(); } ///< of the library
    std::span<const Entry> entries() const { return entries_; }
    std::span<const Moment> moments() const { return moments_; }
    std::span<const Moment> openings() const { return openings_; }
    std::span<const Group> groups() const { return groups_; }
    std::span<const Heard> heard() const { return heard_; }
    /// Null when the track was never heard.
    const Heard* of(Item item) const
    {
        const auto slot = slots_[static_cast<std::size_t>(item)];
        return slot < 0 ? nullptr : &heard_[static_cast<std::size_t>(slot)];
    }
    /// Weighted, imported ones included. By track, because shelves ask it of all of them.
    double follows(Item item) const { return follows_[static_cast<std::size_t>(item)]; }
    std::int32_t lastOfArtist(std::int32_t artist) const
    {
        return artistLast_[static_cast<std::size_t>(artist)];
    }
    std::span<const double> artistFollows() const { return artistFollows_; }
    double mostArtistFollows() const { return mostArtistFollows_; } ///< of any artist
    std::int32_t artistTracksHeard(std::int32_t artist) const
    {
        return artistHeard_[static_cast<std::size_t>(artist)];
    }
    /// Of the latest follows, the share that were heard for the first time: each counts a tenth.
    double exploring() const { return exploring_; }
    const std::array<double, bucketCount>& bucketTotals() const { return bucketTotals_; }
    double timedFollows() const { return timedFollows_; } ///< weighted, heard here
    /// Follows within a session whose artist was among the three before, and all of them.
    double stayed() const { return stayed_; }
    double transitions() const { return transitions_; }

    /// 0..11 of a moment in local time.
    static int bucket(std::int64_t at, int offsetMinutes);

private:
    Heard& heardOf(Item item);
    void countStay();
    void append(Item item, float weight);
    void addMoment(Heard& heard, std::int64_t at, float weight);
    static void warm(Heard& heard, std::int64_t at, float weight);

    std::vector<std::int32_t> artist_; // of each track
    std::vector<std::int32_t> slots_; // of each track, into heard_
    std::vector<double> follows_; // of each track
    std::vector<std::int32_t> artistLast_, artistHeard_;
    std::vector<double> artistFollows_;
    std::vector<Entry> entries_;
    std::vector<Moment> moments_, openings_;
    std::vector<Group> groups_;
    std::vector<Heard> heard_;
    std::array<double, bucketCount> bucketTotals_{};
    double timedFollows_ = 0, mostArtistFollows_ = 0, stayed_ = 0, transitions_ = 0;
    double exploring_ = .2;
    std::int32_t place_ = 0; // in the session
    std::int32_t session_ = -1;
    std::int64_t sessionId_ = -1, lastAt_ = neverAt;
};

} // namespace segue::reco
