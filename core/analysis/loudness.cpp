// Energies are kept for pieces of 100 ms: four make a gating block (75 % overlap), thirty a
// short-term block. A day of music has under a million pieces, so all gates are exact. The two
// filters run on pairs of channels at once, in double: their first pole lies at 38 Hz.
#include "core/analysis/loudness.h"

#include "core/analysis/true_peak.h"
#include "core/analysis/vector_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace segue::analysis {

namespace {

constexpr double absoluteGate = -70; // LUFS
constexpr double replayGainTarget = -18; // LUFS
constexpr std::size_t piecesPerBlock = 4;
constexpr std::size_t piecesPerShortTerm = 30;
constexpr double binsPerLu = 10;
constexpr std::size_t mostBins = 1000; // to +30 LUFS

double toLufs(double meanSquare)
{
    return meanSquare > 0 ? -.691 + 10 * std::log10(meanSquare) : -1000;
}

double fromLufs(double lufs)
{
    return std::pow(10, (lufs + .691) / 10);
}

struct Biquad {
    double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
};

/// The high shelf of BS.1770 at any rate: its analogue prototype, bilinear (as in libebur128).
Biquad shelf(double rate)
{
    const double frequency = std::min(1681.974450955533, .45 * rate);
    const double q = .7071752369554196;
    const double k = std::tan(std::numbers::pi * frequency / rate);
    const double high = std::pow(10, 3.999843853973347 / 20);
    const double band = std::pow(high, .4996667741545416);
    const double a0 = 1 + k / q + k * k;
    return {(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0};
}

Biquad highPass(double rate)
{
    const double q = .5003270373238773;
    const double k = std::tan(std::numbers::pi * 38.13547087602444 / rate);
    const double a0 = 1 + k / q + k * k;
    return {1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0};
}

/// A pair of channels on their way through both filters (transposed direct form II).
struct PairFilter {
    Double2 shelf1{}, shelf2{}, high1{}, high2{};

    Double2 energy(
        const float* left, const float* right, std::size_t n, const Biquad& s, const Biquad& h)
    {
        Double2 sum{};
        Double2 s1 = shelf1, s2 = shelf2, h1 = high1, h2 = high2;
        for (std::size_t i = 0; i < n; ++i) {
            const Double2 x{static_cast<double>(left[i]), static_cast<double>(right[i])};
            const Double2 y = s.b0 * x + s1;
            s1 = s.b1 * x - s.a1 * y + s2;
            s2 = s.b2 * x - s.a2 * y;
            const Double2 z = y + h1;
            h1 = h2 - 2 * y - h.a1 * z;
            h2 = y - h.a2 * z;
            sum += z * z;
        }
        shelf1 = awake(s1);
        shelf2 = awake(s2);
        high1 = awake(h1);
        high2 = awake(h2);
        return sum;
    }

    /// Long silence must not end in denormal numbers, which are slow.
    static Double2 awake(Double2 value)
    {
        for (int i = 0; i < 2; ++i)
            value[i] = std::abs(value[i]) < 1e-30 ? 0 : value[i];
        return value;
    }
};

/// 1, 1.41 for surround, 0 for LFE, by the channels' places.
std::vector<double> channelWeights(int channels, std::uint64_t mask)
{
    constexpr std::uint64_t lfe = 0x8 | 0x8'0000'0000ULL;
    constexpr std::uint64_t surround = 0x10 | 0x20 | 0x100 | 0x200 | 0x400 | 0x8000 | 0x1'0000
        | 0x2'0000 | 0x2'0000'0000ULL | 0x4'0000'0000ULL;
    if (mask == 0 && channels == 5)
        mask = 0x37;
    if (mask == 0 && channels == 6)
        mask = 0x3f;
    std::vector<double> weights;
    for (std::uint64_t bits = mask; bits != 0; bits &= bits - 1) {
        const std::uint64_t place = bits & (~bits + 1);
        weights.push_back((place & lfe) != 0 ? 0 : (place & surround) != 0 ? 1.41 : 1);
    }
    weights.resize(static_cast<std::size_t>(channels), 1.0);
    return weights;
}

/// Mean of those of `squares` that lie at or above `gate` (a mean square); 0 when none does.
double meanAbove(const std::vector<double>& squares, double gate)
{
    double sum = 0;
    std::size_t n = 0;
    for (const double square : squares) {
        if (square >= gate) {
            sum += square;
            ++n;
        }
    }
    return n > 0 ? sum / static_cast<double>(n) : 0;
}

/// Mean squares over `length` pieces, moved on by one piece each.
std::vector<double> slidingMeans(const std::vector<double>& pieces, std::size_t length)
{
    std::vector<double> out;
    for (std::size_t i = 0; i + length <= pieces.size(); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < length; ++j)
            sum += pieces[i + j];
        out.push_back(sum / static_cast<double>(length));
    }
    return out;
}

/// EBU Tech 3342: from the 10th to the 95th percentile of short-term loudness, gated.
double loudnessRange(std::vector<double> shortTerm)
{
    const double gate = std::max(
        fromLufs(absoluteGate), meanAbove(shortTerm, fromLufs(absoluteGate)) * std::pow(10, -2.0));
    std::erase_if(shortTerm, [gate](double square) { return square < gate; });
    if (shortTerm.empty())
        return 0;
    std::sort(shortTerm.begin(), shortTerm.end());
    const auto at = [&](double share) {
        return shortTerm[static_cast<std::size_t>(
            std::lround(share * static_cast<double>(shortTerm.size() - 1)))];
    };
    return toLufs(at(.95)) - toLufs(at(.10));
}

} // namespace

