#include "core/recommend/model/recommender.h"

#include "core/recommend/model/content_weights.h"
#include "core/recommend/model/near_top.h"
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double secondsPerDay = 86400, fadeDays = 30, skipBeforePlays = .1;
constexpr double coldFollows = 20;
constexpr std::int64_t mixDays = 90;
constexpr double mostOfOneDay = .1;

std::int64_t dayOf(std::int64_t at)
{
    return at / 86400 - (at % 86400 < 0 ? 1 : 0);
}

} // namespace

RecommenderState::RecommenderState(
    std::shared_ptr<const Catalogue> shared, const BlendWeights& start)
    : catalogue(std::move(shared))
    , content(std::make_shared<const ContentIndex>(catalogue))
    , log(*catalogue)
    , ratings(*catalogue)
    , skipSlots(catalogue->size(), -1)
    , weights(start)
{
    weights.clamp();
}

double RecommenderState::Skips::at30Days(std::int64_t now) const
{
    const double days = (static_cast<double>(now) - static_cast<double>(at)) / secondsPerDay;
    return faded * std::exp(-std::max(days, 0.) / fadeDays);
}

void RecommenderState::Skips::add(double weight, std::int64_t now)
{
    faded = (at == PlayLog::neverAt ? 0 : at30Days(now)) + weight;
    at = std::max(at, now);
    total += weight;
}

void RecommenderState::observe(const Play& play)
{
    if (!knows(play.item) || play.outcome == Outcome::none)
        return;
    const double weight
        = std::isfinite(play.weight) ? std::clamp(static_cast<double>(play.weight), 0., 1.) : 0;
    if (play.source == Source::imported) {
        if (play.outcome == Outcome::follow)
            log.addImported(play.item, play.at, static_cast<float>(weight));
        return;
    }
    const bool newSession = lastAt == PlayLog::neverAt
        || (play.session >= 0 ? play.session != lastSession
                              : std::abs(static_cast<double>(play.at) - static_cast<double>(lastAt))
                    > static_cast<double>(PlayLog::sessionGap));
    const double skipped = skipModel.probability(newSession, play.shuffled);
    skipModel.observe(newSession, play.shuffled, play.outcome == Outcome::skip);
    lastAt = play.at;
    lastSession = play.session;
    const auto artist = catalogue->artist[static_cast<std::size_t>(play.item)];
    if (play.outcome == Outcome::skip) {
        auto& slot = skipSlots[static_cast<std::size_t>(play.item)];
        if (slot < 0) {
            slot = static_cast<std::int32_t>(skips.size());
            skips.emplace_back();
        }
        skips[static_cast<std::size_t>(slot)].add(weight * (1 - skipped), play.at);
        if (artist >= 0)
            artistSkips[artist].add(1, play.at);
        return;
    }
    log.add(play.item, play.at, play.offsetMinutes, play.session,
        static_cast<float>(weight * (1 + skipped / 2)));
    if (const auto slot = skipSlots[static_cast<std::size_t>(play.item)]; slot >= 0)
        skips[static_cast<std::size_t>(slot)].faded /= 2;
    if (artist >= 0)
        artistSkips.erase(artist);

    const auto day = dayOf(play.at);
    if (days.empty() || days.back().day != day)
        days.push_back({day, {}, 0});
    while (static_cast<std::int64_t>(days.size()) > mixDays)
        days.pop_front();
    const auto genres = catalogue->genresOf(play.item);
    for (const auto genre : genres) {
        if (genre >= 0)
            days.back().genres[genre] += weight / static_cast<double>(genres.size());
    }
    days.back().follows += weight;
}

double RecommenderState::ownSkips(Item item, std::int64_t now) const
{
    const auto* own = skipsOf(item);
    return own ? .6 * std::min(own->at30Days(now), 3.) : 0;
}

