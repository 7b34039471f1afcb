#pragma once

#include "core/recommend/service/page_composer.h"

#include <set>

namespace segue {

/// What a page is to be composed for.
struct PageRequest {
    UtcMs at = 0;
    int utcOffsetMin = 0;
    std::uint64_t seed = 0;
    double adventurousness = .5;
    bool useContext = true;
    TrackId playing; ///< not suggested while it plays
    ComposeOptions options;
};

/// The recommender over one library snapshot and one listener: built from events, kept up to date
/// by them, and asked for pages. A pure function of what went in. Used by one thread at a time.
class PageModel {
public:
    /// Replays the newest plays to learn the blend, after building from all before: O(plays +
    /// replayed x tracks).
    PageModel(TrackTablePtr table, ListenerHistory history, std::set<std::string> lessOf = {});

    const TrackTablePtr& table() const { return table_; }
    /// A finished play: learns from it and takes it in. One that it knows already is ignored.
    void observe(const StoredPlay& play);
    /// What holds for a track, or an artist, now.
    void setRating(TrackId track, const TrackRating& rating, UtcMs at);
    void setArtistNever(const std::string& artist, bool never, UtcMs at);
    void setRatings(RatingLog ratings) { history_.ratings = std::move(ratings); }
    /// Halves the weight of a channel ("less of this"); empty set takes all back.
    void setLessOf(std::set<std::string> channels);
    void setShown(std::unordered_map<TrackId, ShownRecord> shown)
    {
        history_.shown = std::move(shown);
    }

    Page compose(const PageRequest& request);
    /// The weights as they are, for the suggestion log.
    std::string weights() const;
    std::size_t learnedPlays() const { return learnedPlays_; }

private:
    reco::Context contextAt(UtcMs at, int utcOffsetMin) const;
    void learnFrom(const reco::Play& play, UtcMs at);
    void remember(const reco::Play& play);
    void findLoved();
    void block(PageContext& page) const;
    static bool restsAt(const ShownRecord& shown, UtcMs at);

    TrackTablePtr table_;
    std::shared_ptr<const reco::Catalogue> catalogue_;
    ListenerHistory history_;
    std::vector<HeardPlay> heard_;
    std::vector<reco::Play> session_; ///< of the running session, oldest first
    std::vector<Item> before_; ///< the last follows before it
    std::unique_ptr<reco::Recommender> model_;
    reco::Workspace workspace_;
    reco::Scores scores_;
    std::vector<std::int32_t> blendRow_;
    std::vector<Item> loved_;
    std::unordered_set<Item> undated_;
    std::set<std::string> lessOf_;
    std::size_t learnedPlays_ = 0;
    PlayId newest_;
};

} // namespace segue
