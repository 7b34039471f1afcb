#pragma once

#include <cstdint>
#include <functional>

namespace segue {

/// A row id of one table, so that a track's id cannot be passed where a listener's is meant.
/// 0 is "none": SQLite's row ids start at 1.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using TrackId = Id<struct TrackTag>;
using FileId = Id<struct FileTag>;
using RootId = Id<struct RootTag>;
using ListenerId = Id<struct ListenerTag>;
using SessionId = Id<struct SessionTag>;
using PlayId = Id<struct PlayTag>;
using RatingEventId = Id<struct RatingEventTag>;
using BatchId = Id<struct BatchTag>;
using SuggestionId = Id<struct SuggestionTag>;

} // namespace segue

template <class Tag>
struct std::hash<segue::Id<Tag>> {
    std::size_t operator()(segue::Id<Tag> id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value);
    }
};
