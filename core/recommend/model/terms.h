#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace segue::reco {

/// The terms a score is the sum of. Channels are learned evidence about this listener and can be a
/// reason; the rest are constants that only move the score.
enum class Term : std::uint8_t {
    count,
    recency,
    context,
    markov,
    sequential,
    itemKnn,
    sessionKnn,
    artist,
    album,
    content,
    ials,
    rp3beta,
    ratings,
    skips, ///< what was skipped lately sinks (<= 0)
    sameArtist, ///< 1 for the last track's artist
    inSession, ///< 1 if already heard in this session
    neverPlayed, ///< 1 without any follow
    momentum, ///< for the artists just heard: the log-odds that this session stays with them
};
constexpr std::size_t termCount = 18;
/// Terms 0 .. channelCount - 1 are channels with a raw score >= 0 that phi normalises.
constexpr std::size_t channelCount = 12;

template <class T>
using PerTerm = std::array<T, termCount>;

constexpr std::size_t index(Term term)
{
    return static_cast<std::size_t>(term);
}
constexpr Term termAt(std::size_t i)
{
    return static_cast<Term>(i);
}

/// The name in files and JSON: count, item_knn, same_artist, …
std::string_view termName(Term term);
std::optional<Term> termFromName(std::string_view name);
/// Constant and exploration terms are labels, never reasons (RECOMMENDER 6).
constexpr bool canBeReason(Term term)
{
    return index(term) <= index(Term::ratings);
}

} // namespace segue::reco
