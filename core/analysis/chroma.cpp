// A peak is a bin above its neighbours and well above the mean around it; a parabola through the
// logarithms gives its frequency to a few cents. Its deviation from the nearest semitone of
// A = 440 is a direction on a circle, and the direction of the weighted sum is the tuning: no
// search, and its length says how far the peaks agree. Profiles: Krumhansl and Kessler 1982;
// the key is the best correlation of 24 (Krumhansl 1990).
#include "core/analysis/chroma.h"

#include "core/analysis/downsample.h"
#include "core/analysis/vector_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace segue::analysis {

namespace {

constexpr std::size_t size = 8192;
constexpr std::size_t hop = 4096;
constexpr std::size_t leastFrames = 4; // .93 s: less is a sound, and has no key
// Peaks of noise sit on no tuning (white .019, pink .016); the least tuned of 26 pieces of music
// had .042.
constexpr float leastTuned = .03f;
constexpr double binHz = static_cast<double>(monoRate) / size;
constexpr auto lowestBin = static_cast<std::size_t>(55 / binHz);
constexpr auto highestBin = static_cast<std::size_t>(3500 / binHz);
constexpr float quiet = 1e-6f; // mean square of a silent frame
constexpr double leastTonal = 1e-3; // share of a chroma's spread that is no rounding

constexpr std::array<double, pitchClasses> majorProfile{
    6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88};
constexpr std::array<double, pitchClasses> minorProfile{
    6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17};

double correlation(const std::array<float, pitchClasses>& chroma,
    const std::array<double, pitchClasses>& profile, std::size_t tonic)
{
    double meanA = 0;
    double meanB = 0;
    for (std::size_t i = 0; i < pitchClasses; ++i) {
        meanA += static_cast<double>(chroma[i]) / pitchClasses;
        meanB += profile[i] / pitchClasses;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < pitchClasses; ++i) {
        const double a = static_cast<double>(chroma[(i + tonic) % pitchClasses]) - meanA;
        const double b = profile[i] - meanB;
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    return aa > leastTonal * meanA * meanA ? ab / std::sqrt(aa * bb) : 0;
}

struct Candidate {
    std::size_t tonic = 0;
    bool minor = false;
    double score = 0;
};

/// Fifths away, relative or parallel: keys that share most of their notes.
bool areRelatives(const Candidate& a, const Candidate& b)
{
    const std::size_t up = (b.tonic + pitchClasses - a.tonic) % pitchClasses;
    if (a.minor == b.minor)
        return up == 0 || up == 5 || up == 7;
    return up == 0 || up == (a.minor ? 3u : 9u);
}

Key keyOf(const std::array<float, pitchClasses>& chroma)
{
    std::vector<Candidate> all;
    for (std::size_t tonic = 0; tonic < pitchClasses; ++tonic) {
        all.push_back({tonic, false, correlation(chroma, majorProfile, tonic)});
        all.push_back({tonic, true, correlation(chroma, minorProfile, tonic)});
    }
    std::stable_sort(all.begin(), all.end(),
        [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    Key key;
    const Candidate& best = all.front();
    if (best.score <= 0)
        return key;
    const auto stranger = std::find_if(
        all.begin(), all.end(), [&](const Candidate& c) { return !areRelatives(best, c); });
    key.valid = true;
    key.tonic = static_cast<std::int32_t>(best.tonic);
    key.minor = best.minor;
    key.strength = static_cast<float>(best.score);
    key.otherTonic = static_cast<std::int32_t>(all[1].tonic);
    key.otherMinor = all[1].minor;
    // A lead of .4 is as clear as keys get; a weak fit does not count as clear.
    const double lead = best.score - std::max(stranger->score, 0.0);
    key.confidence = static_cast<float>(std::clamp(lead / .4, 0.0, 1.0) * best.score);
    return key;
}

} // namespace

ChromaStage::ChromaStage()
    : fft_(size)
    , window_(size)
    , power_(highestBin + 2)
{
    fillHann(window_);
}

void ChromaStage::add(std::span<const float> mono)
{
    buffer_.insert(buffer_.end(), mono.begin(), mono.end());
    std::size_t at = 0;
    for (; at + size <= buffer_.size(); at += hop)
        frame(buffer_.data() + at);
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
}

void ChromaStage::frame(const float* samples)
{
    any_ = true;
    if (sumOfSquares(samples, size) < quiet * size)
        return;
    float* in = fft_.input().data();
    for (std::size_t i = 0; i < size; ++i)
        in[i] = samples[i] * window_[i];
    fft_.powerInto(power_, 1.0f / (float(size) * float(size)));
    FineChroma chroma{};
    constexpr std::size_t around = 24; // bins either side of the local mean
    double local = 0;
    for (std::size_t i = lowestBin - std::min(lowestBin, around); i < lowestBin + around; ++i)
        local += static_cast<double>(power_[i]);
    for (std::size_t k = lowestBin; k < highestBin; ++k) {
        if (k + around < power_.size())
            local += static_cast<double>(power_[k + around]);
        if (k > around)
            local -= static_cast<double>(power_[k - around - 1]);
        const float here = power_[k];
        if (here <= power_[k - 1] || here < power_[k + 1] || here < 1e-11f
            || static_cast<double>(here) < 2.5 * local / (2 * around + 1))
            continue;
        const float below = std::log(std::max(power_[k - 1], 1e-20f));
        const float middle = std::log(here);
        const float above = std::log(std::max(power_[k + 1], 1e-20f));
        const float bend = below - 2 * middle + above;
        const double shift
            = bend < 0 ? static_cast<double>(.5f * (below - above) / bend) : 0; // -.5 … .5
        const double hz = (static_cast<double>(k) + std::clamp(shift, -.5, .5)) * binHz;
        const double semitones = 12 * std::log2(hz / 440) + 69; // as MIDI counts
        // The fourth root of power evens out loud and quiet notes; high partials say less.
        const double weight
            = std::sqrt(std::sqrt(static_cast<double>(here))) * std::min(1.0, 1000 / hz);
        const double angle = 2 * std::numbers::pi * (semitones - std::round(semitones));
        if (hz > 150) { // below, a bin is too wide a part of a semitone
            tuningReal_ += weight * std::cos(angle);
            tuningImaginary_ += weight * std::sin(angle);
            tuningWeight_ += weight;
        }
        const auto step = static_cast<std::size_t>(std::llround(semitones * fine));
        chroma[step % chroma.size()] += static_cast<float>(weight);
    }
    frames_.push_back(chroma);
}

/// `tuningSteps`: how far the track lies above A = 440, in fine steps.
void ChromaStage::fold(double tuningSteps)
{
    std::array<double, pitchClasses> sum{};
    std::array<double, pitchClasses> squares{};
    double n = 0;
    for (const FineChroma& frame : frames_) {
        std::array<double, pitchClasses> folded{};
        double total = 0;
        for (std::size_t i = 0; i < frame.size(); ++i) {
            // A step counts for the pitch classes either side by how near they are.
            const double place = (static_cast<double>(i) - tuningSteps) / fine + pitchClasses;
            const double nearest = std::round(place);
            const auto pitch = static_cast<std::size_t>(nearest) % pitchClasses;
            const double weight
                = static_cast<double>(frame[i]) * std::cos(std::numbers::pi * (place - nearest));
            folded[pitch] += weight;
            total += weight;
        }
        if (total <= 0)
            continue;
        for (std::size_t i = 0; i < pitchClasses; ++i) {
            sum[i] += folded[i] / total;
            squares[i] += folded[i] * folded[i] / (total * total);
        }
        ++n;
    }
    if (n == 0)
        return;
    for (std::size_t i = 0; i < pitchClasses; ++i) {
        const double mean = sum[i] / n;
        chroma_.mean[i] = static_cast<float>(mean);
        chroma_.deviation[i]
            = static_cast<float>(std::sqrt(std::max(squares[i] / n - mean * mean, 0.0)));
    }
}

void ChromaStage::finish()
{
    if (!any_ && !buffer_.empty()) {
        buffer_.resize(size, 0.0f);
        frame(buffer_.data());
    }
    double semitones = 0;
    if (tuningWeight_ > 0) {
        semitones = std::atan2(tuningImaginary_, tuningReal_) / (2 * std::numbers::pi);
        key_.tuningConfidence
            = static_cast<float>(std::hypot(tuningReal_, tuningImaginary_) / tuningWeight_);
    }
    const float confidence = key_.tuningConfidence;
    fold(semitones * fine);
    key_ = confidence >= leastTuned && frames_.size() >= leastFrames ? keyOf(chroma_.mean) : Key{};
    key_.tuningConfidence = confidence;
    key_.tuning = static_cast<float>(440 * std::exp2(semitones / 12));
}

} // namespace segue::analysis
