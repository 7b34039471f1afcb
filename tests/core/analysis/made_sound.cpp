#include "tests/core/analysis/made_sound.h"

#include "core/base/random.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace segue::test {

double fromDb(double db)
{
    return std::pow(10, db / 20);
}

Sound madeSound(double seconds, const std::function<double(double)>& at, int channels, int rate)
{
    Sound out{rate, channels, {}};
    const auto frames = static_cast<std::size_t>(std::llround(seconds * rate));
    out.samples.reserve(frames * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < frames; ++i)
        out.samples.insert(out.samples.end(), static_cast<std::size_t>(channels),
            static_cast<float>(at(static_cast<double>(i) / rate)));
    return out;
}

Sound sine(double seconds, double hz, double db, int channels, int rate)
{
    const double amplitude = fromDb(db);
    return madeSound(
        seconds, [=](double t) { return amplitude * std::sin(2 * std::numbers::pi * hz * t); },
        channels, rate);
}

Sound noise(double seconds, double db, std::uint64_t seed, int channels, int rate)
{
    Random random(seed);
    const double amplitude = fromDb(db) * std::sqrt(3.0);
    return madeSound(
        seconds, [&](double) { return amplitude * (2 * random.uniform() - 1); }, channels, rate);
}

Sound joined(const std::vector<Sound>& parts)
{
    Sound out{parts.at(0).rate, parts.at(0).channels, {}};
    for (const Sound& part : parts)
        out.samples.insert(out.samples.end(), part.samples.begin(), part.samples.end());
    return out;
}

analysis::TrackFeatures featuresOf(const Sound& sound)
{
    auto result = analysis::analyseSamples(
        sound.samples.data(), sound.frames(), sound.channels, sound.rate);
    if (!result)
        throw std::runtime_error(result.error().message);
    return *result;
}

std::string notFinite(const analysis::TrackFeatures& features)
{
    std::string out;
    for (const analysis::NamedNumber& number : namedNumbers(features)) {
        for (const double value : number.values) {
            if (!std::isfinite(value))
                out += std::string(number.name) + ' ';
        }
    }
    for (const float value : vectorOf(features))
        out += std::isfinite(value) ? "" : "vector ";
    return out;
}

} // namespace segue::test