struct LoudnessMeter::State {
    int rate;
    Biquad shelf;
    Biquad high;
    std::vector<double> weights;
    std::vector<PairFilter> pairs;
    std::vector<TruePeakMeter> peaks;
    std::size_t pieceFrames;
    std::size_t inPiece = 0; // frames of the piece that is being filled
    double pieceSum = 0;
    std::vector<double> pieces; // mean squares
};

LoudnessMeter::LoudnessMeter(int sampleRate, int channels, std::uint64_t channelMask)
    : s_(new State{sampleRate, shelf(sampleRate), highPass(sampleRate),
        channelWeights(channels, channelMask),
        std::vector<PairFilter>((static_cast<std::size_t>(channels) + 1) / 2),
        std::vector<TruePeakMeter>(static_cast<std::size_t>(channels), TruePeakMeter(sampleRate)),
        std::max<std::size_t>(static_cast<std::size_t>(sampleRate + 5) / 10, 1), 0, 0, {}})
{
}

LoudnessMeter::~LoudnessMeter() = default;

void LoudnessMeter::add(std::span<const float* const> planes, std::size_t frames)
{
    State& s = *s_;
    for (std::size_t c = 0; c < planes.size(); ++c)
        s.peaks[c].add(planes[c], frames);
    for (std::size_t done = 0; done < frames;) {
        const std::size_t n = std::min(frames - done, s.pieceFrames - s.inPiece);
        for (std::size_t pair = 0; pair < s.pairs.size(); ++pair) {
            const std::size_t left = pair * 2;
            const std::size_t right = std::min(left + 1, planes.size() - 1);
            const Double2 sums = s.pairs[pair].energy(
                planes[left] + done, planes[right] + done, n, s.shelf, s.high);
            s.pieceSum += s.weights[left] * sums[0];
            if (right != left)
                s.pieceSum += s.weights[right] * sums[1];
        }
        done += n;
        s.inPiece += n;
        if (s.inPiece == s.pieceFrames) {
            s.pieces.push_back(s.pieceSum / static_cast<double>(s.pieceFrames));
            s.inPiece = 0;
            s.pieceSum = 0;
        }
    }
}

std::span<const double> LoudnessMeter::pieces() const
{
    return s_->pieces;
}

Loudness LoudnessMeter::finish()
{
    State& s = *s_;
    Loudness out;
    for (TruePeakMeter& peak : s.peaks) {
        peak.finish();
        out.truePeak = std::max(out.truePeak, peak.truePeak());
        out.samplePeak = std::max(out.samplePeak, peak.samplePeak());
    }
    const std::vector<double> blocks = slidingMeans(s.pieces, piecesPerBlock);
    const double ungated = meanAbove(blocks, fromLufs(absoluteGate));
    if (ungated <= 0)
        return out;
    const double gate = std::max(fromLufs(absoluteGate), ungated / 10);
    const double highest = *std::max_element(blocks.begin(), blocks.end());
    out.valid = true;
    out.integrated = static_cast<float>(toLufs(meanAbove(blocks, gate)));
    out.momentaryMax = static_cast<float>(toLufs(highest));
    const std::vector<double> shortTerm = slidingMeans(s.pieces, piecesPerShortTerm);
    out.shortTermMax = shortTerm.empty()
        ? out.momentaryMax
        : static_cast<float>(
            std::max(toLufs(*std::max_element(shortTerm.begin(), shortTerm.end())), absoluteGate));
    out.range = static_cast<float>(loudnessRange(shortTerm));
    for (const double block : blocks) {
        const double lufs = toLufs(block);
        if (lufs < absoluteGate)
            continue;
        const auto bin
            = std::min(static_cast<std::size_t>((lufs - absoluteGate) * binsPerLu), mostBins - 1);
        if (bin >= out.blocks.size())
            out.blocks.resize(bin + 1);
        ++out.blocks[bin];
    }
    return out;
}

float replayGainDb(const Loudness& loudness)
{
    return loudness.valid ? static_cast<float>(replayGainTarget) - loudness.integrated : 0;
}

std::optional<AlbumLoudness> albumLoudness(std::span<const Loudness* const> tracks)
{
    AlbumLoudness out;
    std::vector<double> counts;
    for (const Loudness* track : tracks) {
        out.peak = std::max(out.peak, track->truePeak);
        counts.resize(std::max(counts.size(), track->blocks.size()));
        for (std::size_t bin = 0; bin < track->blocks.size(); ++bin)
            counts[bin] += track->blocks[bin];
    }
    const auto energy = [](std::size_t bin) {
        return fromLufs(absoluteGate + (static_cast<double>(bin) + .5) / binsPerLu);
    };
    const auto meanFrom = [&](double gate) {
        double sum = 0;
        double n = 0;
        for (std::size_t bin = 0; bin < counts.size(); ++bin) {
            if (energy(bin) >= gate) {
                sum += counts[bin] * energy(bin);
                n += counts[bin];
            }
        }
        return n > 0 ? sum / n : 0;
    };
    const double ungated = meanFrom(0);
    if (ungated <= 0)
        return std::nullopt;
    const double integrated = toLufs(meanFrom(ungated / 10));
    out.integrated = static_cast<float>(integrated);
    out.gainDb = static_cast<float>(replayGainTarget - integrated);
    return out;
}

} // namespace segue::analysis
