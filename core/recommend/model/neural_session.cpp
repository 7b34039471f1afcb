#include "core/recommend/model/neural_session.h"

#include "core/base/random.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace segue::reco {

namespace {

constexpr Eigen::Index width = 32;
constexpr std::size_t memory = 10;
constexpr std::int64_t neverAt = std::numeric_limits<std::int64_t>::min();

using Vector = Eigen::Matrix<float, width, 1>;
using Square = Eigen::Matrix<float, width, width>;

// Features of a candidate: one of nine for how long ago it was heard, one of five for how often,
// and four that are on or off.
constexpr std::array<std::int64_t, 7> ages{
    1800, 7200, 86400, 7 * 86400, 30 * 86400, 180 * 86400, 2 * 365 * 86400};
constexpr std::size_t agesFrom = 0, countsFrom = ages.size() + 2, flagsFrom = countsFrom + 5;
enum Flag : std::size_t { inSession, sameArtist, sameAlbum, nextOnAlbum };
constexpr std::size_t featureCount = flagsFrom + 4;

struct Active {
    std::array<std::uint8_t, 6> feature{};
    std::size_t count = 0;
    void add(std::size_t f) { feature[count++] = static_cast<std::uint8_t>(f); }
};

/// Rows of parameters and the sums of their squared gradients.
template <Eigen::Index Columns>
class Rows {
public:
    using Row = Eigen::Matrix<float, Columns, 1>;

    Rows(std::size_t count, float spread, Random& random)
        : values_(count * Columns)
        , sums_(count * Columns, 1e-6F)
    {
        for (auto& v : values_)
            v = spread * static_cast<float>(2 * random.uniform() - 1);
    }
    Eigen::Map<const Row> operator[](std::size_t row) const
    {
        return Eigen::Map<const Row>(values_.data() + row * Columns);
    }
    /// Adagrad: each parameter by rate x gradient / root of its sum.
    void move(std::size_t row, const Row& gradient, float rate)
    {
        Eigen::Map<Row> value(values_.data() + row * Columns), sum(sums_.data() + row * Columns);
        sum.array() += gradient.array().square();
        value.array() -= rate * gradient.array() / sum.array().sqrt();
    }

private:
    std::vector<float> values_, sums_;
};

/// So that times have differences.
std::int64_t bounded(std::int64_t at)
{
    constexpr std::int64_t most = std::int64_t{1} << 40;
    return std::clamp(at, -most, most);
}

std::size_t groups(std::int32_t count)
{
    return static_cast<std::size_t>(std::max(count, 0)) + 1; // the last: unknown
}

std::size_t groupOf(const std::vector<std::int32_t>& column, std::size_t item, std::int32_t count)
{
    const auto group = column[item];
    return static_cast<std::size_t>(group >= 0 ? group : std::max(count, 0));
}

} // namespace

struct NeuralSession::Network {
    Network(std::shared_ptr<const Catalogue> shared, const Options& given)
        : Network(std::move(shared), given, Random(given.seed))
    {
    }
    Network(std::shared_ptr<const Catalogue> shared, const Options& given, Random start)
        : catalogue(std::move(shared))
        , options(given)
        , random(start)
        , inItem(catalogue->size(), .05F, random)
        , inArtist(groups(catalogue->artistCount()), .1F, random)
        , inAlbum(groups(catalogue->albumCount()), .1F, random)
        , outItem(catalogue->size(), .05F, random)
        , outArtist(groups(catalogue->artistCount()), .1F, random)
        , outAlbum(groups(catalogue->albumCount()), .1F, random)
        , bias(catalogue->size(), 0, random)
        , last(static_cast<std::size_t>(width), .15F, random)
        , pooled(static_cast<std::size_t>(width), .15F, random)
        , shift(1, 0, random)
        , place(1, 0, random)
        , featureBias(featureCount, 0, random)
        , featureVector(featureCount, .05F, random)
    {
        forget();
    }

