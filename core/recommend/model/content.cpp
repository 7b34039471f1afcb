#include "core/recommend/model/content.h"

#include "core/base/random.h"
#include "core/recommend/model/genre_likeness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::reco {

namespace {

constexpr float yearSpread = 5, durationSpread = .35F, tempoSpread = .08F, otherOctave = .8F;
constexpr std::array<float, 3> keySteps{1, .5F, .2F};
constexpr float otherMode = .9F;
constexpr float leastWeight = .35F; // of the parts in common
constexpr float mostUsual = .8F; // a part that hardly differs in a library still tells a little
constexpr std::size_t pairsDrawn = 4096;
constexpr double tracksToTrust = 50; // before the mean over pairs is taken at half its word

float gaussian(float distance, float spread)
{
    const float z = distance / spread;
    return z > 5 || z < -5 ? 0 : std::exp(-.5F * z * z);
}

/// exp(-.5 (years / spread)^2) for whole years.
struct YearTable {
    std::array<float, 64> values{};
    YearTable()
    {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = gaussian(static_cast<float>(i), yearSpread);
    }
    float operator()(int a, int b) const
    {
        const auto d = static_cast<std::size_t>(std::abs(a - b));
        return d < values.size() ? values[d] : 0;
    }
};
const YearTable yearTable;

float tempoLikeness(float a, float b)
{
    const float apart = std::abs(a - b);
    return std::max(gaussian(apart, tempoSpread), otherOctave * gaussian(apart - 1, tempoSpread));
}

float keyLikeness(int a, int b)
{
    const int round = std::abs(a / 2 - b / 2);
    const auto steps = static_cast<std::size_t>(std::min(round, 12 - round));
    return steps < keySteps.size() ? keySteps[steps] * (a % 2 == b % 2 ? 1 : otherMode) : 0;
}

/// The weighted mean of the agreements that are added.
class Mean {
public:
    explicit Mean(const ContentWeights& weights)
        : weights_(weights)
    {
    }
    void operator()(ContentPart part, float agreement)
    {
        sum_ += weights_.of[index(part)] * agreement;
        weight_ += weights_.of[index(part)];
    }
    float value() const { return sum_ / std::max(weight_, leastWeight); }

private:
    const ContentWeights& weights_;
    float sum_ = 0, weight_ = 0;
};

} // namespace

ContentWeights ContentWeights::start()
{
    ContentWeights weights;
    const auto set = [&weights](ContentPart part, float to) { weights.of[index(part)] = to; };
    set(ContentPart::genre, .35F);
    set(ContentPart::artist, .2F);
    set(ContentPart::albumArtist, .05F);
    set(ContentPart::label, .05F);
    set(ContentPart::composer, .2F);
    set(ContentPart::year, .15F);
    set(ContentPart::duration, .05F);
    set(ContentPart::bpm, .1F);
    set(ContentPart::key, .05F);
    set(ContentPart::sound, 1);
    return weights;
}

ContentIndex::ContentIndex(
    std::shared_ptr<const Catalogue> catalogue, const ContentWeights& weights)
    : catalogue_(std::move(catalogue))
    , genres_(std::make_shared<const GenreLikeness>(*catalogue_))
    , weights_(weights)
{
    const auto& c = *catalogue_;
    octaves_.assign(c.size(), 0);
    beats_.assign(c.size(), 0);
    for (std::size_t i = 0; i < c.size(); ++i) {
        octaves_[i] = c.durationS[i] > 0 ? std::log2(c.durationS[i]) : 0;
        beats_[i] = c.bpm[i] > 0 ? std::log2(static_cast<float>(c.bpm[i])) : 0;
    }
    measureUsual();
}

ContentIndex ContentIndex::withWeights(const ContentWeights& weights) const
{
    ContentIndex other(*this);
    other.weights_ = weights;
    return other;
}