double RecommenderState::artistsSkips(std::int32_t artist, std::int64_t now) const
{
    // One skip moves no artist before the third.
    const auto all = artistSkips.find(artist);
    return all != artistSkips.end() && all->second.total >= 3
        ? .1 * std::min(all->second.at30Days(now), 6.)
        : 0;
}

Recommender::Recommender(
    std::shared_ptr<const Catalogue> catalogue, const History& history, const BlendWeights& weights)
    : state_(std::make_unique<RecommenderState>(std::move(catalogue), weights))
{
    auto& s = *state_;
    for (const auto& list : history.playlists) {
        std::vector<Item> known;
        std::copy_if(list.begin(), list.end(), std::back_inserter(known),
            [&s](Item i) { return s.knows(i); });
        if (!known.empty())
            s.log.addPlaylist(known);
        s.favourites.insert(s.favourites.end(), known.begin(), known.end());
    }
    for (const auto artist : history.pickedArtists) {
        const auto tracks = s.catalogue->artistTracks(artist);
        s.favourites.insert(s.favourites.end(), tracks.begin(), tracks.end());
    }
    for (const auto& play : history.plays)
        s.observe(play);
    if (const auto learned = learnContentWeights(*s.content, *s.catalogue, s.log);
        learned.pairs > 0)
        s.content = std::make_shared<const ContentIndex>(s.content->withWeights(learned));
    for (const auto& rating : history.ratings)
        s.ratings.rate(rating, *s.catalogue, *s.content, false);
    s.ratings.rebuildField(*s.catalogue, *s.content);
}

Recommender::~Recommender() = default;
Recommender::Recommender(const Recommender& other)
    : state_(std::make_unique<RecommenderState>(*other.state_))
{
}
Recommender& Recommender::operator=(const Recommender& other)
{
    if (this != &other)
        state_ = std::make_unique<RecommenderState>(*other.state_);
    return *this;
}
Recommender::Recommender(Recommender&&) noexcept = default;
Recommender& Recommender::operator=(Recommender&&) noexcept = default;

const Catalogue& Recommender::catalogue() const
{
    return *state_->catalogue;
}

void Recommender::observe(const Play& play)
{
    state_->observe(play);
}

void Recommender::rate(const Rating& rating)
{
    state_->ratings.rate(rating, *state_->catalogue, *state_->content, true);
}

const BlendWeights& Recommender::weights() const
{
    return state_->weights;
}

void Recommender::setWeights(const BlendWeights& weights)
{
    state_->weights = weights;
    state_->weights.clamp();
    state_->opening = {};
}

void Recommender::setCollaborative(Term term, std::shared_ptr<const std::vector<float>> scores)
{
    if (term != Term::ials && term != Term::rp3beta)
        return;
    const bool fits = scores && scores->size() == state_->catalogue->size();
    state_->collaborative[term == Term::ials ? 0 : 1] = fits ? std::move(scores) : nullptr;
}

double Recommender::skipProbability() const
{
    const double p = state_->skipModel.probability(false, false);
    return p > 0 ? p : skipBeforePlays;
}

double Recommender::contentSimilarity(Item a, Item b) const
{
    return state_->knows(a) && state_->knows(b) ? state_->content->similarity(a, b) : 0;
}

PerPart<float> Recommender::contentParts(Item a, Item b) const
{
    return state_->knows(a) && state_->knows(b) ? state_->content->parts(a, b) : PerPart<float>{};
}

std::int32_t Recommender::commonGenre(Item a, Item b) const
{
    return state_->knows(a) && state_->knows(b) ? state_->content->commonGenre(a, b) : -1;
}

const ContentWeights& Recommender::contentWeights() const
{
    return state_->content->weights();
}

double Recommender::sessionSimilarity(Item a, Item b) const
{
    return state_->knows(a) && state_->knows(b) ? sessionCosine(state_->log, a, b) : 0;
}

