#include "core/recommend/model/rerank.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace segue::reco {

namespace {

constexpr double smoothing = .01; // of the list's mix, so that KL stays finite
constexpr std::size_t artistSpan = 20;

/// Indices of the best `most` that are not blocked.
std::vector<std::size_t> byScore(std::span<const Candidate> candidates, std::size_t most,
    const std::function<bool(Item)>& isBlocked = {})
{
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) {
        return !std::isfinite(candidates[i].score) || (isBlocked && isBlocked(candidates[i].item));
    });
    const auto kept = std::min(order.size(), most);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
        [&](std::size_t a, std::size_t b) {
            return candidates[a].score != candidates[b].score
                ? candidates[a].score > candidates[b].score
                : candidates[a].item < candidates[b].item;
        });
    order.resize(kept);
    return order;
}

/// KL(listener || list), the list's mix smoothed with the listener's. The genres' parts of the sum
/// are kept, as a candidate changes those of its own alone.
class Calibration {
public:
    Calibration(const Catalogue& catalogue, std::span<const double> mix)
        : catalogue_(catalogue)
        , mix_(mix)
        , sums_(mix.size(), 0)
        , parts_(mix.size(), 0)
        , partsWith_(mix.size(), 0)
    {
        for (std::size_t g = 0; g < mix.size(); ++g) {
            if (mix[g] > 0)
                active_.push_back(g);
        }
        measure();
    }
    void add(Item item)
    {
        const auto genres = catalogue_.genresOf(item);
        for (const auto genre : genres) {
            if (knows(genre))
                sums_[static_cast<std::size_t>(genre)] += 1 / static_cast<double>(genres.size());
        }
        total_ += 1;
        measure();
    }
    /// The rise (negative: fall) of the divergence if `item` joined.
    double riseWith(Item item)
    {
        const auto genres = catalogue_.genresOf(item);
        for (const auto genre : genres) {
            if (!knows(genre))
                continue;
            const auto g = static_cast<std::size_t>(genre);
            double sum = sums_[g];
            for (const auto other : genres)
                sum += other == genre ? 1 / static_cast<double>(genres.size()) : 0;
            partsWith_[g] = part(g, sum, total_ + 1);
        }
        const double rise = divergence(partsWith_) - divergence_;
        for (const auto genre : genres) {
            if (knows(genre))
                partsWith_[static_cast<std::size_t>(genre)]
                    = parts_[static_cast<std::size_t>(genre)];
        }
        return rise;
    }

private:
    bool knows(std::int32_t genre) const
    {
        return genre >= 0 && static_cast<std::size_t>(genre) < mix_.size()
            && mix_[static_cast<std::size_t>(genre)] > 0;
    }
    double part(std::size_t g, double sum, double total) const
    {
        return mix_[g] * std::log(mix_[g] / ((1 - smoothing) * sum / total + smoothing * mix_[g]));
    }
    double divergence(const std::vector<double>& parts) const
    {
        double kl = 0;
        for (const auto g : active_)
            kl += parts[g];
        return kl / -std::log(smoothing); // 0..1
    }
    void measure()
    {
        for (const auto g : active_)
            parts_[g] = part(g, sums_[g], total_);
        divergence_ = total_ > 0 ? divergence(parts_) : 0;
        for (const auto g : active_)
            parts_[g] = part(g, sums_[g], total_ + 1);
        partsWith_ = parts_;
    }

    const Catalogue& catalogue_;
    std::span<const double> mix_;
    std::vector<std::size_t> active_; // genres of the listener's mix
    std::vector<double> sums_; // of the list
    std::vector<double> parts_, partsWith_; // of one track more, and while its genres are known
    double total_ = 0, divergence_ = 0; // of the list
};

bool breaksCap(const Catalogue& catalogue, const std::vector<Item>& list,
    const RerankOptions& options, Item item)
{
    const auto i = static_cast<std::size_t>(item);
    if (catalogue.interlude[i] != 0 || (catalogue.seasonal[i] != 0 && !options.inSeason))
        return true;
    const auto creator = catalogue.creator(item);
    int ofCreator = 0;
    for (std::size_t back = 1; back <= list.size(); ++back) {
        const Item other = list[list.size() - back];
        const auto o = static_cast<std::size_t>(other);
        if (other == item || (catalogue.song[i] >= 0 && catalogue.song[i] == catalogue.song[o]))
            return true;
        if (options.oneMovementPerWork && catalogue.work[i] >= 0
            && catalogue.work[i] == catalogue.work[o])
            return true;
        if (catalogue.creator(other) != creator)
            continue;
        if (back < static_cast<std::size_t>(std::max(options.artistWindow, 0)))
            return true;
        if (back < artistSpan && options.artistMost > 0 && ++ofCreator >= options.artistMost)
            return true;
    }
    return false;
}

} // namespace

