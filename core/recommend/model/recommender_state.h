#pragma once

#include "core/recommend/model/channels.h"
#include "core/recommend/model/content.h"
#include "core/recommend/model/play_log.h"
#include "core/recommend/model/rating_state.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/skip_model.h"

#include <deque>
#include <unordered_map>

namespace segue::reco {

/// The running session's start, as long as the session teaches it.
struct Opening {
    std::vector<Item> items; ///< ascending: the shortlist at the start
    std::vector<PerTerm<double>> rows; ///< their terms then
    std::vector<std::uint8_t> taken; ///< was followed since
    int plays = 0; ///< follows since
    double left = 3; ///< plays' worth that the session may still teach
};

/// The parts of a Recommender; private to its sources.
struct RecommenderState {
    RecommenderState(std::shared_ptr<const Catalogue> shared, const BlendWeights& start);

    /// Skips fade with a mean life of 30 days.
    struct Skips {
        double total = 0; ///< weighted, not faded
        double faded = 0; ///< as of `at`
        std::int64_t at = PlayLog::neverAt;
        double at30Days(std::int64_t now) const;
        void add(double weight, std::int64_t now);
    };

    bool knows(Item item) const
    {
        return item >= 0 && static_cast<std::size_t>(item) < catalogue->size();
    }
    /// May be suggested: eligible and not ruled out by a rating.
    bool allows(Item item, std::int64_t now) const
    {
        return knows(item) && catalogue->eligible[static_cast<std::size_t>(item)] != 0
            && ratings.allows(*catalogue, item, now);
    }
    void observe(const Play& play);
    /// Null when it was never skipped.
    const Skips* skipsOf(Item item) const
    {
        const auto slot = skipSlots[static_cast<std::size_t>(item)];
        return slot < 0 ? nullptr : &skips[static_cast<std::size_t>(slot)];
    }
    /// What the term `skips` takes off for the track's own skips and for its artist's (or -1).
    double ownSkips(Item item, std::int64_t now) const;
    double artistsSkips(std::int32_t artist, std::int64_t now) const;
    /// Moves the weights of a session's start towards a track that the session followed.
    void learnOpening(Item item, double weight);

    std::shared_ptr<const Catalogue> catalogue;
    std::shared_ptr<const ContentIndex> content;
    PlayLog log;
    RatingState ratings;
    SkipModel skipModel;
    std::vector<std::int32_t> skipSlots; ///< of each track, into `skips`; -1: never
    std::vector<Skips> skips;
    std::unordered_map<std::int32_t, Skips> artistSkips;
    std::vector<Item> favourites; ///< cold start: tracks of picked artists and playlists that stand
                                  ///< in for follows
    struct Day {
        std::int64_t day;
        std::unordered_map<std::int32_t, double> genres;
        double follows = 0;
    };
    std::deque<Day> days; ///< the last 90 with follows, for the genre mix
    BlendWeights weights;
    Opening opening;
    std::array<std::shared_ptr<const std::vector<float>>, 2> collaborative;
    std::int64_t lastSession = -1, lastAt = PlayLog::neverAt;
};

/// What stood high by habits at the last full scoring. It changes slowly, so that for a while a
/// play need not walk the library to be learned from.
struct Standing {
    static constexpr std::size_t each = 150; ///< of a channel: somewhat more than will be asked for
    static constexpr std::size_t mostPlays = 32; ///< taken in since
    static constexpr double mostSeconds = 3600;