    /// What is known before a play.
    struct Moment {
        std::int64_t now = 0;
        std::vector<Item> recent; // newest first, at most `memory`
        std::span<const Item> session; // what counts as heard in it
    };
    struct Hidden {
        Vector lastIn = Vector::Zero(), pooledIn = Vector::Zero(), h = Vector::Zero();
        std::array<float, memory> share{};
        std::array<float, featureCount> feature{}; // c_f + u_f . h
    };

    Vector input(Item item) const
    {
        const auto i = static_cast<std::size_t>(item);
        return inItem[i] + inArtist[groupOf(catalogue->artist, i, catalogue->artistCount())]
            + inAlbum[groupOf(catalogue->album, i, catalogue->albumCount())];
    }
    Vector output(std::size_t i) const
    {
        return outItem[i] + outArtist[groupOf(catalogue->artist, i, catalogue->artistCount())]
            + outAlbum[groupOf(catalogue->album, i, catalogue->albumCount())];
    }

    Hidden hiddenOf(const Moment& moment) const
    {
        Hidden out;
        const auto weights = place[0];
        float total = 0;
        for (std::size_t k = 0; k < moment.recent.size(); ++k)
            total += out.share[k] = std::exp(weights[static_cast<Eigen::Index>(k)]);
        for (std::size_t k = 0; k < moment.recent.size(); ++k) {
            out.share[k] /= total;
            out.pooledIn += out.share[k] * input(moment.recent[k]);
        }
        if (!moment.recent.empty())
            out.lastIn = input(moment.recent.front());
        Vector z = shift[0];
        for (Eigen::Index row = 0; row < width; ++row) {
            const auto r = static_cast<std::size_t>(row);
            z[row] += last[r].dot(out.lastIn) + pooled[r].dot(out.pooledIn);
        }
        out.h = z.array().tanh();
        for (std::size_t f = 0; f < featureCount; ++f)
            out.feature[f] = featureBias[f][0] + featureVector[f].dot(out.h);
        return out;
    }

    Active activeOf(const Moment& moment, std::size_t item) const
    {
        Active out;
        const auto& c = *catalogue;
        const auto at = lastAt[item];
        const auto age = std::upper_bound(ages.begin(), ages.end(),
            std::max<std::int64_t>(at == neverAt ? 0 : moment.now - at, 0));
        out.add(agesFrom
            + (at == neverAt ? ages.size() + 1 : static_cast<std::size_t>(age - ages.begin())));
        const auto n = plays[item];
        out.add(countsFrom
            + (n <= 1        ? static_cast<std::size_t>(n)
                    : n <= 3 ? 2U
                    : n <= 9 ? 3U
                             : 4U));
        if (std::find(moment.session.begin(), moment.session.end(), static_cast<Item>(item))
            != moment.session.end())
            out.add(flagsFrom + inSession);
        if (moment.recent.empty())
            return out;
        const auto before = static_cast<std::size_t>(moment.recent.front());
        if (c.artist[item] >= 0 && c.artist[item] == c.artist[before])
            out.add(flagsFrom + sameArtist);
        if (c.album[item] >= 0 && c.album[item] == c.album[before]) {
            out.add(flagsFrom + sameAlbum);
            if (c.discTrack[before] > 0 && c.discTrack[item] == c.discTrack[before] + 1)
                out.add(flagsFrom + nextOnAlbum);
        }
        return out;
    }

    float logit(const Hidden& hidden, std::size_t item, const Active& active) const
    {
        float sum = bias[item][0] + output(item).dot(hidden.h);
        for (std::size_t k = 0; k < active.count; ++k)
            sum += hidden.feature[active.feature[k]];
        return sum;
    }

    /// The target first; with its log of how often sampling would bring it.
    void sample(Item target)
    {
        const auto n = catalogue->size();
        candidates.clear();
        correction.clear();
        const auto most = static_cast<std::size_t>(std::max(options.negatives, 1));
        if (n <= 2 * most) {
            candidates.push_back(target);
            for (std::size_t i = 0; i < n; ++i) {
                if (static_cast<Item>(i) != target)
                    candidates.push_back(static_cast<Item>(i));
            }
            correction.assign(candidates.size(), 0);
            return;
        }
        const auto add = [&](Item item) {
            const double share = past.empty() ? 1 / static_cast<double>(n)
                                              : .5 / static_cast<double>(n)
                    + .5 * plays[static_cast<std::size_t>(item)] / static_cast<double>(past.size());
            candidates.push_back(item);
            correction.push_back(static_cast<float>(std::log(static_cast<double>(most) * share)));
        };
        add(target);
        for (std::size_t k = 0; k < most; ++k) {
            const auto item = past.empty() || k % 2 == 0 ? static_cast<Item>(random.below(n))
                                                         : past[random.below(past.size())];
            if (item != target)
                add(item);
        }
    }

