#include "core/library/health/clean_view.h"

#include "core/db/connection.h"
#include "core/text/text_fold.h"

#include <algorithm>

namespace segue {

namespace {

/// Follows chains to their ends; rings, which newer decisions may make, end where they began.
template <class Key>
void resolve(std::unordered_map<Key, Key>& map)
{
    for (auto& [from, to] : map) {
        for (std::size_t steps = 0; steps < map.size(); ++steps) {
            const auto next = map.find(to);
            if (next == map.end() || next->second == to || next->second == from)
                break;
            to = next->second;
        }
    }
}

} // namespace

std::string_view CleanView::shownArtist(std::string_view name) const
{
    if (artists.empty())
        return name;
    const auto spelling = spellings.find(artist(foldText(name)));
    return spelling == spellings.end() ? name : std::string_view(spelling->second);
}

std::optional<Row> CleanView::rowOf(const TrackTable& table, TrackId track) const
{
    const auto own = table.rowOf(track);
    if (recordings.empty())
        return own;
    // By the row's own number: `track` may be a merged one.
    const TrackId meant = recording(own ? table[*own].id : track);
    if (const auto row = table.rowOf(meant); row && table[*row].available)
        return row;
    return own;
}

bool CleanView::isDouble(const TrackTable& table, Row row) const
{
    return !recordings.empty() && rowOf(table, table[row].id) != row;
}

CleanView readCleanView(db::Connection& connection)
{
    CleanView view;
    auto& names = connection.statement(
        "SELECT a.name, a.meant FROM artist_alias a JOIN remedy r ON r.id = a.remedy_id WHERE "
        "r.undone_at IS NULL ORDER BY r.id");
    while (names.executeStep()) {
        const std::string from = foldText(names.getColumn(0).getText());
        const std::string to = foldText(names.getColumn(1).getText());
        view.spellings[to] = names.getColumn(1).getString();
        view.artists[from] = to; // also where spellings fold to one: so that they are decided
        if (from != to)
            view.artists.erase(to); // the newest decision holds
    }
    auto& tracks = connection.statement("SELECT a.track_id, a.same_as FROM recording_alias a JOIN "
                                        "remedy r ON r.id = a.remedy_id WHERE "
                                        "r.undone_at IS NULL AND a.merge_id IS NULL ORDER BY r.id");
    while (tracks.executeStep()) {
        const TrackId from{tracks.getColumn(0).getInt64()}, to{tracks.getColumn(1).getInt64()};
        view.recordings[from] = to;
        view.recordings.erase(to);
    }
    resolve(view.artists);
    resolve(view.recordings);
    return view;
}

} // namespace segue
