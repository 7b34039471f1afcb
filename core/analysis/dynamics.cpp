#include "core/analysis/dynamics.h"

#include "core/analysis/vector_math.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace segue::analysis {

namespace {

constexpr double silence = 1e-6; // mean square: -60 dBFS
constexpr double floorDb = -100;
constexpr float floorLufs = -70;

double toDb(double square)
{
    return square > 0 ? std::max(10 * std::log10(square), floorDb) : floorDb;
}

float lufs(double square)
{
    return square > 0 ? std::max(static_cast<float>(-.691 + 10 * std::log10(square)), floorLufs)
                      : floorLufs;
}

double meanOf(std::span<const float> values)
{
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value);
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// As the DR meters count it: 3 s blocks, the second highest peak over the RMS of the loudest
/// fifth.
double dynamicRange(const LevelMeter& levels)
{
    constexpr std::size_t pieces = 300;
    std::vector<double> squares;
    std::vector<float> peaks;
    for (std::size_t i = 0; i < levels.squares().size(); i += pieces) {
        const std::size_t n = std::min(pieces, levels.squares().size() - i);
        if (n < pieces / 2 && i > 0)
            break;
        squares.push_back(meanOf(levels.squares().subspan(i, n)));
        const auto part = levels.peaks().subspan(i, n);
        peaks.push_back(*std::max_element(part.begin(), part.end()));
    }
    if (squares.empty())
        return 0;
    std::sort(squares.begin(), squares.end(), std::greater<>());
    std::sort(peaks.begin(), peaks.end(), std::greater<>());
    const std::size_t loudest = std::max<std::size_t>(squares.size() / 5, 1);
    double sum = 0;
    for (std::size_t i = 0; i < loudest; ++i)
        sum += squares[i];
    const double peak = static_cast<double>(peaks[std::min<std::size_t>(1, peaks.size() - 1)]);
    if (sum <= 0 || peak <= 0)
        return 0;
    return std::max(toDb(peak * peak) - toDb(sum / static_cast<double>(loudest)), 0.0);
}

/// Of the 3 s loudness above -70 LUFS and 20 LU below its mean.
double loudnessDeviation(std::span<const double> pieces)
{
    constexpr std::size_t length = 30;
    std::vector<double> values;
    double sum = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        sum += pieces[i];
        if (i + 1 < length)
            continue;
        const float value = lufs(sum / static_cast<double>(length));
        if (value > floorLufs)
            values.push_back(static_cast<double>(value));
        sum = std::max(sum - pieces[i + 1 - length], 0.0);
    }
    const auto mean = [&] {
        double total = 0;
        for (const double value : values)
            total += value;
        return values.empty() ? 0 : total / static_cast<double>(values.size());
    };
    const double gate = mean() - 20;
    std::erase_if(values, [gate](double value) { return value < gate; });
    if (values.empty())
        return 0;
    const double middle = mean();
    double squares = 0;
    for (const double value : values)
        squares += (value - middle) * (value - middle);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

void findSilence(const LevelMeter& levels, int rate, Dynamics& out)
{
    constexpr std::size_t window = 10; // pieces: .1 s
    const std::span<const float> squares = levels.squares();
    const double pieceMs = static_cast<double>(levels.pieceFrames()) * 1000 / rate;
    const auto loud = [&](std::size_t i) {
        return meanOf(squares.subspan(i, std::min(window, squares.size() - i))) > silence;
    };
    std::size_t first = 0;
    while (first < squares.size() && !loud(first))
        first += window;
    const auto ms = [&](std::size_t n) {
        return static_cast<std::int32_t>(std::lround(static_cast<double>(n) * pieceMs));
    };
    out.startSilenceMs = ms(std::min(first, squares.size()));
    if (first >= squares.size())
        return;
    std::size_t last = (squares.size() - 1) / window * window;
    while (!loud(last))
        last -= window;
    out.endSilenceMs = ms(squares.size() - std::min(last + window, squares.size()));
}

} // namespace

LevelMeter::LevelMeter(int sampleRate)
    : pieceFrames_(std::max<std::size_t>(static_cast<std::size_t>(sampleRate) / 100, 1))
{
}

void LevelMeter::endPiece()
{
    squares_.push_back(static_cast<float>(pieceSum_ / static_cast<double>(inPiece_)));
    peaks_.push_back(piecePeak_);
    sum_ += pieceSum_;
    frames_ += static_cast<double>(inPiece_);
    pieceSum_ = 0;
    piecePeak_ = 0;
    inPiece_ = 0;
}

void LevelMeter::add(std::span<const float* const> planes, std::size_t frames)
{
    const double share = 1 / static_cast<double>(planes.size());
    for (std::size_t done = 0; done < frames;) {
        const std::size_t n = std::min(frames - done, pieceFrames_ - inPiece_);
        for (const float* plane : planes) {
            pieceSum_ += share * static_cast<double>(sumOfSquares(plane + done, n));
            piecePeak_ = std::max(piecePeak_, highestAbsolute(plane + done, n));
        }
        if (planes.size() >= 2) {
            const MidSide power = midSidePower(planes[0] + done, planes[1] + done, n);
            mid_ += static_cast<double>(power.mid);
            side_ += static_cast<double>(power.side);
        }
        done += n;
        inPiece_ += n;
        if (inPiece_ == pieceFrames_)
            endPiece();
    }
}

void LevelMeter::finish()
{
    if (inPiece_ > 0)
        endPiece();
}

double LevelMeter::meanSquare() const
{
    return frames_ > 0 ? sum_ / frames_ : 0;
}

double LevelMeter::stereoWidth() const
{
    return mid_ + side_ > 0 ? side_ / (mid_ + side_) : 0;
}

Dynamics dynamicsOf(
    const LevelMeter& levels, std::span<const double> pieces, const Loudness& loudness, int rate)
{
    Dynamics out;
    const double rms = toDb(levels.meanSquare());
    const double peak = static_cast<double>(loudness.truePeak);
    out.rms = static_cast<float>(rms);
    if (peak > 0) {
        out.crest = static_cast<float>(std::max(toDb(peak * peak) - rms, 0.0));
        if (loudness.valid)
            out.peakToLoudness = static_cast<float>(toDb(peak * peak)) - loudness.integrated;
    }
    out.dynamicRange = static_cast<float>(dynamicRange(levels));
    out.loudnessDeviation = static_cast<float>(loudnessDeviation(pieces));
    out.stereoWidth = static_cast<float>(levels.stereoWidth());
    findSilence(levels, rate, out);
    for (std::size_t i = 0; i < energyPoints; ++i) {
        const std::size_t from = i * pieces.size() / energyPoints;
        const std::size_t to = std::max((i + 1) * pieces.size() / energyPoints, from + 1);
        double sum = 0;
        for (std::size_t j = from; j < std::min(to, pieces.size()); ++j)
            sum += pieces[j];
        out.curve[i] = lufs(sum / static_cast<double>(to - from));
    }
    return out;
}

} // namespace segue::analysis