    void step(const Moment& moment, Item target)
    {
        const auto rate = static_cast<float>(options.rate);
        const Hidden hidden = hiddenOf(moment);
        sample(target);
        actives.resize(candidates.size());
        p.resize(candidates.size());
        float most = std::numeric_limits<float>::lowest();
        for (std::size_t k = 0; k < candidates.size(); ++k) {
            const auto item = static_cast<std::size_t>(candidates[k]);
            actives[k] = activeOf(moment, item);
            p[k] = logit(hidden, item, actives[k]) - correction[k];
            most = std::max(most, p[k]);
        }
        float total = 0;
        for (auto& value : p)
            total += value = std::exp(value - most);
        Vector byH = Vector::Zero();
        std::array<float, featureCount> byFeature{};
        for (std::size_t k = 0; k < candidates.size(); ++k) {
            const float g = p[k] / total - (k == 0 ? 1.F : 0.F);
            if (std::abs(g) < 1e-4F)
                continue;
            const auto i = static_cast<std::size_t>(candidates[k]);
            byH += g * output(i);
            for (std::size_t a = 0; a < actives[k].count; ++a)
                byFeature[actives[k].feature[a]] += g;
            const Vector gradient = g * hidden.h;
            outItem.move(i, gradient, rate);
            outArtist.move(groupOf(catalogue->artist, i, catalogue->artistCount()), gradient, rate);
            outAlbum.move(groupOf(catalogue->album, i, catalogue->albumCount()), gradient, rate);
            bias.move(i, Rows<1>::Row(g), rate);
        }
        for (std::size_t f = 0; f < featureCount; ++f) {
            if (byFeature[f] == 0)
                continue;
            byH += byFeature[f] * featureVector[f];
            featureBias.move(f, Rows<1>::Row(byFeature[f]), rate);
            featureVector.move(f, byFeature[f] * hidden.h, rate);
        }
        back(moment, hidden, byH, rate);
    }

    /// From dLoss/dh to what h was made of.
    void back(const Moment& moment, const Hidden& hidden, const Vector& byH, float rate)
    {
        const Vector byZ = byH.array() * (1 - hidden.h.array().square());
        Vector byLast = Vector::Zero(), byPooled = Vector::Zero();
        for (Eigen::Index row = 0; row < width; ++row) {
            const auto r = static_cast<std::size_t>(row);
            byLast += byZ[row] * last[r];
            byPooled += byZ[row] * pooled[r];
            last.move(r, byZ[row] * hidden.lastIn, rate);
            pooled.move(r, byZ[row] * hidden.pooledIn, rate);
        }
        shift.move(0, byZ, rate);
        Eigen::Matrix<float, memory, 1> byPlace;
        byPlace.setZero();
        std::array<Vector, memory> inputs;
        for (std::size_t k = 0; k < moment.recent.size(); ++k) {
            inputs[k] = input(moment.recent[k]);
            byPlace[static_cast<Eigen::Index>(k)]
                = hidden.share[k] * byPooled.dot(inputs[k] - hidden.pooledIn);
        }
        place.move(0, byPlace, rate);
        for (std::size_t k = 0; k < moment.recent.size(); ++k) {
            const auto i = static_cast<std::size_t>(moment.recent[k]);
            Vector gradient = hidden.share[k] * byPooled;
            if (k == 0)
                gradient += byLast;
            inItem.move(i, gradient, rate);
            inArtist.move(groupOf(catalogue->artist, i, catalogue->artistCount()), gradient, rate);
            inAlbum.move(groupOf(catalogue->album, i, catalogue->albumCount()), gradient, rate);
        }
    }