std::vector<Neighbour> Recommender::similarTo(Item item, std::size_t count) const
{
    const auto& s = *state_;
    if (!s.knows(item))
        return {};
    std::vector<float> sum(s.catalogue->size());
    s.content->similarities(item, sum);
    ScoreColumn scratch;
    const auto near = sessionNeighbours(s.log, item, sum.size(), scratch);
    for (const auto& [other, similarity] : near)
        sum[static_cast<std::size_t>(other)] += similarity / near.front().similarity;
    sum[static_cast<std::size_t>(item)] = 0;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if (s.catalogue->eligible[i] == 0)
            sum[i] = 0;
    }
    const float least = nearTop(std::span<const float>(sum), count);
    std::vector<Neighbour> list;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if (sum[i] > 0 && sum[i] >= least)
            list.push_back({static_cast<Item>(i), static_cast<double>(sum[i])});
    }
    const auto kept = std::min(count, list.size());
    std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept), list.end(),
        [](const Neighbour& a, const Neighbour& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity : a.item < b.item;
        });
    list.resize(kept);
    return list;
}

double Recommender::affinity(Item item) const
{
    if (!state_->knows(item))
        return 0;
    const double plays = follows(item), skips = skipped(item);
    return ratingTarget(item) + .6 * std::log1p(plays) / std::log(21.)
        - .5 * skips / (plays + skips + 2);
}

double Recommender::artistAffinity(std::int32_t artist) const
{
    const auto follows = state_->log.artistFollows();
    if (artist < 0 || static_cast<std::size_t>(artist) >= follows.size())
        return 0;
    const double most = state_->log.mostArtistFollows();
    const double share
        = most > 0 ? std::log1p(follows[static_cast<std::size_t>(artist)]) / std::log1p(most) : 0;
    return share + state_->ratings.artistTerm(artist);
}

double Recommender::follows(Item item) const
{
    return state_->knows(item) ? state_->log.follows(item) : 0;
}

double Recommender::skipped(Item item) const
{
    const auto* skips = state_->knows(item) ? state_->skipsOf(item) : nullptr;
    return skips ? skips->total : 0;
}

std::int64_t Recommender::lastFollow(Item item) const
{
    const auto* heard = state_->knows(item) ? state_->log.of(item) : nullptr;
    return heard ? heard->lastAt : PlayLog::neverAt;
}

std::int64_t Recommender::lastSkip(Item item) const
{
    const auto* skips = state_->knows(item) ? state_->skipsOf(item) : nullptr;
    return skips ? skips->at : PlayLog::neverAt;
}

double Recommender::ratingTarget(Item item) const
{
    const auto* opinion = state_->knows(item) ? state_->ratings.of(item) : nullptr;
    return opinion ? opinion->target : 0;
}

bool Recommender::isSuggestible(Item item, std::int64_t now) const
{
    return state_->allows(item, now);
}

double Recommender::followTotal() const
{
    return state_->log.timedFollows();
}
std::size_t Recommender::ratingTotal() const
{
    return state_->ratings.size();
}

std::vector<double> Recommender::genreMix(std::int64_t now) const
{
    const auto& s = *state_;
    std::vector<double> mix(static_cast<std::size_t>(s.catalogue->genreCount()), 0);
    const auto today = dayOf(now);
    double follows = 0;
    for (const auto& day : s.days) {
        if (day.day <= today && day.day > today - mixDays)
            follows += day.follows;
    }
    for (const auto& day : s.days) {
        if (day.day > today || day.day <= today - mixDays || day.follows <= 0)
            continue;
        const double share
            = std::min(1., std::max(mostOfOneDay * follows, coldFollows) / day.follows);
        for (const auto& [genre, weight] : day.genres)
            mix[static_cast<std::size_t>(genre)] += share * weight;
    }
    double sum = 0;
    for (const auto value : mix)
        sum += value;
    for (auto& value : mix)
        value = sum > 0 ? value / sum : 0;
    return mix;
}

} // namespace segue::reco
