#include "core/recommend/model/terms.h"

#include <algorithm>

namespace segue::reco {

namespace {

constexpr PerTerm<std::string_view> names{"count", "recency", "context", "markov", "sequential",
    "item_knn", "session_knn", "artist", "album", "content", "ials", "rp3beta", "continuation",
    "today", "lately", "opener", "daytime", "album_recency", "next_artist", "ratings", "skips",
    "same_artist", "in_session", "never_played", "momentum", "explore", "artist_unheard", "mode"};

} // namespace

std::string_view termName(Term term)
{
    return names[index(term)];
}

std::optional<Term> termFromName(std::string_view name)
{
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
        return std::nullopt;
    return termAt(static_cast<std::size_t>(at - names.begin()));
}

} // namespace segue::reco