    Moment momentOf(
        std::int64_t now, std::span<const Item> inThis, std::span<const Item> before) const
    {
        Moment moment;
        moment.now = bounded(now);
        moment.session = inThis.last(std::min<std::size_t>(inThis.size(), 50));
        const auto& list = inThis.empty() ? before : inThis;
        for (auto at = list.size(); at-- > 0 && moment.recent.size() < memory;) {
            if (list[at] >= 0 && static_cast<std::size_t>(list[at]) < catalogue->size())
                moment.recent.push_back(list[at]);
        }
        return moment;
    }

    void take(const Play& play)
    {
        if (play.session != sessionId)
            session.clear();
        sessionId = play.session;
        session.push_back(play.item);
        past.push_back(play.item);
        lastAt[static_cast<std::size_t>(play.item)] = bounded(play.at);
        ++plays[static_cast<std::size_t>(play.item)];
    }
    void learnAndTake(const Play& play)
    {
        if (play.item < 0 || static_cast<std::size_t>(play.item) >= catalogue->size())
            return;
        const bool begins = play.session != sessionId;
        const bool repeats = !past.empty() && past.back() == play.item;
        if (!repeats) { // a repeat is no candidate, so nothing to foretell
            const std::span<const Item> none;
            step(momentOf(play.at, begins ? none : std::span<const Item>(session),
                     std::span<const Item>(past)),
                play.item);
        }
        take(play);
    }

    void forget()
    {
        lastAt.assign(catalogue->size(), neverAt);
        plays.assign(catalogue->size(), 0);
        past.clear();
        session.clear();
        sessionId = -1;
    }

    std::shared_ptr<const Catalogue> catalogue;
    Options options;
    Random random;
    Rows<width> inItem, inArtist, inAlbum, outItem, outArtist, outAlbum;
    Rows<1> bias;
    Rows<width> last, pooled, shift;
    Rows<memory> place;
    Rows<1> featureBias;
    Rows<width> featureVector;

    // The past, as of the last play taken.
    std::vector<std::int64_t> lastAt;
    std::vector<std::int32_t> plays;
    std::vector<Item> past, session;
    std::int32_t sessionId = -1;

    // Buffers of a step.
    std::vector<Item> candidates;
    std::vector<float> correction, p;
    std::vector<Active> actives;
};

NeuralSession::NeuralSession(std::shared_ptr<const Catalogue> catalogue, const Options& options)
    : net_(std::make_unique<Network>(std::move(catalogue), options))
{
}
NeuralSession::~NeuralSession() = default;
NeuralSession::NeuralSession(NeuralSession&&) noexcept = default;
NeuralSession& NeuralSession::operator=(NeuralSession&&) noexcept = default;

void NeuralSession::fit(std::span<const Play> plays, const FitControl& control)
{
    constexpr std::size_t reportEvery = 256;
    const int epochs = std::max(net_->options.epochs, 1);
    const double all = static_cast<double>(plays.size()) * epochs;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        net_->forget();
        for (std::size_t i = 0; i < plays.size(); ++i) {
            if (i % reportEvery == 0) {
                if (control.stop.stop_requested())
                    return;
                if (control.progress)
                    control.progress(
                        static_cast<double>(i + plays.size() * static_cast<std::size_t>(epoch))
                        / all);
            }
            net_->learnAndTake(plays[i]);
        }
    }
}

void NeuralSession::observe(const Play& play)
{
    net_->learnAndTake(play);
}

void NeuralSession::score(const Context& context, std::span<float> out) const
{
    const auto n = net_->catalogue->size();
    if (out.size() != n || n == 0)
        return;
    const auto moment = net_->momentOf(context.now, context.session, context.before);
    const auto hidden = net_->hiddenOf(moment);
    float most = std::numeric_limits<float>::lowest();
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = net_->logit(hidden, i, net_->activeOf(moment, i));
        most = std::max(most, out[i]);
    }
    float total = 0;
    for (auto& value : out)
        total += value = std::exp(value - most);
    for (auto& value : out)
        value /= total;
}

} // namespace segue::reco