double listSimilarity(const Catalogue& catalogue,
    const std::function<double(Item, Item)>& contentSimilarity, Item a, Item b)
{
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    const double content = contentSimilarity ? contentSimilarity(a, b) : 0;
    return .5 * std::clamp(content, 0., 1.)
        + (catalogue.creator(a) == catalogue.creator(b) ? .3 : 0)
        + (catalogue.album[x] >= 0 && catalogue.album[x] == catalogue.album[y] ? .2 : 0);
}

std::vector<std::size_t> rerank(
    const Catalogue& catalogue, std::span<const Candidate> candidates, const RerankOptions& options)
{
    const auto pool = byScore(candidates, options.pool, options.isBlocked);
    if (pool.empty())
        return {};
    const double best = candidates[pool.front()].score, worst = candidates[pool.back()].score;
    const double scale = best > worst ? 1 / (best - worst) : 0;
    Calibration calibration(catalogue, options.genreMix);
    std::vector<Item> list(options.before.begin(), options.before.end());
    std::vector<double> similar(pool.size(), 0); // highest to what is chosen
    const auto see = [&](Item chosen) {
        for (std::size_t p = 0; p < pool.size(); ++p)
            similar[p] = std::max(similar[p],
                listSimilarity(
                    catalogue, options.contentSimilarity, chosen, candidates[pool[p]].item));
    };
    for (const auto item : list) {
        calibration.add(item);
        see(item);
    }
    std::vector<std::size_t> chosen;
    std::vector<std::uint8_t> taken(pool.size(), 0);
    while (chosen.size() < options.length) {
        double highest = -std::numeric_limits<double>::infinity();
        std::size_t at = pool.size();
        for (std::size_t p = 0; p < pool.size(); ++p) {
            const auto& candidate = candidates[pool[p]];
            if (taken[p] != 0 || breaksCap(catalogue, list, options, candidate.item))
                continue;
            const double relevance = scale > 0 ? (candidate.score - worst) * scale : 1;
            const double value = options.relevanceWeight * relevance
                - options.similarityWeight * similar[p]
                - options.calibrationWeight * calibration.riseWith(candidate.item);
            if (value > highest
                || (value == highest && candidate.item < candidates[pool[at]].item)) {
                highest = value;
                at = p;
            }
        }
        if (at == pool.size())
            break;
        taken[at] = 1;
        const Item item = candidates[pool[at]].item;
        chosen.push_back(pool[at]);
        list.push_back(item);
        calibration.add(item);
        see(item);
    }
    return chosen;
}

std::vector<std::size_t> serendipitous(std::span<const Candidate> candidates,
    const std::function<bool(Item)>& unheard60Days,
    const std::function<double(Item, Item)>& contentSimilarity, std::span<const Item> recent)
{
    auto order = byScore(candidates, candidates.size());
    order.resize((order.size() * 3 + 9) / 10);
    std::erase_if(order, [&](std::size_t i) { return !unheard60Days(candidates[i].item); });
    std::vector<double> nearest(candidates.size(), 0);
    for (const auto i : order) {
        for (const auto item : recent)
            nearest[i] = std::max(nearest[i], contentSimilarity(candidates[i].item, item));
    }
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return nearest[a] < nearest[b]; });
    return order;
}

std::vector<Item> spanning(const Catalogue& catalogue, std::size_t count, std::uint64_t seed,
    const std::function<double(Item, Item)>& contentSimilarity)
{
    constexpr std::size_t sampleSize = 400;
    std::vector<Item> sample;
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        if (catalogue.eligible[i] != 0 && catalogue.interlude[i] == 0 && catalogue.seasonal[i] == 0)
            sample.push_back(static_cast<Item>(i));
    }
    Random random(seed);
    for (std::size_t i = 0; i < sample.size() && i < sampleSize; ++i)
        std::swap(sample[i], sample[i + random.below(sample.size() - i)]);
    sample.resize(std::min(sample.size(), sampleSize));
    if (sample.empty())
        return {};
    std::size_t medoid = 0;
    double highest = -1;
    for (std::size_t a = 0; a < sample.size(); ++a) {
        double sum = 0;
        for (const auto other : sample)
            sum += contentSimilarity(sample[a], other);
        if (sum > highest) {
            highest = sum;
            medoid = a;
        }
    }
    std::vector<Item> chosen;
    std::vector<double> nearest(sample.size(), 0);
    auto next = medoid;
    while (next < sample.size() && chosen.size() < count) {
        const Item item = sample[next];
        chosen.push_back(item);
        double lowest = std::numeric_limits<double>::infinity();
        next = sample.size();
        for (std::size_t i = 0; i < sample.size(); ++i) {
            if (catalogue.creator(sample[i]) == catalogue.creator(item))
                nearest[i] = std::numeric_limits<double>::infinity(); // one per artist
            nearest[i] = std::max(nearest[i], contentSimilarity(sample[i], item));
            if (nearest[i] < lowest) {
                lowest = nearest[i];
                next = i;
            }
        }
    }
    return chosen;
}

} // namespace segue::reco
