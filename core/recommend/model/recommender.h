#pragma once

#include "core/recommend/model/blend.h"
#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/content.h"
#include "core/recommend/model/events.h"
#include "core/recommend/model/terms.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace segue::reco {

struct RecommenderState; // private to the sources
struct WorkspaceParts;

/// The present moment as the channels see it.
struct Context {
    std::int64_t now = 0; ///< seconds since 1970, UTC
    int offsetMinutes = 0; ///< local time minus UTC
    std::vector<Item>
        session; ///< follows of the running session, oldest first; empty at a session's start
    std::vector<Item>
        before; ///< the last follows before the session, oldest first (ten are enough)
    bool useHour = true; ///< false switches the hour and weekday off
    double adventurous = .5; ///< 0 familiar .. 1 adventurous
};

/// Scores of a set of candidates: row i belongs to items[i]. score[i] is the sum of its
/// contributions exactly (added in term order as double).
struct Scores {
    std::vector<Item> items;
    PerTerm<std::vector<float>> contributions;
    std::vector<double> score;

    std::size_t size() const { return items.size(); }
    float contribution(std::size_t row, Term term) const { return contributions[index(term)][row]; }
    PerTerm<float> row(std::size_t i) const;
};

/// The best rows of `scores`, best first, ties to the lower item.
std::vector<std::size_t> bestRows(const Scores& scores, std::size_t count);

/// What a channel speaks from, for the reason's words.
struct Evidence {
    std::vector<Item>
        items; ///< most important first: the track it follows, the nearest heard or rated tracks
    std::int32_t artist
        = -1; ///< Term::artist: the artist it usually follows; Term::ratings: a rated artist
    int hourBucket = -1; ///< Term::context: local hours [4 b, 4 b + 4)
    bool weekend = false; ///< Term::context
    double count = 0; ///< plays, transitions or stars (half-stars for ratings) behind it
};

/// Buffers and caches of score(); one per thread, reused between calls, valid for one Recommender.
class Workspace {
public:
    /// Where the library has more than `exactUpTo` tracks, learning looks among candidates (see
    /// scoreCandidates()) instead of scoring all: a step in a library of 5,000 costs about 1 ms.
    explicit Workspace(std::size_t exactUpTo = 5000);
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;

    /// The raw scores >= 0 of a channel for every track of the catalogue, as of the last score().
    std::span<const float> raw(Term channel) const;

private:
    friend class Recommender;
    std::unique_ptr<WorkspaceParts> parts_;
};

struct Neighbour {
    Item item = noItem;
    double similarity = 0;
};

/// All models of one listener over one catalogue, as RECOMMENDER.md describes them. Deterministic:
/// the same calls give the same numbers. Plain value (copyable); const methods may run
/// concurrently, each with its own Workspace; the others need exclusive access. Odd input (unknown
/// items, any time, not-a-number) is ignored or clamped.
class Recommender {
public:
    /// O(plays + tracks); 100,000 plays in well under a second. `catalogue` must be complete().
    explicit Recommender(std::shared_ptr<const Catalogue> catalogue, const History& history = {},
        const BlendWeights& weights = BlendWeights::start());
    ~Recommender();
    Recommender(const Recommender&);
    Recommender& operator=(const Recommender&);
    Recommender(Recommender&&) noexcept;
    Recommender& operator=(Recommender&&) noexcept;

    const Catalogue& catalogue() const;

    /// Takes a play in, O(1). Plays of unknown tracks are ignored.
    void observe(const Play& play);
    /// Acts at once. O(tracks) for the content part (a few ms at 100,000).
    void rate(const Rating& rating);

    /// Scores `candidates` (empty: every eligible track) in `context`. Tracks rated never or one
    /// star, by a never-artist, or not-now within 24 h are left out. Scores do not depend on which
    /// candidates are asked for.
    void score(const Context& context, std::span<const Item> candidates, Workspace& workspace,
        Scores& out) const;

