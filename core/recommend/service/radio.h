#pragma once

#include "core/recommend/service/shelf.h"

namespace segue {

/// The two rankers of a radio queue, as they are logged.
constexpr std::string_view blendRanker = "blend", neighbourRanker = "neighbours";
constexpr std::size_t radioLength = 25;

/// A queue that goes on from one track: the blend, as if the track had just been heard, and the
/// track's nearest in sessions and content take turns by team draft (online_measures.h), so that
/// what is followed tells which is better. `page` is scored in the context of a session that ends
/// with `from`. Every card has its reason and its ranker; shorter, or empty, when there is too
/// little.
Shelf buildRadio(PageContext& page, Item from, std::size_t length = radioLength);

} // namespace segue
