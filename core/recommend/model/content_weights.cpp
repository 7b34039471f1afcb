#include "core/recommend/model/content_weights.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t mostPairs = 2000, others = 4, heldOutEvery = 5;
constexpr double pairsToTrust = 1000;
constexpr int steps = 80;
constexpr double mostWeight = 30;
constexpr double leastKnown = .1;

using Vector = PerPart<double>;

/// What came next and what did not, compared with the track before.
struct Pair {
    std::array<PerPart<float>, others + 1> x; // x[0] came next
    double weight = 1;
};

double dot(const Vector& b, const PerPart<float>& x)
{
    double sum = 0;
    for (std::size_t part = 0; part < contentPartCount; ++part)
        sum += b[part] * static_cast<double>(x[part]);
    return sum;
}

/// P of each of the five.
std::array<double, others + 1> chances(const Vector& b, const Pair& pair)
{
    std::array<double, others + 1> p{};
    for (std::size_t i = 0; i < p.size(); ++i)
        p[i] = dot(b, pair.x[i]);
    const double most = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (auto& one : p) {
        one = std::exp(one - most);
        sum += one;
    }
    for (auto& one : p)
        one /= sum;
    return p;
}

/// Mean log P(next); higher is better.
double likelihood(const Vector& b, std::span<const Pair> pairs)
{
    double sum = 0, weight = 0;
    for (const auto& pair : pairs) {
        sum += pair.weight * std::log(std::max(chances(b, pair)[0], 1e-300));
        weight += pair.weight;
    }
    return weight > 0 ? sum / weight : 0;
}

/// Steps up the gradient. A curvature is at most the number of parts times its diagonal, so that
/// steps of this length lead uphill.
Vector fit(Vector b, std::span<const Pair> pairs)
{
    for (int step = 0; step < steps; ++step) {
        Vector gradient{}, bend{};
        for (const auto& pair : pairs) {
            const auto p = chances(b, pair);
            for (std::size_t part = 0; part < contentPartCount; ++part) {
                double mean = 0, squares = 0;
                for (std::size_t i = 0; i < p.size(); ++i) {
                    const auto x = static_cast<double>(pair.x[i][part]);
                    mean += p[i] * x;
                    squares += p[i] * x * x;
                }
                gradient[part] += pair.weight * (static_cast<double>(pair.x[0][part]) - mean);
                bend[part] += pair.weight * (squares - mean * mean);
            }
        }
        for (std::size_t part = 0; part < contentPartCount; ++part) {
            const double reach = contentPartCount * bend[part] + 1e-3;
            b[part] = std::clamp(b[part] + gradient[part] / reach, 0., mostWeight);
        }
    }
    return b;
}

Vector scaled(const PerPart<float>& weights, double by)
{
    Vector out{};
    for (std::size_t part = 0; part < contentPartCount; ++part)
        out[part] = by * static_cast<double>(weights[part]);
    return out;
}

std::vector<Pair> pairsOf(const ContentIndex& index, const Catalogue& c, const PlayLog& log)
{
    const auto entries = log.entries();
    const auto isPlay = [&](std::size_t i) {
        return log.groups()[static_cast<std::size_t>(entries[i].group)].timed;
    };
    const auto isElsewhere = [&c](Item a, Item b) {
        const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
        return a != b && (c.album[x] < 0 || c.album[x] != c.album[y]);
    };
    std::vector<Pair> pairs;
    Random random(1);
    for (std::size_t i = entries.size(); i-- > 1 && pairs.size() < mostPairs;) {
        const Item from = entries[i - 1].item, next = entries[i].item;
        if (entries[i].session != entries[i - 1].session || !isPlay(i) || !isPlay(i - 1)
            || !isElsewhere(from, next))
            continue;
        Pair pair;
        pair.weight = static_cast<double>(entries[i].weight);
        pair.x[0] = index.agreement(from, next).agreement;
        std::size_t drawn = 0;
        for (int attempt = 0; drawn < others && attempt < 100; ++attempt) {
            const auto at = static_cast<std::size_t>(random.below(entries.size()));
            const Item other = entries[at].item;
            if (isPlay(at) && other != next && isElsewhere(from, other))
                pair.x[++drawn] = index.agreement(from, other).agreement;
        }
        if (drawn == others && pair.weight > 0)
            pairs.push_back(pair);
    }
    return pairs;
}

/// The factor of the start weights that tells the pairs best.
double bestScale(const PerPart<float>& weights, std::span<const Pair> pairs)
{
    double best = 0, highest = likelihood(scaled(weights, 0), pairs);
    for (double by = .25; by <= 32; by *= 2) {
        if (const double l = likelihood(scaled(weights, by), pairs); l > highest) {
            highest = l;
            best = by;
        }
    }
    return best;
}

} // namespace

ContentWeights learnContentWeights(
    const ContentIndex& index, const Catalogue& catalogue, const PlayLog& log)
{
    const auto start = ContentWeights::start();
    const auto pairs = pairsOf(index, catalogue, log);
    if (pairs.size() < leastContentPairs)
        return start;
    std::vector<Pair> learned, kept;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        (i % heldOutEvery == 0 ? kept : learned).push_back(pairs[i]);
    const double scale = bestScale(start.of, learned);
    if (!(scale > 0))
        return start; // what came next has nothing to do with content
    const Vector plain = scaled(start.of, scale);
    Vector b = fit(plain, learned);
    const auto n = static_cast<double>(pairs.size());
    const double share = n / (n + pairsToTrust);
    for (std::size_t part = 0; part < contentPartCount; ++part)
        b[part] = (1 - share) * plain[part] + share * b[part];
    if (likelihood(b, kept) <= likelihood(plain, kept))
        return start;

    PerPart<bool> isKnown{};
    double before = 0, after = 0;
    for (std::size_t part = 0; part < contentPartCount; ++part) {
        const auto differs = std::count_if(pairs.begin(), pairs.end(), [part](const Pair& pair) {
            return std::any_of(
                pair.x.begin(), pair.x.end(), [part](const auto& x) { return x[part] != 0; });
        });
        isKnown[part] = static_cast<double>(differs) >= leastKnown * n;
        if (isKnown[part]) {
            before += static_cast<double>(start.of[part]);
            after += b[part];
        }
    }
    if (!(after > 0))
        return start;
    ContentWeights weights = start;
    weights.pairs = n;
    for (std::size_t part = 0; part < contentPartCount; ++part) {
        if (isKnown[part])
            weights.of[part] = static_cast<float>(b[part] * before / after);
    }
    return weights;
}

} // namespace segue::reco
