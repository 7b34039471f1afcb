// Sources: MFCC as Davis and Mermelstein 1980 (triangles even in O'Shaughnessy's mel, DCT-II,
// orthonormal) of power in dB; centroid, roll-off, flux, flatness as Peeters 2004; the octaves'
// contrast is each one's arithmetic over its geometric mean, the measure of flatness, which needs
// no sorting (after Jiang et al. 2002).
#include "core/analysis/spectrum.h"

#include "core/analysis/downsample.h"
#include "core/analysis/vector_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace segue::analysis {

namespace {

constexpr std::size_t bins = frameSize / 2;
constexpr double binHz = static_cast<double>(monoRate) / frameSize;
constexpr float powerFloor = 1e-10f; // -100 dBFS
constexpr double rolloffShare = .85;
constexpr double lowestMel = 20; // Hz
constexpr double highestMel = 10500;
// Onsets: the bands' log(1 + power x 1e4), so that what lies below -40 dBFS counts little.
constexpr float onsetGain = 1e4f;

double melOf(double hz)
{
    return 1127 * std::log1p(hz / 700);
}

double hzOf(double mel)
{
    return 700 * std::expm1(mel / 1127);
}

std::size_t binOf(double hz)
{
    return std::min(static_cast<std::size_t>(std::lround(hz / binHz)), bins);
}

/// Sum of the natural logarithms of power + floor: products of sixteen first, few logarithms.
double sumOfLogs(const float* power, std::size_t n)
{
    double sum = 0;
    std::size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        double product = 1;
        for (std::size_t j = 0; j < 16; ++j)
            product *= static_cast<double>(power[i + j] + powerFloor * .01f);
        sum += std::log(product);
    }
    for (; i < n; ++i)
        sum += std::log(static_cast<double>(power[i] + powerFloor * .01f));
    return sum;
}

float sumOfFloats(const float* x, std::size_t n)
{
    Float8 sum{};
    const std::size_t whole = n - n % 8;
    for (std::size_t i = 0; i < whole; i += 8)
        sum += load8(x + i);
    float out = sumOf(sum);
    for (std::size_t i = whole; i < n; ++i)
        out += x[i];
    return out;
}

std::size_t signChanges(const float* x, std::size_t n)
{
    int changes = 0;
    for (std::size_t i = 1; i < n; ++i)
        changes += (x[i - 1] < 0) != (x[i] < 0) ? 1 : 0;
    return static_cast<std::size_t>(changes);
}

} // namespace

double Moments::deviation() const
{
    if (n_ == 0)
        return 0;
    const double middle = mean();
    return std::sqrt(std::max(squares_ / static_cast<double>(n_) - middle * middle, 0.0));
}

SpectrumStage::SpectrumStage()
    : window_(frameSize)
    , power_(bins)
    , magnitude_(bins)
    , magnitudeBefore_(bins)
{
    fillHann(window_);
    const double step = (melOf(highestMel) - melOf(lowestMel)) / (melBands + 1);
    for (std::size_t b = 0; b < melBands; ++b) {
        const double low = hzOf(melOf(lowestMel) + step * static_cast<double>(b));
        const double middle = hzOf(melOf(lowestMel) + step * static_cast<double>(b + 1));
        const double high = hzOf(melOf(lowestMel) + step * static_cast<double>(b + 2));
        mel_[b].first = static_cast<std::size_t>(std::ceil(low / binHz));
        for (std::size_t k = mel_[b].first; k < bins && static_cast<double>(k) * binHz < high;
             ++k) {
            const double hz = static_cast<double>(k) * binHz;
            mel_[b].weights.push_back(static_cast<float>(
                std::min((hz - low) / (middle - low), (high - hz) / (high - middle))));
        }
        mel_[b].weights.resize((mel_[b].weights.size() + 7) / 8 * 8);
        mel_[b].first = std::min(mel_[b].first, bins - mel_[b].weights.size());
    }
    for (std::size_t i = 0; i < mfccCount; ++i) {
        const double scale = std::sqrt((i == 0 ? 1.0 : 2.0) / melBands);
        for (std::size_t b = 0; b < melBands; ++b)
            dct_[i][b] = static_cast<float>(scale
                * std::cos(std::numbers::pi * static_cast<double>(i) * (static_cast<double>(b) + .5)
                    / melBands));
    }
    for (std::size_t s = 0; s <= segments; ++s)
        segmentBins_[s] = binOf(segmentEdges[s]);
    for (std::size_t o = 0; o <= octaves; ++o)
        octaveBins_[o] = o == octaves ? bins : binOf(200 * std::exp2(static_cast<double>(o)));
}

