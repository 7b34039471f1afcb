#include "core/recommend/model/rating_state.h"

#include "core/recommend/model/channels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double ownShare = 1.5, sessionShare = .6, contentShare = .3, artistShare = .3;
constexpr std::size_t neighboursUsed = 100;

} // namespace

RatingValue ratingValue(int halfStars)
{
    constexpr std::array<RatingValue, 6> stars{
        {{0, 0}, {-1, 8}, {-.5, 4}, {.25, 1}, {1, 4}, {1, 8}}};
    if (halfStars <= 0)
        return stars[0];
    const auto half = static_cast<std::size_t>(std::clamp(halfStars, 2, 10));
    const RatingValue low = stars[half / 2], high = stars[(half + 1) / 2];
    return {(low.target + high.target) / 2, (low.confidence + high.confidence) / 2};
}

RatingState::RatingState(const Catalogue& catalogue)
    : marked_(catalogue.size(), 0)
    , artistMarked_(static_cast<std::size_t>(catalogue.artistCount()), 0)
    , artistSums_(static_cast<std::size_t>(catalogue.artistCount()))
{
}

const RatingState::Opinion* RatingState::of(Item item) const
{
    if (marked_[static_cast<std::size_t>(item)] == 0)
        return nullptr;
    const auto at = tracks_.find(item);
    return at == tracks_.end() ? nullptr : &at->second;
}

const RatingState::Opinion* RatingState::ofArtist(std::int32_t artist) const
{
    if (artist < 0 || artistMarked_[static_cast<std::size_t>(artist)] == 0)
        return nullptr;
    const auto at = artists_.find(artist);
    return at == artists_.end() ? nullptr : &at->second;
}

std::span<const Item> RatingState::latest() const
{
    return std::span(rated_).last(std::min(rated_.size(), latestUsed));
}

void RatingState::add(Item item, double target, const ContentIndex& content)
{
    std::vector<float> similar(field_.size());
    content.similarities(item, similar);
    const auto share = static_cast<float>(contentShare * target);
    for (std::size_t i = 0; i < field_.size(); ++i)
        field_[i] += share * similar[i];
    field_[static_cast<std::size_t>(item)] -= share * similar[static_cast<std::size_t>(item)];
}

void RatingState::rebuildField(const Catalogue& catalogue, const ContentIndex& content)
{
    field_.assign(rated_.empty() ? 0 : catalogue.size(), 0);
    for (const auto item : latest())
        add(item, of(item)->target, content);
}

void RatingState::rate(
    const Rating& rating, const Catalogue& catalogue, const ContentIndex& content, bool updateField)
{
    const bool ofTrack = rating.artist < 0;
    if (ofTrack ? rating.item < 0 || static_cast<std::size_t>(rating.item) >= catalogue.size()
                : rating.artist >= catalogue.artistCount())
        return;
    ++revision_;
    auto& opinion = ofTrack ? tracks_[rating.item] : artists_[rating.artist];
    const Opinion before = opinion;
    (ofTrack ? marked_[static_cast<std::size_t>(rating.item)]
             : artistMarked_[static_cast<std::size_t>(rating.artist)])
        = 1;
    const auto setStars = [&opinion](int halfStars) {
        const auto value = ratingValue(halfStars);
        opinion.halfStars = std::clamp(halfStars, 0, 10);
        opinion.target = value.target;
        opinion.confidence = value.confidence;
    };
    switch (rating.kind) {
    case RatingKind::stars:
        setStars(rating.halfStars);
        opinion.never = false;
        break;
    case RatingKind::love:
        setStars(10);
        opinion.never = false;
        break;
    case RatingKind::clear:
        opinion = {};
        break;
    case RatingKind::never:
        opinion.never = true;
        break;
    case RatingKind::notNow:
        opinion.notNowAt = rating.at;
        break;
    }
    if (!ofTrack) {
        ratedArtists_ += opinion.rated() ? 1 : 0;
        ratedArtists_ -= before.rated() ? 1 : 0;
        return;
    }
    if (opinion.target == before.target && opinion.confidence == before.confidence)
        return;
    if (const auto artist = catalogue.artist[static_cast<std::size_t>(rating.item)]; artist >= 0) {
        auto& sum = artistSums_[static_cast<std::size_t>(artist)];
        sum.targets += opinion.target - before.target;
        sum.tracks += (opinion.rated() ? 1 : 0) - (before.rated() ? 1 : 0);
    }
    if (before.rated())
        rated_.erase(std::find(rated_.begin(), rated_.end(), rating.item));
    if (opinion.rated())
        rated_.push_back(rating.item);
    if (!updateField)
        return;
    // Adding to the field in rating order gives what a rebuild gives; anything else rebuilds it.
    if (before.rated() || rated_.size() > latestUsed || field_.empty())
        rebuildField(catalogue, content);
    else
        add(rating.item, opinion.target, content);
}

