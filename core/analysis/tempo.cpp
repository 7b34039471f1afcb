// The onset curve is levelled (its slow mean taken off, its slow spread divided out) and its
// autocorrelation summed over windows of 12 s, so that a change of tempo or a slip between parts
// does not wash it out. A beat's lag is supported by its multiples, and by all its octaves from
// eighths to bars: so beats grouped by two are not read as groups of one and a half. What listeners
// tap decides between the octaves: a log-normal prior (Parncutt 1994; van Noorden and Moelants
// 1999).
// Beats: dynamic programming over the curve with the period found (Ellis 2007).
#include "core/analysis/tempo.h"

#include "core/analysis/downsample.h"
#include "core/analysis/real_fft.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace segue::analysis {

namespace {

constexpr double frameRate = static_cast<double>(monoRate) / frameHop; // 43 a second
constexpr double lowestBpm = 40;
constexpr double highestBpm = 220;
constexpr double preferredBpm = 140; // above what is tapped: multiples favour slow readings
constexpr double preferenceOctaves = 1; // one standard deviation
// Of two, three and four beats: bars of four are the most common.
constexpr std::array<double, 3> multipleWeights{1.0 / 2, 1.0 / 3, 1.0 / 2};
constexpr std::size_t window = 512; // frames: 12 s
constexpr std::size_t least = 128; // frames: 3 s
// A step up in the signal raises the curve most when this much of a frame lies behind it.
constexpr double onsetInFrame = .62;

double secondsAt(double frame)
{
    return (frame * frameHop + onsetInFrame * frameSize) / monoRate;
}

constexpr float evenness = .7f; // exponent of an onset's strength

/// Root mean square of a curve that is no more than rounding.
constexpr double leastRise = 1e-3;

/// The curve less its mean of 1.5 s around, negative parts cut, loud and soft onsets evened out,
/// over its root mean square of 6 s. Empty when nothing rises.
std::vector<float> levelled(std::span<const float> onset)
{
    const auto slide = [](const std::vector<float>& values, std::size_t reach) {
        std::vector<double> sums(values.size() + 1);
        for (std::size_t i = 0; i < values.size(); ++i)
            sums[i + 1] = sums[i] + static_cast<double>(values[i]);
        std::vector<float> out(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t from = i - std::min(i, reach);
            const std::size_t to = std::min(i + reach + 1, values.size());
            out[i] = static_cast<float>((sums[to] - sums[from]) / static_cast<double>(to - from));
        }
        return out;
    };
    std::vector<float> curve(onset.begin(), onset.end());
    const std::vector<float> mean = slide(curve, 32);
    std::vector<float> squares(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
        curve[i] = std::pow(std::max(curve[i] - mean[i], 0.0f), evenness);
        squares[i] = curve[i] * curve[i];
    }
    const std::vector<float> spread = slide(squares, 128);
    double energy = 0;
    for (const float square : squares)
        energy += static_cast<double>(square);
    if (energy < leastRise * leastRise * static_cast<double>(curve.size()))
        return {};
    for (std::size_t i = 0; i < curve.size(); ++i)
        curve[i] /= std::sqrt(spread[i]) + .01f;
    return curve;
}

/// Autocorrelation for lags up to `lags`, summed over half-overlapping windows, each lag over the
/// pairs it has; [0] is 1. Empty when there is nothing.
std::vector<double> autocorrelation(std::span<const float> curve, std::size_t lags)
{
    RealFft fft(2 * window);
    std::vector<double> power(window + 1);
    std::vector<float> spectrum(2 * window + 2);
    const std::size_t length = std::min(window, curve.size());
    for (std::size_t at = 0; at + length <= curve.size(); at += length / 2) {
        const std::span<float> in = fft.input();
        std::fill(in.begin(), in.end(), 0.0f);
        double mean = 0;
        for (std::size_t i = 0; i < length; ++i)
            mean += static_cast<double>(curve[at + i]) / static_cast<double>(length);
        for (std::size_t i = 0; i < length; ++i)
            in[i] = curve[at + i] - static_cast<float>(mean);
        const std::span<const float> pairs = fft.run();
        for (std::size_t k = 0; k <= window; ++k)
            power[k] += static_cast<double>(
                pairs[2 * k] * pairs[2 * k] + pairs[2 * k + 1] * pairs[2 * k + 1]);
    }
    // Back: the power spectrum is real and even, so a second forward transform does.
    const std::span<float> in = fft.input();
    for (std::size_t k = 0; k <= window; ++k)
        in[k] = static_cast<float>(power[k]);
    for (std::size_t k = 1; k < window; ++k)
        in[2 * window - k] = static_cast<float>(power[k]);
    const std::span<const float> back = fft.run();
    const auto zero = static_cast<double>(back[0]);
    if (zero <= 0)
        return {};
    std::vector<double> out;
    for (std::size_t lag = 0; lag < std::min(lags, length); ++lag)
        out.push_back(static_cast<double>(back[2 * lag]) / zero
            / (1 - static_cast<double>(lag) / static_cast<double>(length + 1)));
    return out;
}

/// Between the lags; 0 outside.
double at(const std::vector<double>& values, double lag)
{
    if (lag < 1 || lag + 2 > static_cast<double>(values.size()))
        return 0;
    const auto i = static_cast<std::size_t>(lag);
    const double part = lag - static_cast<double>(i);
    return values[i] * (1 - part) + values[i + 1] * part;
}

/// The highest within half a frame (times the multiple) of a lag's multiple.
double peakNear(const std::vector<double>& values, double lag)
{
    return std::max({at(values, lag - .5), at(values, lag), at(values, lag + .5)});
}

struct Reading {
    double lag = 0;
    double score = 0;
    double support = 0; // without the listeners' preference
};

double preference(double bpm)
{
    const double x = std::log2(bpm / preferredBpm) / preferenceOctaves;
    return std::exp(-.5 * x * x);
}

/// Mean of the autocorrelation at the lag's octaves, from eighths to two bars: the same for a
/// tempo, its half and its double, and low where beats are grouped otherwise.
double octaveSupport(const std::vector<double>& ac, double lag)
{
    constexpr double shortest = 8; // frames: .19 s
    constexpr double longest = 300; // 7 s
    while (lag / 2 >= shortest)
        lag /= 2;
    double sum = 0;
    int count = 0;
    for (; lag <= longest; lag *= 2, ++count)
        sum += peakNear(ac, lag);
    return count > 0 ? std::max(sum / count, 0.0) : 0;
}

/// All lags that are local maxima of the preferred support, best first.
std::vector<Reading> readings(const std::vector<double>& ac)
{
    constexpr double step = .25; // frames
    std::vector<Reading> all;
    for (double lag = 60 * frameRate / highestBpm; lag <= 60 * frameRate / lowestBpm; lag += step) {
        double sum = peakNear(ac, lag);
        double weight = 1;
        for (std::size_t i = 0; i < multipleWeights.size(); ++i) {
            const double multiple = static_cast<double>(i) + 2;
            if (lag * multiple + 2 > static_cast<double>(ac.size()))
                break;
            sum += multipleWeights[i] * peakNear(ac, lag * multiple);
            weight += multipleWeights[i];
        }
        const double support = std::max(sum / weight, 0.0);
        all.push_back(
            {lag, support * octaveSupport(ac, lag) * preference(60 * frameRate / lag), support});
    }
    std::vector<Reading> peaks;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double left = i > 0 ? all[i - 1].score : 0;
        const double right = i + 1 < all.size() ? all[i + 1].score : 0;
        if (all[i].score > left && all[i].score >= right)
            peaks.push_back(all[i]);
    }
    std::stable_sort(peaks.begin(), peaks.end(),
        [](const Reading& a, const Reading& b) { return a.score > b.score; });
    return peaks;
}

