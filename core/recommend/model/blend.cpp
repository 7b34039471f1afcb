#include "core/recommend/model/blend.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace segue::reco {

namespace {

constexpr double mostChange = 3, leastMass = 1e-6, mostMass = 1e6;
constexpr std::string_view magic = "segue-blend 2";

/// Of one term, where the blend starts.
struct Start {
    Term term;
    double stay, leave, begin;
};
constexpr Start starts[] = {
    {Term::count, -1.1, -2, -1.3},
    {Term::recency, .7, 1, 1.3},
    {Term::context, .6, .9, 1.1},
    {Term::markov, 1.1, .9, .1},
    {Term::sequential, .6, .6, .4},
    {Term::itemKnn, .9, 1, .2},
    {Term::sessionKnn, .5, 1.7, .1},
    {Term::artist, .3, 0, .1},
    {Term::album, .5, 1, .6},
    {Term::content, .4, .2, .2},
    {Term::continuation, 1.5, 2.9, .4},
    {Term::today, -1, -.4, -.1},
    {Term::lately, .3, 1.2, 1.1},
    {Term::opener, .7, 1.1, .9},
    {Term::daytime, .3, .3, .1},
    {Term::albumRecency, .5, -.8, .5},
    {Term::nextArtist, 1, .3, .1},
    {Term::sameArtist, 1.7, 1.5, .6},
    {Term::inSession, -1.2, -2.2, -.2},
    {Term::neverPlayed, 2.3, 1.4, .7},
    {Term::momentum, .6, .6, 0},
    {Term::explore, .7, .9, 0},
    {Term::artistUnheard, 1.3, .3, 1.1},
    {Term::ials, .5, .5, .5},
    {Term::rp3beta, .5, .5, .5},
    {Term::ratings, 1, 1, 1},
    {Term::skips, 1, 1, 1},
};

void write(std::string& text, std::string_view name, double value)
{
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    text.append(" ").append(name).append("=").append(digits, end.ptr);
}

/// The number after "name=" as a word of `text`.
std::optional<double> read(std::string_view text, std::string_view name)
{
    const std::string key = ' ' + std::string(name) + '=';
    const auto at = text.find(key);
    if (at == std::string_view::npos)
        return std::nullopt;
    double value = 0;
    const char* from = text.data() + at + key.size();
    const auto end = std::from_chars(from, text.data() + text.size(), value);
    if (end.ec != std::errc() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

} // namespace

const BlendWeights& BlendWeights::start()
{
    static const BlendWeights weights = [] {
        BlendWeights made;
        for (const auto& start : starts) {
            made.stay[index(start.term)] = start.stay;
            made.leave[index(start.term)] = start.leave;
            made.begin[index(start.term)] = start.begin;
        }
        return made;
    }();
    return weights;
}

void BlendWeights::clamp()
{
    const BlendWeights& from = start();
    for (std::size_t i = 0; i < termCount; ++i) {
        stay[i] = std::clamp(stay[i], from.stay[i] - mostChange, from.stay[i] + mostChange);
        leave[i] = std::clamp(leave[i], from.leave[i] - mostChange, from.leave[i] + mostChange);
        begin[i] = std::clamp(begin[i], from.begin[i] - mostChange, from.begin[i] + mostChange);
    }
    for (auto* curve : {&places.stay, &places.leave}) {
        for (auto& mass : curve->mass)
            mass = std::clamp(mass, leastMass, mostMass);
    }
}

std::string BlendWeights::serialise() const
{
    std::string text(magic);
    write(text, "learned", learned);
    for (std::size_t i = 0; i < termCount; ++i) {
        write(text, "stay." + std::string(termName(termAt(i))), stay[i]);
        write(text, "leave." + std::string(termName(termAt(i))), leave[i]);
        write(text, "begin." + std::string(termName(termAt(i))), begin[i]);
    }
    for (std::size_t bin = 0; bin < PlaceCurve::bins; ++bin) {
        write(text, "stay_place." + std::to_string(bin), places.stay.mass[bin]);
        write(text, "leave_place." + std::to_string(bin), places.leave.mass[bin]);
    }
    return text;
}

std::optional<BlendWeights> BlendWeights::parse(std::string_view text)
{
    if (!text.starts_with(magic) || (text.size() > magic.size() && text[magic.size()] != ' '))
        return std::nullopt;
    BlendWeights weights;
    const auto learned = read(text, "learned");
    if (!learned)
        return std::nullopt;
    weights.learned = std::max(*learned, 0.);
    for (std::size_t i = 0; i < termCount; ++i) {
        const auto stay = read(text, "stay." + std::string(termName(termAt(i))));
        const auto leave = read(text, "leave." + std::string(termName(termAt(i))));
        const auto begin = read(text, "begin." + std::string(termName(termAt(i))));
        if (!stay || !leave || !begin)
            return std::nullopt;
        weights.begin[i] = *begin;
        weights.stay[i] = *stay;
        weights.leave[i] = *leave;
    }
    for (std::size_t bin = 0; bin < PlaceCurve::bins; ++bin) {
        const auto stay = read(text, "stay_place." + std::to_string(bin));
        const auto leave = read(text, "leave_place." + std::to_string(bin));
        if (!stay || !leave)
            return std::nullopt;
        weights.places.stay.mass[bin] = *stay;
        weights.places.leave.mass[bin] = *leave;
    }
    weights.clamp();
    return weights;
}

} // namespace segue::reco
