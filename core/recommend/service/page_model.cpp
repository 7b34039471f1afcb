#include "core/recommend/service/page_model.h"

#include "core/recommend/service/catalogue_builder.h"

#include <algorithm>

namespace segue {

namespace {

/// Plays that the blend learns from when a model is built: older ones no longer move it much (the
/// step is constant).
/// A step costs as much as scoring the library, so that a large one learns from fewer.
std::size_t replayedFor(std::size_t tracks)
{
    return std::clamp<std::size_t>(6'000'000 / std::max<std::size_t>(tracks, 1), 60, 300);
}

constexpr std::size_t mostLoved = 50;
constexpr std::size_t followsBefore = 10;

/// When the first play after `newest` started; the end of time when there is none.
UtcMs firstAfter(std::span<const StoredPlay> plays, PlayId newest)
{
    UtcMs first = endOfTime;
    for (const StoredPlay& play : plays) {
        if (play.id > newest)
            first = std::min(first, play.listen.startedAt);
    }
    return first;
}

/// Splits the plays from `since` on off, at most the newest `most`.
std::vector<reco::Play> takeUnlearned(std::vector<reco::Play>& plays, UtcMs since, std::size_t most)
{
    const auto from = std::ranges::lower_bound(plays, since / msPerSecond, {}, &reco::Play::at);
    const auto keep = std::max(from - plays.begin(),
        std::ssize(plays) - std::min(std::ssize(plays), static_cast<std::ptrdiff_t>(most)));
    std::vector<reco::Play> rest(plays.begin() + keep, plays.end());
    plays.resize(static_cast<std::size_t>(keep));
    return rest;
}

} // namespace

PageModel::PageModel(
    TrackTablePtr table, ListenerHistory history, const std::optional<SavedBlend>& saved)
    : table_(std::move(table))
    , catalogue_(buildCatalogue(*table_, history.sound.get(), &history.clean))
    , history_(std::move(history))
{
    history_.sound = {}; // in the catalogue from here on, in a quarter of the memory
    reco::History all = modelHistory(history_, *table_, *catalogue_);
    const bool fits = saved && fingerprintOf(history_.plays, saved->newest) == saved->fingerprint;
    const std::vector<reco::Play> recent = takeUnlearned(all.plays,
        fits ? firstAfter(history_.plays, saved->newest) : 0, replayedFor(catalogue_->size()));
    for (const StoredPlay& play : history_.plays) {
        newest_ = std::max(newest_, play.id);
        fingerprint_ += fingerprintPart(play);
        if (const auto one
            = play.listen.mode.empty() ? std::nullopt : modelPlay(*table_, play, history_.clean))
            rememberMode(play, *one);
    }
    for (const ImportedTotals& totals : history_.imported) {
        if (const auto row = history_.clean.rowOf(*table_, totals.track);
            row && totals.plays > 0 && totals.lastPlayed <= 0)
            undated_.insert(static_cast<Item>(*row));
    }
    history_.plays = {}; // in the models from here on
    for (const reco::Play& play : all.plays)
        remember(play);
    model_ = std::make_unique<reco::Recommender>(
        catalogue_, all, fits ? saved->weights : reco::BlendWeights::start());
    for (const reco::Play& play : recent) {
        learnFrom(play, play.at * msPerSecond);
        model_->observe(play);
        remember(play);
    }
    findLoved();
    findSeasons();
}

void PageModel::remember(const reco::Play& play)
{
    if (play.source == reco::Source::imported)
        return;
    const bool follow = play.outcome == reco::Outcome::follow;
    if (play.outcome != reco::Outcome::none) {
        heard_.push_back({play.item, play.at, follow, play.session, play.offsetMinutes});
        undated_.erase(play.item);
        if (follow)
            heardSongs_.insert(catalogue_->song[static_cast<std::size_t>(play.item)]);
        ++learnedPlays_;
    }
    if (!session_.empty() && session_.back().session != play.session) {
        for (const reco::Play& old : session_) {
            if (old.outcome == reco::Outcome::follow)
                before_.push_back(old.item);
        }
        if (before_.size() > followsBefore)
            before_.erase(before_.begin(), before_.end() - followsBefore);
        session_.clear();
    }
    session_.push_back(play);
}

void PageModel::rememberMode(const StoredPlay& stored, const reco::Play& play)
{
    if (play.outcome == reco::Outcome::none)
        return;
    const ModePlay heard{
        play.item, play.outcome == reco::Outcome::follow, static_cast<double>(play.weight)};
    modePlays_[stored.listen.mode].push_back(heard);
    if (const auto it = modes_.find(QString::fromStdString(stored.listen.mode));
        it != modes_.end()) {
        it->second.model.observe(heard.item, heard.follow, heard.weight);
        it->second.scores.clear();
    }
}

void PageModel::findSeasons()
{
    seasons_ = ownSeasons(heard_);
}

reco::Context PageModel::contextAt(UtcMs at, int utcOffsetMin) const
{
    reco::Context context;
    context.now = at / msPerSecond;
    context.offsetMinutes = utcOffsetMin;
    context.before = before_;
    std::vector<Item> follows;
    UtcMs last = 0;
    for (const reco::Play& play : session_) {
        last = play.at * msPerSecond
            + static_cast<UtcMs>(catalogue_->durationS[static_cast<std::size_t>(play.item)] * 1000);
        if (play.outcome == reco::Outcome::follow)
            follows.push_back(play.item);
    }
    if (at - last < sessionGap) {
        context.session = std::move(follows);
    } else {
        context.before.insert(context.before.end(), follows.begin(), follows.end());
        if (context.before.size() > followsBefore)
            context.before.erase(context.before.begin(), context.before.end() - followsBefore);
    }
    return context;
}

void PageModel::learnFrom(const reco::Play& play, UtcMs at)
{
    if (play.source == reco::Source::imported || play.outcome == reco::Outcome::none)
        return;
    const reco::Context context = contextAt(at, play.offsetMinutes);
    if (play.outcome == reco::Outcome::follow)
        model_->learn(context, play.item, static_cast<double>(play.weight), workspace_);
    else if (play.suggested)
        model_->learnSkipped(context, play.item, 1 - model_->skipProbability(), workspace_);
}

void PageModel::observe(const StoredPlay& stored)
{
    if (stored.id <= newest_)
        return;
    newest_ = stored.id;
    fingerprint_ += fingerprintPart(stored);
    const auto play = modelPlay(*table_, stored, history_.clean);
    history_.shown.erase(stored.listen.track);
    if (!play)
        return;
    learnFrom(*play, stored.listen.startedAt);
    model_->observe(*play);
    remember(*play);
    if (!stored.listen.mode.empty())
        rememberMode(stored, *play);
    updateLoved(play->item, play->outcome != reco::Outcome::follow);
}

void PageModel::setRating(TrackId track, const TrackRating& rating, UtcMs at)
{
    const auto row = history_.clean.rowOf(*table_, track);
    if (!row)
        return;
    for (const reco::Rating& one : modelRatings(static_cast<Item>(*row), rating, at))
        model_->rate(one);
    updateLoved(static_cast<Item>(*row), true);
}

void PageModel::setArtistNever(const std::string& artist, bool never, UtcMs at)
{
    const auto id = artistId(*table_, *catalogue_, artist);
    if (id < 0)
        return;
    model_->rate({reco::noItem, id, never ? reco::RatingKind::never : reco::RatingKind::clear, 0,
        at / msPerSecond});
}

void PageModel::setLessOf(std::vector<LessOf> less)
{
    history_.choices.lessOf = std::move(less);
}

void PageModel::setOthers(std::shared_ptr<const reco::TrainedCollaborative> trained)
{
    others_ = std::move(trained);
    askedWith_.reset();
    if (others_)
        return;
    model_->setCollaborative(Term::ials, nullptr);
    model_->setCollaborative(Term::rp3beta, nullptr);
}

void PageModel::setOwnModes(std::vector<ListeningMode> modes)
{
    history_.choices.ownModes = std::move(modes);
    modes_.clear();
}

SavedBlend PageModel::savedBlend() const
{
    return {model_->weights(), newest_, fingerprint_};
}

std::string PageModel::weights() const
{
    return model_->weights().serialise();
}

double PageModel::loveOf(Item item) const
{
    const bool any = catalogue_->eligible[static_cast<std::size_t>(item)] != 0
        && (model_->follows(item) > 0 || model_->ratingTarget(item) > 0);
    return any ? std::max(0., model_->affinity(item)) : 0;
}

void PageModel::findLoved()
{
    std::vector<std::pair<double, Item>> held;
    for (Item item = 0; item < static_cast<Item>(catalogue_->size()); ++item) {
        if (const double love = loveOf(item); love > 0)
            held.emplace_back(love, item);
    }
    const std::size_t count = std::min(held.size(), mostLoved);
    std::ranges::partial_sort(
        held, held.begin() + static_cast<std::ptrdiff_t>(count), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
    loved_.clear();
    for (std::size_t i = 0; i < count; ++i)
        loved_.push_back(held[i].second);
}

// A play or a rating changes the affinity of its own track alone, so that only a track that falls
// from a full list, which another one then may enter, asks for all of them.
void PageModel::updateLoved(Item item, bool mayFall)
{
    const auto before = [this](Item a, Item b) {
        const double x = model_->affinity(a), y = model_->affinity(b);
        return x != y ? x > y : a < b;
    };
    const bool full = loved_.size() == mostLoved;
    const auto was = std::ranges::find(loved_, item);
    const bool wasIn = was != loved_.end();
    if (wasIn)
        loved_.erase(was);
    const bool isLoved = loveOf(item) > 0;
    const auto place = isLoved ? std::ranges::lower_bound(loved_, item, before) : loved_.end();
    const bool last = place == loved_.end();
    if (full && wasIn && last && mayFall) {
        findLoved();
    } else if (isLoved && (wasIn || !full || !last)) {
        loved_.insert(place, item);
        loved_.resize(std::min(loved_.size(), mostLoved));
    }
}

} // namespace segue