bool RatingState::allows(const Catalogue& catalogue, Item item, std::int64_t now) const
{
    const auto allowed = [now](const Opinion* opinion) {
        if (!opinion)
            return true;
        const bool oneStar = opinion->rated() && opinion->target <= -1;
        const bool resting = opinion->notNowAt != PlayLog::neverAt && now >= opinion->notNowAt
            && static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(opinion->notNowAt)
                < static_cast<std::uint64_t>(notNowSeconds);
        return !opinion->never && !oneStar && !resting;
    };
    const auto i = static_cast<std::size_t>(item);
    return allowed(of(item)) && allowed(ofArtist(catalogue.artist[i]))
        && allowed(ofArtist(catalogue.albumArtist[i]));
}

double RatingState::artistTerm(std::int32_t artist) const
{
    if (artist < 0)
        return 0;
    Sum sum = artistSums_[static_cast<std::size_t>(artist)];
    if (const auto* opinion = ofArtist(artist); opinion && opinion->rated()) {
        sum.targets += opinion->target;
        ++sum.tracks;
    }
    return artistShare * sum.targets / (sum.tracks + 2);
}

void RatingState::score(const PlayLog& log, const Catalogue& catalogue, std::span<float> out) const
{
    if (!field_.empty())
        std::copy(field_.begin(), field_.end(), out.begin());
    ScoreColumn scratch;
    for (const auto item : latest()) {
        const auto share = static_cast<float>(sessionShare * of(item)->target);
        for (const auto& [other, similarity] :
            sessionNeighbours(log, item, neighboursUsed, scratch))
            out[static_cast<std::size_t>(other)] += share * similarity;
    }
    for (const auto item : rated_)
        out[static_cast<std::size_t>(item)] += static_cast<float>(ownShare * of(item)->target);
    for (std::int32_t artist = 0; artist < catalogue.artistCount(); ++artist) {
        const auto term = static_cast<float>(artistTerm(artist));
        if (term == 0)
            continue;
        for (const auto item : catalogue.artistTracks(artist))
            out[static_cast<std::size_t>(item)] += term;
    }
}

std::vector<RatingState::Voice> RatingState::voices(
    const PlayLog& log, const ContentIndex& content, Item item) const
{
    std::vector<Voice> list;
    if (const auto* own = of(item); own && own->rated())
        list.push_back({item, ownShare * own->target});
    for (const auto rated : latest()) {
        if (rated == item)
            continue;
        const double target = of(rated)->target;
        const double contribution = target
            * (sessionShare * sessionCosine(log, rated, item)
                + contentShare * content.similarity(rated, item));
        if (contribution > 0)
            list.push_back({rated, contribution});
    }
    std::stable_sort(list.begin(), list.end(),
        [](const Voice& a, const Voice& b) { return a.contribution > b.contribution; });
    return list;
}

} // namespace segue::reco
