#include "core/recommend/service/page_changes.h"

#include "core/history/rating_events.h"

#include <algorithm>
#include <map>

namespace segue {

QSet<QString> shelvesWith(const Page& page, TrackId track)
{
    QSet<QString> ids;
    for (const Shelf& shelf : page.shelves) {
        for (const Suggestion& card : shelf.items) {
            const bool speaks = std::ranges::find(card.evidence, track) != card.evidence.end();
            if (card.track == track || speaks
                || std::ranges::find(card.plays, track) != card.plays.end())
                ids.insert(shelf.id);
        }
    }
    return ids;
}

QSet<QString> shelvesWithArtist(
    const Page& page, const TrackTable& table, const std::string& artist)
{
    QSet<QString> ids;
    for (const Shelf& shelf : page.shelves) {
        for (const Suggestion& card : shelf.items) {
            const auto row = table.rowOf(card.track);
            if (row && artistKey(table.text(table[*row].artist)) == artist)
                ids.insert(shelf.id);
        }
    }
    return ids;
}

QStringList keepIds(const Page& before, Page& after, const QStringList& changed)
{
    std::map<std::pair<QString, std::int64_t>, SuggestionId> known;
    for (const Shelf& shelf : before.shelves) {
        for (const auto* cards : {&shelf.items, &shelf.withheld}) {
            for (const Suggestion& card : *cards)
                known[{shelf.id, card.track.value}] = card.id;
        }
    }
    QStringList unlogged;
    for (Shelf& shelf : after.shelves) {
        for (auto* cards : {&shelf.items, &shelf.withheld}) {
            for (Suggestion& card : *cards) {
                const auto it
                    = changed.isEmpty() ? known.end() : known.find({shelf.id, card.track.value});
                if (it != known.end())
                    card.id = it->second;
                else if (!card.id && !unlogged.contains(shelf.id))
                    unlogged << shelf.id;
            }
        }
    }
    return unlogged;
}

} // namespace segue