    /// The rows `among` those of `scores`, which score() made for the same context, in the order
    /// they are to be suggested: during a session by the places that staying with the artists just
    /// heard and leaving them deserve (blend_places.h), at its start by what covers the most
    /// (opening_cover.h). A row's score stays the sum of its contributions.
    std::vector<std::size_t> ranked(const Context& context, const Scores& scores,
        std::span<const std::size_t> among, std::size_t count) const;
    /// The same among all rows.
    std::vector<std::size_t> ranked(
        const Context& context, const Scores& scores, std::size_t count) const;

    /// After score(): the union of each channel's best `each` tracks, ascending;
    /// `context.session`'s last is left out.
    std::vector<Item> shortlist(
        const Context& context, std::size_t each, Workspace& workspace) const;

    /// Scores >= 0 of a model over several listeners (Term::ials or Term::rp3beta), made in the
    /// background; empty takes it out.
    void setCollaborative(Term term, std::shared_ptr<const std::vector<float>> scores);

    /// What `term` speaks from for `item` in `context`; empty lists when it does not speak.
    Evidence evidence(const Context& context, Item item, Term term) const;

    /// After a followed play and before observe(): moves the blend towards what was chosen in
    /// `context`. `weight` as the play's. Does nothing if `chosen` is no candidate.
    void learn(const Context& context, Item chosen, double weight, Workspace& workspace);
    /// A suggestion was skipped: moves the blend away from it; `weight` is 1 - P(skip | session).
    void learnSkipped(const Context& context, Item skipped, double weight, Workspace& workspace);
    const BlendWeights& weights() const;
    void setWeights(const BlendWeights& weights);
    void resetWeights() { setWeights(BlendWeights::start()); }

    /// P(the next track is skipped | the session so far), from the listener's own skips; .1 before
    /// 20 of them.
    double skipProbability() const;

    /// Tags and sound together, over what is known of both: ContentIndex::similarity().
    double contentSimilarity(Item a, Item b) const;
    /// What each part adds to it, for reasons that name it.
    PerPart<float> contentParts(Item a, Item b) const;
    /// The genre that tells most of those both are in; -1: none.
    std::int32_t commonGenre(Item a, Item b) const;
    /// How much the parts count: learned from the history that the models were made with, where it
    /// was enough (content_weights.h).
    const ContentWeights& contentWeights() const;
    /// n_ij / (sqrt(n_i n_j) + 10) over sessions and playlists, 0..1.
    double sessionSimilarity(Item a, Item b) const;
    /// The `count` most similar eligible tracks by sessionSimilarity / its maximum +
    /// contentSimilarity, best first; never the track itself. O(tracks).
    std::vector<Neighbour> similarTo(Item item, std::size_t count) const;

    /// How much the listener holds of a track: rating target + .6 ln(1 + follows) / ln 21 - .5
    /// skips / (plays + 2), about -1.5..2.
    double affinity(Item item) const;
    /// The same for an artist: .3 sum r / (n + 2) and artist ratings, follows relative to the most
    /// followed artist.
    double artistAffinity(std::int32_t artist) const;

    double follows(Item item) const; ///< weighted follows, imported ones included
    double skipped(Item item) const; ///< weighted skips
    std::int64_t lastFollow(Item item) const; ///< seconds since 1970; lowest int64 when never
    std::int64_t lastSkip(Item item) const; ///< seconds since 1970; lowest int64 when never
    double ratingTarget(Item item) const; ///< -1..1, 0 without a rating
    bool isSuggestible(
        Item item, std::int64_t now) const; ///< eligible and not ruled out by a rating
    double followTotal() const; ///< follows heard here (imports apart)
    std::size_t ratingTotal() const; ///< tracks and artists rated

    /// The listener's genres over the 90 days before `now`, sums to 1 (empty sum: all 0); no day
    /// counts above 10 %.
    std::vector<double> genreMix(std::int64_t now) const;

private:
    void scoreRows(const Context& context, Workspace& workspace, Scores& out) const;
    std::vector<std::size_t> begun(const Context& context, std::span<const Item> items,
        std::span<const double> scores, std::span<const float> tilts) const;
    void step(const Context& context, Item item, double weight, Workspace& workspace);

    std::unique_ptr<RecommenderState> state_;
};

} // namespace segue::reco
