#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace segue::reco {

/// The terms a score is the sum of.
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
    continuation, ///< what came next where the last tracks were heard in this order before
    today, ///< plays of the last day
    lately, ///< plays of the last week
    opener, ///< heard near the start of sessions
    daytime, ///< heard at this time of the day
    albumRecency, ///< albums in use, their unheard tracks too
    nextArtist, ///< artists that come when the last one is left
    ratings,
    skips, ///< what was skipped lately sinks (<= 0)
    sameArtist, ///< 1 for the last track's artist
    inSession, ///< 1 if already heard in this session
    neverPlayed, ///< 1 without any follow
    momentum, ///< for the artists just heard: the log-odds that this session stays with them
    explore, ///< for a track without any follow: the log-odds that the next one is such a track
    artistUnheard, ///< the share of the artist's tracks without any follow
    mode, ///< how a track suits the listening mode that is on; added outside the blend
};
constexpr std::size_t termCount = 28;
/// Terms 0 .. channelCount - 1 are channels with a raw score >= 0 that phi normalises.
constexpr std::size_t channelCount = 19;

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
/// What is known of the listener and this track, album or artist speaks. That it, or most of its
/// artist, was never played is a label, and so is the listener's leaning to such tracks
/// (RECOMMENDER 6).
constexpr bool canBeReason(Term term)
{
    switch (term) {
    case Term::skips:
    case Term::inSession:
    case Term::neverPlayed:
    case Term::explore:
    case Term::artistUnheard:
        return false;
    default:
        return true;
    }
}

} // namespace segue::reco