    std::vector<Item> items; ///< ascending, each once
    std::size_t entries = 0; ///< of the play log
    std::int64_t now = 0;
    std::uint64_t ratings = 0; ///< RatingState::revision()
    std::array<std::shared_ptr<const std::vector<float>>, 2> collaborative;
    const ContentIndex* content = nullptr; ///< null: none is kept
};

struct WorkspaceParts {
    std::array<ScoreColumn, channelCount> raw;
    std::array<float, channelCount> most{};
    std::vector<float> ratings;
    struct Column {
        Item item;
        bool isWhole; ///< else what was not asked yet is not a number
        std::vector<float> similar;
    };
    std::deque<Column> content; // latest used first
    const ContentIndex* contentOf = nullptr;
    Scores scores; // of learn()
    Standing standing;
    std::size_t exactUpTo = 0; ///< tracks; see Workspace
};

/// What the content channel compares with: the last ten follows, newest first; while the listener
/// has fewer than 20 follows, then also what was rated well, picked, put on playlists or counted
/// elsewhere.
std::vector<Item> contentSeeds(const RecommenderState& s);
/// The seeds most similar to `item`, best first.
std::vector<Neighbour> contentNeighbours(const RecommenderState& s, Item item, std::size_t most);

/// The session's known plays, oldest first; at a session's start those before it.
std::vector<Item> playsBefore(const RecommenderState& s, const Context& context);
/// The artists of the last three plays, each once. The plays before the session count too: a short
/// pause often changes nothing.
std::vector<std::int32_t> stayingArtists(const RecommenderState& s, const Context& context);
/// Fills the raw scores and their maxima.
void scoreChannels(const RecommenderState& s, const Context& context, WorkspaceParts& parts);
constexpr std::size_t shortlisted = 100; ///< of each channel, to learn from
/// Sets the scores of a shortlist, and gives it, as scoreChannels() and shortlistOf() do, without
/// walking the library: channels that speak of the session are exact, those of habits look among
/// what stood high at the last full scoring, what was followed since and the artists just heard.
/// What hardly moves in an hour (opener, daytime, album recency, ratings, recency of older plays)
/// is as of that scoring where nothing was played since. Where it is too old, or the library small,
/// a full one.
/// O(candidates), by the walks that channels.h names.
std::vector<Item> scoreCandidates(
    const RecommenderState& s, const Context& context, WorkspaceParts& parts);
/// After scoreChannels(): Recommender::shortlist; what scoreCandidates() goes on from.
std::vector<Item> shortlistOf(
    const RecommenderState& s, const Context& context, std::size_t each, WorkspaceParts& parts);

/// What turns raw scores into terms in one context; call scoreChannels first. Refers to its
/// arguments.
struct Situation {
    Situation(
        const RecommenderState& state, const WorkspaceParts& workspace, const Context& context);

    /// By an artist of the session's last three plays.
    bool stays(Item item) const;
    const PerTerm<double>& weightsOf(bool stays) const;
    const PerTerm<double>& weightsOf(Item item) const { return weightsOf(stays(item)); }
    /// All terms, before weights.
    PerTerm<double> terms(Item item) const;
    /// Those that are no channels. `of` its artist.
    struct OfArtist {
        bool stays = false;
        double skips = 0, same = 0, momentum = 0, unheard = 0;
    };
    void rest(Item item, const OfArtist& of, PerTerm<double>& x) const;
    /// What is the same for all tracks of an artist, or without one (-1).
    OfArtist ofArtist(std::int32_t artist) const;

    const RecommenderState& s;
    const WorkspaceParts& parts;
    std::vector<Item> plays;
    bool begins;
    std::int64_t now;
    BlendWeights weights; ///< with the Familiar <-> Adventurous control
    std::int32_t lastArtist = -1;
    double momentum = 0, explore = 0;
    std::vector<std::uint8_t> heardNow; ///< by track: among `plays`

private:
    bool isStaying(std::int32_t artist) const;

    std::vector<std::int32_t> artists; // of the last three plays, each once
};

/// Heard within the two hours before `now`: pages leave it out.
inline bool isRecent(std::int64_t lastAt, std::int64_t now)
{
    return static_cast<double>(now) - static_cast<double>(lastAt) < 7200;
}

/// What a session's start teaches from; tracks heard in the last two hours are left out.
Opening openingOf(
    const RecommenderState& s, const Situation& situation, std::span<const Item> items);

inline double dot(const PerTerm<double>& a, const PerTerm<double>& b)
{
    double sum = 0;
    for (std::size_t term = 0; term < termCount; ++term)
        sum += a[term] * b[term];
    return sum;
}

} // namespace segue::reco