void SpectrumStage::add(std::span<const float> mono)
{
    buffer_.insert(buffer_.end(), mono.begin(), mono.end());
    std::size_t at = 0;
    for (; at + frameSize <= buffer_.size(); at += frameHop)
        frame(buffer_.data() + at);
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
}

void SpectrumStage::frame(const float* samples)
{
    const bool silent = sumOfSquares(samples, frameSize) < frameSize * silentFrame;
    float* in = fft_.input().data();
    for (std::size_t i = 0; i < frameSize; ++i)
        in[i] = samples[i] * window_[i];
    // Hann: a sum of squares of 3/8 of the size; one side of the spectrum: twice. The bins' sum is
    // then the frame's mean square.
    fft_.powerInto(power_, 2.0f / (.375f * float(frameSize) * float(frameSize)));
    std::array<float, segments> parts{};
    for (std::size_t s = 0; s < segments; ++s)
        parts[s]
            = sumOfFloats(power_.data() + segmentBins_[s], segmentBins_[s + 1] - segmentBins_[s]);
    track_.power.push_back(parts);
    melAndMfcc(silent);
    if (silent) {
        hasBefore_ = false;
        return;
    }
    ++frames_;
    crossings_.add(static_cast<double>(signChanges(samples, frameSize)) * monoRate / frameSize);
    flux();
    shape(sumOfFloats(power_.data(), bins));
}

void SpectrumStage::melAndMfcc(bool silent)
{
    std::array<float, melBands> bands{};
    float rise = 0;
    for (std::size_t b = 0; b < melBands; ++b) {
        const MelBand& band = mel_[b];
        Float8 sums{};
        for (std::size_t k = 0; k < band.weights.size(); k += 8)
            sums += load8(band.weights.data() + k) * load8(power_.data() + band.first + k);
        const float sum = sumOf(sums);
        bands[b] = sum;
        const float level = std::log1p(onsetGain * sum);
        rise += std::max(level - onsetBands_[b], 0.0f);
        onsetBands_[b] = level;
    }
    track_.onset.push_back(track_.onset.empty() ? 0.0f : rise / melBands);
    if (silent) {
        hasMfccBefore_ = false;
        return;
    }
    for (float& band : bands)
        band = 10 * std::log10(band + powerFloor);
    std::array<float, mfccCount> mfcc{};
    for (std::size_t i = 0; i < mfccCount; ++i) {
        Float8 sum{};
        for (std::size_t b = 0; b < melBands; b += 8)
            sum += load8(dct_[i].data() + b) * load8(bands.data() + b);
        mfcc[i] = sumOf(sum);
    }
    std::size_t pair = 0;
    for (std::size_t i = 0; i < mfccCount; ++i) {
        const double value = static_cast<double>(mfcc[i]);
        mfccSum_[i] += value;
        for (std::size_t j = i; j < mfccCount; ++j)
            mfccProducts_[pair++] += value * static_cast<double>(mfcc[j]);
    }
    if (hasMfccBefore_) {
        for (std::size_t i = 0; i < mfccCount; ++i) {
            const double change = static_cast<double>(mfcc[i] - mfccBefore_[i]);
            deltaSquares_[i] += change * change;
        }
        ++deltas_;
    }
    mfccBefore_ = mfcc;
    hasMfccBefore_ = true;
}

