#include "core/recommend/model/blend.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace segue::reco {

namespace {

constexpr double mostChange = 2.5;
constexpr std::string_view magic = "segue-blend 1";

void set(PerTerm<double>& weights, Term term, double value)
{
    weights[index(term)] = value;
}

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

BlendWeights BlendWeights::start()
{
    BlendWeights weights;
    PerTerm<double>& w = weights.stay;
    set(w, Term::count, -1);
    set(w, Term::recency, .8);
    set(w, Term::context, .8);
    set(w, Term::markov, 1.3);
    set(w, Term::sequential, 1.2);
    set(w, Term::itemKnn, 1.2);
    set(w, Term::sessionKnn, .8);
    set(w, Term::artist, .3);
    set(w, Term::album, 1);
    set(w, Term::content, .3);
    set(w, Term::ratings, 1);
    set(w, Term::skips, 1);
    set(w, Term::sameArtist, 1.5);
    set(w, Term::inSession, -1.3);
    set(w, Term::neverPlayed, 1);
    set(w, Term::momentum, .6);
    weights.leave = w;
    // A session's start: what was heard last was some time ago, so that sequences say less and
    // repeating is no fault.
    PerTerm<double>& b = weights.begin = w;
    for (const auto term :
        {Term::markov, Term::sequential, Term::itemKnn, Term::sessionKnn, Term::album})
        b[index(term)] /= 2;
    set(b, Term::sameArtist, 1);
    set(b, Term::inSession, 0);
    set(b, Term::neverPlayed, 0);
    return weights;
}

void BlendWeights::clamp()
{
    const BlendWeights from = start();
    for (std::size_t i = 0; i < termCount; ++i) {
        stay[i] = std::clamp(stay[i], from.stay[i] - mostChange, from.stay[i] + mostChange);
        leave[i] = std::clamp(leave[i], from.leave[i] - mostChange, from.leave[i] + mostChange);
        begin[i] = std::clamp(begin[i], from.begin[i] - mostChange, from.begin[i] + mostChange);
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
    weights.clamp();
    return weights;
}

} // namespace segue::reco
