#pragma once

#include "core/recommend/model/collaborative_trainer.h"
#include "core/recommend/model/session_likelihood.h"
#include "core/recommend/service/blend_store.h"
#include "core/recommend/service/page_composer.h"

namespace segue {

/// What a page is to be composed for.
struct PageRequest {
    UtcMs at = 0;
    int utcOffsetMin = 0;
    std::uint64_t seed = 0;
    double adventurousness = .5;
    bool useContext = true;
    QString mode; ///< key; empty or unknown: none
    Steer steer = Steer::none;
    TrackId playing; ///< not suggested while it plays
    ComposeOptions options;
};

/// The recommender over one library snapshot and one listener: built from events, kept up to date
/// by them, and asked for pages. A pure function of what went in. Used by one thread at a time.
class PageModel {
public:
    /// O(plays), and a scoring of the library for each play that the blend has yet to learn from:
    /// those after `saved`, or without one that fits the newest 60 to 300.
    PageModel(TrackTablePtr table, ListenerHistory history,
        const std::optional<SavedBlend>& saved = std::nullopt);

    const TrackTablePtr& table() const { return table_; }
    /// A finished play: learns from it and takes it in. One that it knows already is ignored.
    void observe(const StoredPlay& play);
    /// What holds for a track, or an artist, now.
    void setRating(TrackId track, const TrackRating& rating, UtcMs at);
    void setArtistNever(const std::string& artist, bool never, UtcMs at);
    void setRatings(RatingLog ratings) { history_.ratings = std::move(ratings); }
    /// All of which the listener wants less; empty takes everything back.
    void setLessOf(std::vector<LessOf> less);
    void setOwnModes(std::vector<ListeningMode> modes);
    /// What other listeners bring, for this library's rows; null: nothing.
    void setOthers(std::shared_ptr<const reco::TrainedCollaborative> trained);
    /// "That was me": the session is not asked about.
    void confirm(SessionId session) { history_.choices.confirmed.insert(session); }
    void setShown(std::unordered_map<TrackId, ShownRecord> shown)
    {
        history_.shown = std::move(shown);
    }

    Page compose(const PageRequest& request);
    /// A queue that goes on from the track (radio.h); empty for one that is not in the library.
    Shelf radio(TrackId from, const PageRequest& request);
    /// The weights as they are, for the suggestion log.
    std::string weights() const;
    /// What is to be kept over a restart.
    SavedBlend savedBlend() const;
    std::size_t learnedPlays() const { return learnedPlays_; }
    const ListenerHistory& history() const { return history_; }
    const reco::Catalogue& catalogue() const { return *catalogue_; }
    const reco::Recommender& model() const { return *model_; }
    /// The 50 tracks the listener holds most of, best first: Recommender::affinity above 0.
    std::span<const Item> loved() const { return loved_; }
    /// The context of a page at that moment.
    reco::Context contextAt(UtcMs at, int utcOffsetMin) const;

private:
    struct Mode { ///< built when first asked for, kept up to date by observe()
        ListeningMode what;
        reco::ModeModel model;
        std::vector<float> scores; ///< by item; empty: to be computed
    };
    void learnFrom(const reco::Play& play, UtcMs at);
    void remember(const reco::Play& play);
    void rememberMode(const StoredPlay& stored, const reco::Play& play);
    Mode* modeOf(const QString& key);
    void findSeasons();
    struct Prepared;
    /// Scores the library in `context` and gathers what shelves look at.
    void prepare(const PageRequest& request, reco::Context context, Prepared& prepared);
    void askOthers(const reco::Context& context);
    std::vector<std::size_t> rankedRows(
        const reco::Context& context, std::span<const std::size_t> best);
    std::vector<Item> pickedTracks() const;
    std::vector<LessRule> lessRules() const;
    void addWishesToScores(const Mode* mode, std::span<const LessRule> rules);
    std::optional<UnusualSession> unusualSession(UtcMs at, int utcOffsetMin);
    /// Its affinity where that is above 0 and comes of a follow or a rating, else 0.
    double loveOf(Item item) const;
    void findLoved();
    void updateLoved(Item item, bool mayFall);
    void block(PageContext& page) const;
    static bool restsAt(const ShownRecord& shown, UtcMs at);

    TrackTablePtr table_;
    std::shared_ptr<const reco::Catalogue> catalogue_;
    ListenerHistory history_;
    std::vector<HeardPlay> heard_;
    IdSet heardSongs_;
    std::vector<reco::Play> session_; ///< of the running session, oldest first
    std::vector<Item> before_; ///< the last follows before it
    std::unique_ptr<reco::Recommender> model_;
    reco::Workspace workspace_;
    reco::Scores scores_;
    std::vector<std::int32_t> blendRow_;
    std::vector<Item> loved_;
    std::unordered_set<Item> undated_;
    std::unordered_map<Item, Season> seasons_;
    std::shared_ptr<const reco::TrainedCollaborative> others_;
    std::optional<std::vector<Item>> askedWith_; ///< what others_ was asked with last
    ModePlays modePlays_;
    std::map<QString, Mode> modes_;
    TrackFeel feel_; ///< empty until a mode is asked for
    std::vector<reco::SessionLikelihood> sessions_; ///< as of sessionsOf_
    PlayId sessionsOf_;
    std::size_t learnedPlays_ = 0;
    PlayId newest_;
    std::uint64_t fingerprint_ = 0; ///< of the learnable plays up to newest_
};

} // namespace segue