/// Half-wave rectified change of the magnitudes, both spectra of sum 1.
void SpectrumStage::flux()
{
    for (std::size_t i = 0; i < bins; ++i)
        magnitude_[i] = std::sqrt(power_[i]);
    const float sum = sumOfFloats(magnitude_.data(), bins);
    const float scale = sum > 0 ? 1 / sum : 0;
    Float8 rise{};
    for (std::size_t i = 0; i < bins; i += 8) {
        const Float8 now = load8(magnitude_.data() + i) * scale;
        rise += max8(now - load8(magnitudeBefore_.data() + i), Float8{});
        std::memcpy(magnitude_.data() + i, &now, sizeof now);
    }
    if (hasBefore_)
        flux_.add(static_cast<double>(sumOf(rise)));
    magnitude_.swap(magnitudeBefore_);
    hasBefore_ = true;
}

void SpectrumStage::shape(float total)
{
    Float8 weighted{};
    Float8 place{0, 1, 2, 3, 4, 5, 6, 7};
    for (std::size_t i = 0; i < bins; i += 8) {
        weighted += place * load8(power_.data() + i);
        place += 8.0f;
    }
    const auto power = static_cast<double>(std::max(total, 1e-20f));
    centroid_.add(static_cast<double>(sumOf(weighted)) / power * binHz);
    const float wanted = static_cast<float>(rolloffShare) * total;
    float below = 0;
    std::size_t k = 0;
    for (; k + 32 <= bins; k += 32) {
        const float block = sumOfFloats(power_.data() + k, 32);
        if (below + block >= wanted)
            break;
        below += block;
    }
    for (; k < bins - 1 && below + power_[k] < wanted; ++k)
        below += power_[k];
    rolloff_.add(static_cast<double>(k) * binHz);

    double logs = sumOfLogs(power_.data() + 1, octaveBins_[0] - 1);
    for (std::size_t o = 0; o < octaves; ++o) {
        const std::size_t n = octaveBins_[o + 1] - octaveBins_[o];
        const double part = sumOfLogs(power_.data() + octaveBins_[o], n);
        logs += part;
        const double mean
            = static_cast<double>(sumOfFloats(power_.data() + octaveBins_[o], n)) / double(n)
            + static_cast<double>(powerFloor) * .01;
        contrast_[o].add(
            10 * std::log10(mean) - 10 / std::numbers::ln10 * part / static_cast<double>(n));
    }
    flatness_.add(std::exp(logs / (bins - 1)) / (power / (bins - 1)));
}

Timbre SpectrumStage::finish()
{
    if (track_.onset.empty() && !buffer_.empty()) {
        buffer_.resize(frameSize, 0.0f);
        frame(buffer_.data());
    }
    Timbre out;
    out.frames = static_cast<std::int32_t>(frames_);
    if (frames_ < 2)
        return out;
    const auto n = static_cast<double>(frames_);
    std::size_t pair = 0;
    for (std::size_t i = 0; i < mfccCount; ++i) {
        const double mean = mfccSum_[i] / n;
        out.mfccMean[i] = static_cast<float>(mean);
        if (deltas_ > 0)
            out.mfccDeltaDeviation[i]
                = static_cast<float>(std::sqrt(deltaSquares_[i] / static_cast<double>(deltas_)));
        for (std::size_t j = i; j < mfccCount; ++j, ++pair) {
            const double product = mfccProducts_[pair] / n - mean * mfccSum_[j] / n;
            out.mfccCovariance[pair]
                = static_cast<float>(i == j ? std::max(product, 0.0) : product);
        }
    }
    const auto store = [](const Moments& from, float& mean, float& deviation) {
        mean = static_cast<float>(from.mean());
        deviation = static_cast<float>(from.deviation());
    };
    store(centroid_, out.centroid, out.centroidDeviation);
    store(rolloff_, out.rolloff, out.rolloffDeviation);
    store(flux_, out.flux, out.fluxDeviation);
    store(flatness_, out.flatness, out.flatnessDeviation);
    store(crossings_, out.zeroCrossings, out.zeroCrossingsDeviation);
    for (std::size_t o = 0; o < octaves; ++o)
        store(contrast_[o], out.contrast[o], out.contrastDeviation[o]);
    return out;
}

} // namespace segue::analysis