/// The lag more exactly: from the place of its highest multiple's peak.
double refined(const std::vector<double>& ac, double lag)
{
    double best = lag;
    for (int multiple = 1; multiple <= 8; multiple *= 2) {
        const double target = best * multiple;
        const double reach = std::max(1.5, .02 * target);
        if (target + reach + 2 > static_cast<double>(ac.size()))
            break;
        auto peak = static_cast<std::size_t>(std::lround(target));
        for (auto i = static_cast<std::size_t>(std::ceil(target - reach));
             static_cast<double>(i) <= target + reach; ++i) {
            if (ac[i] > ac[peak])
                peak = i;
        }
        const double bend = ac[peak - 1] - 2 * ac[peak] + ac[peak + 1];
        const double shift = bend < 0 ? .5 * (ac[peak - 1] - ac[peak + 1]) / bend : 0;
        if (ac[peak] <= 0 || std::abs(shift) > 1)
            break;
        best = (static_cast<double>(peak) + shift) / multiple;
    }
    return best;
}

/// Frames of the beats: the chain of highest curve values at distances near `period`.
std::vector<std::size_t> beatFrames(const std::vector<float>& curve, double period)
{
    constexpr double tightness = 100;
    const auto nearest = static_cast<std::size_t>(std::max(std::floor(period * .7), 1.0));
    const auto farthest = static_cast<std::size_t>(std::ceil(period * 1.4));
    std::vector<double> penalty(farthest + 1);
    for (std::size_t d = nearest; d <= farthest; ++d) {
        const double x = std::log(static_cast<double>(d) / period);
        penalty[d] = tightness * x * x;
    }
    // A beat's neighbours share its strength.
    std::vector<double> strength(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i)
        strength[i] = static_cast<double>(curve[i])
            + .5
                * static_cast<double>(
                    (i > 0 ? curve[i - 1] : 0) + (i + 1 < curve.size() ? curve[i + 1] : 0));
    std::vector<double> total(curve.size());
    std::vector<std::size_t> before(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
        double best = 0;
        before[i] = i;
        for (std::size_t d = nearest; d <= std::min(farthest, i); ++d) {
            const double score = total[i - d] - penalty[d];
            if (score > best) {
                best = score;
                before[i] = i - d;
            }
        }
        total[i] = strength[i] + best;
    }
    std::vector<std::size_t> beats;
    const std::size_t tail = curve.size() - std::min(curve.size(), farthest);
    auto i = static_cast<std::size_t>(
        std::max_element(total.begin() + static_cast<std::ptrdiff_t>(tail), total.end())
        - total.begin());
    while (true) {
        beats.push_back(i);
        if (before[i] == i)
            break;
        i = before[i];
    }
    std::reverse(beats.begin(), beats.end());
    return beats;
}

