#pragma once

#include "core/library/track_table.h"
#include "core/recommend/service/for_you.h"

#include <QSet>

#include <string>

namespace segue {

/// Shelves with a card that plays `track`, or whose reason rests on it. Pure.
QSet<QString> shelvesWith(const Page& page, TrackId track);

/// Shelves with a card of the artist (key as artistKey() gives it). O(cards).
QSet<QString> shelvesWithArtist(
    const Page& page, const TrackTable& table, const std::string& artistKey);

/// Cards of the shelves `changed` that were on `before` already keep their ids: they were logged
/// when they came. Returns the shelves of `after` that have cards without an id. With `changed`
/// empty the page is a new one and nothing is kept.
QStringList keepIds(const Page& before, Page& after, const QStringList& changed);

} // namespace segue
