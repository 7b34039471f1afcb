#include "core/recommend/model/genre_likeness.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace segue::reco {

namespace {
constexpr float leastTold = .1F;
}

GenreLikeness::GenreLikeness(const Catalogue& c)
    : parent_(c.genreParent)
    , setOf_(c.size(), -1)
    , start_{0}
{
    const auto genres = static_cast<std::size_t>(c.genreCount());
    std::map<std::vector<std::int32_t>, std::int32_t> sets;
    std::vector<double> tracksOfSet;
    std::vector<std::int32_t> own;
    for (std::size_t i = 0; i < c.size(); ++i) {
        const auto tagged = c.genresOf(static_cast<Item>(i));
        own.assign(tagged.begin(), tagged.end());
        std::erase_if(own, [](std::int32_t genre) { return genre < 0; });
        std::sort(own.begin(), own.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
        if (own.empty())
            continue;
        const auto [at, isNew]
            = sets.try_emplace(own, static_cast<std::int32_t>(tracksOfSet.size()));
        if (isNew) {
            genres_.insert(genres_.end(), own.begin(), own.end());
            start_.push_back(static_cast<std::uint32_t>(genres_.size()));
            tracksOfSet.push_back(0);
        }
        setOf_[i] = at->second;
        ++tracksOfSet[static_cast<std::size_t>(at->second)];
    }
    // A track counts once within each genre that it has or that is wider than one it has.
    std::vector<double> within(genres, 0);
    std::vector<std::size_t> seenIn(genres, tracksOfSet.size());
    for (std::size_t set = 0; set < tracksOfSet.size(); ++set) {
        for (auto genre : genresOf(set)) {
            for (; genre >= 0; genre = parent_[static_cast<std::size_t>(genre)]) {
                const auto g = static_cast<std::size_t>(genre);
                if (std::exchange(seenIn[g], set) != set)
                    within[g] += tracksOfSet[set];
            }
        }
    }
    for (const double tracks : within) {
        const double told = std::log(static_cast<double>(c.size() + 1) / std::max(tracks, 1.));
        tells_.push_back(std::max(static_cast<float>(told), leastTold));
    }
}

std::int32_t GenreLikeness::commonOf(std::int32_t a, std::int32_t b) const
{
    for (; a >= 0; a = parent_[static_cast<std::size_t>(a)]) {
        for (auto other = b; other >= 0; other = parent_[static_cast<std::size_t>(other)]) {
            if (a == other)
                return a;
        }
    }
    return -1;
}

float GenreLikeness::likeness(std::int32_t a, std::int32_t b) const
{
    const auto told
        = [this](std::int32_t genre) { return tells_[static_cast<std::size_t>(genre)]; };
    const auto common = commonOf(a, b);
    return common < 0 ? 0 : 2 * told(common) / (told(a) + told(b));
}

float GenreLikeness::ofTwoSets(std::size_t a, std::size_t b) const
{
    float sum = 0, all = 0;
    const auto add = [&](std::span<const std::int32_t> from, std::span<const std::int32_t> to) {
        for (const auto genre : from) {
            float best = 0;
            for (const auto other : to)
                best = std::max(best, likeness(genre, other));
            const float weight = tells_[static_cast<std::size_t>(genre)];
            sum += weight * best;
            all += weight;
        }
    };
    add(genresOf(a), genresOf(b));
    add(genresOf(b), genresOf(a));
    return all > 0 ? std::min(sum / all, 1.F) : 0;
}

float GenreLikeness::operator()(std::size_t a, std::size_t b) const
{
    return has(a) && has(b)
        ? ofTwoSets(static_cast<std::size_t>(setOf_[a]), static_cast<std::size_t>(setOf_[b]))
        : 0;
}

std::vector<float> GenreLikeness::ofSets(std::size_t track) const
{
    std::vector<float> out(start_.size() - 1, 0);
    for (std::size_t set = 0; has(track) && set < out.size(); ++set)
        out[set] = ofTwoSets(static_cast<std::size_t>(setOf_[track]), set);
    return out;
}

std::int32_t GenreLikeness::common(std::size_t a, std::size_t b) const
{
    if (!has(a) || !has(b))
        return -1;
    std::int32_t best = -1;
    for (const auto one : genresOf(static_cast<std::size_t>(setOf_[a]))) {
        for (const auto other : genresOf(static_cast<std::size_t>(setOf_[b]))) {
            const auto shared = commonOf(one, other);
            if (shared >= 0
                && (best < 0
                    || tells_[static_cast<std::size_t>(shared)]
                        > tells_[static_cast<std::size_t>(best)]))
                best = shared;
        }
    }
    return best;
}

} // namespace segue::reco