/// Local maxima of the curve that stand out from it.
double onsetsASecond(const std::vector<float>& curve)
{
    std::size_t count = 0;
    for (std::size_t i = 1; i + 1 < curve.size(); ++i)
        count += curve[i] > 1.0f && curve[i] > curve[i - 1] && curve[i] >= curve[i + 1] ? 1 : 0;
    return static_cast<double>(count) * frameRate / static_cast<double>(curve.size());
}

void placeBeats(const std::vector<float>& curve, double period, Tempo& out)
{
    const std::vector<std::size_t> frames = beatFrames(curve, period);
    double deviation = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const std::size_t f = frames[i];
        double place = static_cast<double>(f);
        if (f > 0 && f + 1 < curve.size()) {
            const double left = static_cast<double>(curve[f - 1]);
            const double here = static_cast<double>(curve[f]);
            const double right = static_cast<double>(curve[f + 1]);
            const double bend = left - 2 * here + right;
            if (bend < 0)
                place += std::clamp(.5 * (left - right) / bend, -.5, .5);
        }
        out.beats.push_back(static_cast<std::uint32_t>(std::lround(secondsAt(place) * 1000)));
        if (i > 0)
            deviation += std::abs(static_cast<double>(f - frames[i - 1]) / period - 1);
    }
    if (frames.size() > 1)
        out.steadiness = static_cast<float>(
            std::clamp(1 - 5 * deviation / static_cast<double>(frames.size() - 1), 0.0, 1.0));
}

} // namespace

Tempo tempoOf(std::span<const float> onset)
{
    Tempo out;
    if (onset.size() < least)
        return out;
    const std::vector<float> curve = levelled(onset);
    if (curve.empty())
        return out;
    out.onsetRate = static_cast<float>(onsetsASecond(curve));
    const std::vector<double> ac = autocorrelation(curve, window);
    if (ac.empty())
        return out;
    const std::vector<Reading> found = readings(ac);
    if (found.empty() || found.front().support < .02)
        return out;
    const double lag = refined(ac, found.front().lag);
    out.bpm = static_cast<float>(60 * frameRate / lag);
    out.strength = static_cast<float>(std::clamp(found.front().support, 0.0, 1.0));
    if (found.size() > 1) {
        out.otherBpm = static_cast<float>(60 * frameRate / refined(ac, found[1].lag));
        out.ambiguity
            = static_cast<float>(std::clamp(found[1].score / found.front().score, 0.0, 1.0));
    }
    placeBeats(curve, lag, out);
    return out;
}

Rhythm rhythmOf(const FrameTrack& track)
{
    constexpr std::size_t length = 256; // frames: 6 s
    constexpr double lowest = .5; // Hz
    constexpr double highest = 10.5;
    Rhythm out;
    if (track.power.empty())
        return out;
    RealFft fft(length);
    std::vector<float> hann(length);
    fillHann(hann);
    std::array<double, rhythmBands * rhythmRates> sums{};
    std::array<double, rhythmBands> windows{};
    for (std::size_t from = 0; from == 0 || from + length <= track.power.size();
         from += length / 2) {
        const std::size_t n = std::min(length, track.power.size() - from);
        for (std::size_t band = 0; band < rhythmBands; ++band) {
            const std::span<float> in = fft.input();
            std::fill(in.begin(), in.end(), 0.0f);
            for (std::size_t i = 0; i < n; ++i) {
                const auto& p = track.power[from + i];
                const float power = band == 2 ? p[2] + p[3] : band == 3 ? p[4] : p[band];
                in[i] = std::sqrt(power) * hann[i];
            }
            const std::span<const float> pairs = fft.run();
            const auto still = static_cast<double>(pairs[0]);
            if (still < 1e-4 * length)
                continue; // below -80 dBFS
            ++windows[band];
            std::array<double, rhythmRates> strongest{};
            for (std::size_t k = 2; k < length / 2; ++k) { // 0 and 1 hold the window's own shape
                const double hz = static_cast<double>(k) * frameRate / length;
                const double place
                    = std::log(hz / lowest) / std::log(highest / lowest) * rhythmRates;
                if (place < 0 || place >= static_cast<double>(rhythmRates))
                    continue;
                const double depth = 2
                    * std::hypot(
                        static_cast<double>(pairs[2 * k]), static_cast<double>(pairs[2 * k + 1]))
                    / still;
                double& slot = strongest[static_cast<std::size_t>(place)];
                slot = std::max(slot, std::min(depth, 1.0));
            }
            for (std::size_t r = 0; r < rhythmRates; ++r)
                sums[band * rhythmRates + r] += strongest[r];
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const double n = windows[i / rhythmRates];
        out.modulation[i] = n > 0 ? static_cast<float>(sums[i] / n) : 0;
    }
    return out;
}

} // namespace segue::analysis