/// add(part, agreement) for each part that both have. `genre` and `sound` are called where both
/// have them.
template <class Genre, class Sound, class Add>
void ContentIndex::compare(
    std::size_t a, std::size_t b, Genre&& genre, Sound&& sound, Add&& add) const
{
    const auto& c = *catalogue_;
    const auto addLikeness = [&](ContentPart part, float likeness) {
        const float m = usual_[index(part)];
        add(part, std::max((likeness - m) / (1 - m), -1.F));
    };
    const auto same = [&](ContentPart part, const std::vector<std::int32_t>& ids) {
        if (ids[a] >= 0 && ids[b] >= 0)
            add(part, ids[a] == ids[b] ? 1.F : unlike_[index(part)]);
    };
    if (genres_->has(a) && genres_->has(b))
        addLikeness(ContentPart::genre, genre());
    same(ContentPart::artist, c.artist);
    same(ContentPart::albumArtist, c.albumArtist);
    same(ContentPart::label, c.label);
    same(ContentPart::composer, c.composer);
    if (c.year[a] != 0 && c.year[b] != 0)
        addLikeness(ContentPart::year, yearTable(c.year[a], c.year[b]));
    if (c.durationS[a] > 0 && c.durationS[b] > 0)
        addLikeness(ContentPart::duration, gaussian(octaves_[a] - octaves_[b], durationSpread));
    if (c.bpm[a] > 0 && c.bpm[b] > 0)
        addLikeness(ContentPart::bpm, tempoLikeness(beats_[a], beats_[b]));
    if (c.key[a] >= 0 && c.key[b] >= 0)
        addLikeness(ContentPart::key, keyLikeness(c.key[a], c.key[b]));
    if (c.sound.has(a) && c.sound.has(b))
        addLikeness(ContentPart::sound, sound());
}

void ContentIndex::measureUsual()
{
    const auto& c = *catalogue_;
    const std::size_t n = c.size();
    if (n < 2)
        return;
    PerPart<double> sum{}, pairs{};
    Random random(n);
    for (std::size_t pair = 0; pair < pairsDrawn; ++pair) {
        const auto a = static_cast<std::size_t>(random.below(n));
        const auto b = (a + 1 + static_cast<std::size_t>(random.below(n - 1))) % n;
        compare(
            a, b, [&] { return (*genres_)(a, b); }, [&] { return c.sound.cosine(a, b); },
            [&](ContentPart part, float likeness) {
                sum[index(part)] += static_cast<double>(likeness);
                pairs[index(part)] += 1;
            });
    }
    const auto tracks = static_cast<double>(n);
    for (std::size_t part = 0; part < contentPartCount; ++part) {
        const double mean = pairs[part] > 0 ? sum[part] / pairs[part] : 0;
        const double few = std::min(tracks, pairs[part]);
        usual_[part]
            = std::clamp(static_cast<float>(mean * few / (few + tracksToTrust)), 0.F, mostUsual);
        unlike_[part] = std::max(-usual_[part] / (1 - usual_[part]), -1.F);
    }
}

ContentAgreement ContentIndex::agreement(Item a, Item b) const
{
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    ContentAgreement both;
    compare(
        x, y, [&] { return (*genres_)(x, y); }, [&] { return catalogue_->sound.cosine(x, y); },
        [&both](ContentPart part, float agreement) {
            both.agreement[index(part)] = agreement;
            both.known[index(part)] = true;
        });
    return both;
}

double ContentIndex::similarity(Item a, Item b) const
{
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    Mean mean(weights_);
    compare(
        x, y, [&] { return (*genres_)(x, y); }, [&] { return catalogue_->sound.cosine(x, y); },
        mean);
    return static_cast<double>(mean.value());
}

PerPart<float> ContentIndex::parts(Item a, Item b) const
{
    const auto both = agreement(a, b);
    PerPart<float> out{};
    float weight = 0;
    for (std::size_t part = 0; part < contentPartCount; ++part)
        weight += both.known[part] ? weights_.of[part] : 0;
    for (std::size_t part = 0; part < contentPartCount; ++part)
        out[part] = weights_.of[part] * both.agreement[part] / std::max(weight, leastWeight);
    return out;
}

std::int32_t ContentIndex::commonGenre(Item a, Item b) const
{
    return genres_->common(static_cast<std::size_t>(a), static_cast<std::size_t>(b));
}

void ContentIndex::similarities(Item a, std::span<float> out) const
{
    const auto& c = *catalogue_;
    const auto x = static_cast<std::size_t>(a);
    const std::size_t n = std::min(out.size(), c.size());
    const std::vector<float> genres = genres_->ofSets(x);
    const bool sounds = c.sound.has(x);
    if (sounds)
        c.sound.cosines(x, out.first(n));
    for (std::size_t i = 0; i < n; ++i) {
        Mean mean(weights_);
        compare(
            x, i, [&] { return genres[static_cast<std::size_t>(genres_->setOf(i))]; },
            [&] { return out[i]; }, mean);
        out[i] = mean.value();
    }
}

} // namespace segue::reco
