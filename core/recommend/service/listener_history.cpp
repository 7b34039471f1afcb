#include "core/recommend/service/listener_history.h"

#include "core/analysis/service/sound_map.h"
#include "core/db/connection.h"
#include "core/text/genres.h"
#include "core/text/text_fold.h"

#include <algorithm>

namespace segue {

namespace {

constexpr std::int64_t mostPseudoPlays = 30;
constexpr float shuffleWeight = .3F, unattendedWeight = .3F;
constexpr UtcMs pseudoSpanIfUnknown = 365 * msPerDay, undatedBefore = 365 * msPerDay;

std::vector<std::vector<TrackId>> readPlaylists(db::Connection& c, ListenerId listener, UtcMs until)
{
    std::vector<std::vector<TrackId>> lists;
    auto& rows
        = c.statement("SELECT e.playlist_id, e.track_id FROM playlist_entry e JOIN playlist p "
                      "ON p.id = e.playlist_id WHERE p.listener_id = ? AND p.kind = 'list' "
                      "AND p.do_not_learn = 0 AND p.created_at < ? AND e.track_id IS NOT NULL"
                      " ORDER BY e.playlist_id, e.position");
    rows.bind(1, listener.value);
    rows.bind(2, until);
    std::int64_t list = 0;
    while (rows.executeStep()) {
        if (lists.empty() || rows.getColumn(0).getInt64() != list)
            lists.emplace_back();
        list = rows.getColumn(0).getInt64();
        lists.back().push_back({rows.getColumn(1).getInt64()});
    }
    return lists;
}

void readShown(db::Connection& c, ListenerId listener, UtcMs until, ListenerHistory& history)
{
    // Days a track was shown since it was last played, whatever it was played from.
    auto& rows
        = c.statement("SELECT coalesce(m.now, s.track_id), count(DISTINCT s.shown_at / 86400000), "
                      "max(s.shown_at)"
                      " FROM suggestion s JOIN suggestion_batch b ON b.id = s.batch_id"
                      " LEFT JOIN merged_track m ON m.track_id = s.track_id"
                      " WHERE b.listener_id = ?1 AND s.shown_at < ?2 AND s.shown_at > ifnull("
                      "  (SELECT max(p.started_at) FROM play p WHERE p.track_id IN (s.track_id, "
                      "coalesce(m.now, s.track_id)) AND p.listener_id = ?1"
                      "   AND p.started_at < ?2), 0)"
                      " GROUP BY 1");
    rows.bind(1, listener.value);
    rows.bind(2, until);
    while (rows.executeStep()) {
        history.shown[TrackId{rows.getColumn(0).getInt64()}]
            = {rows.getColumn(1).getInt(), rows.getColumn(2).getInt64()};
    }
    auto& shelves = c.statement(
        "SELECT s.shelf, count(DISTINCT s.id), count(DISTINCT p.suggestion_id)"
        " FROM suggestion s JOIN suggestion_batch b ON b.id = s.batch_id"
        " LEFT JOIN play p ON p.suggestion_id = s.id AND p.started_at < ?2"
        "  AND (p.ended_by = 'finished' OR p.ms_heard >= 240000 OR 2 * p.ms_heard >= p.duration_ms)"
        " WHERE b.listener_id = ?1 AND s.shown_at < ?2 GROUP BY s.shelf");
    shelves.bind(1, listener.value);
    shelves.bind(2, until);
    while (shelves.executeStep()) {
        history.shelves[shelves.getColumn(0).getText()]
            = {shelves.getColumn(1).getInt(), shelves.getColumn(2).getInt()};
    }
    // The evidence of "Because you like X" is X on every card.
    auto& liked = c.statement(
        "SELECT s.evidence, max(b.composed_at) FROM suggestion s JOIN suggestion_batch b ON b.id = "
        "s.batch_id"
        " WHERE b.listener_id = ?1 AND s.shelf = 'because_you_like' AND s.position = 0"
        " AND b.composed_at < ?2 GROUP BY s.evidence");
    liked.bind(1, listener.value);
    liked.bind(2, until);
    while (liked.executeStep())
        history.likedBefore[liked.getColumn(0).getText()] = liked.getColumn(1).getInt64();
}

} // namespace

UtcMs startOfDay(UtcMs at, int utcOffsetMin)
{
    const UtcMs shift = 4 * msPerHour - utcOffsetMin * msPerMinute;
    const UtcMs local = at - shift;
    return local - (local % msPerDay + msPerDay) % msPerDay + shift;
}

ListenerHistory readListenerHistory(
    db::Connection& connection, ListenerId listener, UtcMs until, UtcMs today)
{
    ListenerHistory history;
    history.plays = history::readPlays(connection, listener, until);
    history.ratings = history::readRatings(connection, listener, until);
    history.imported = history::readImportedTotals(connection, listener);
    history.choices = choices::read(connection, listener, until);
    history.playlists = readPlaylists(connection, listener, until);
    history.friends = friends::read(connection, listener, until);
    readShown(connection, listener, std::min(until, today), history);
    history.clean = readCleanView(connection);
    history.sound = analysis::loadSoundMap(connection);
    return history;
}

std::optional<reco::Play> modelPlay(
    const TrackTable& table, const StoredPlay& play, const CleanView& clean)
{
    const auto row = clean.rowOf(table, play.listen.track);
    if (!row || !play.marks.learnable() || table[*row].kind != TrackKind::music)
        return std::nullopt;
    reco::Play result;
    result.item = static_cast<reco::Item>(*row);
    result.at = play.listen.startedAt / msPerSecond;
    result.offsetMinutes = static_cast<std::int16_t>(play.listen.utcOffsetMin);
    result.session = play.session.value;
    switch (outcomeOf(play.listen)) {
    case Outcome::follow:
        result.outcome = reco::Outcome::follow;
        break;
    case Outcome::skip:
        result.outcome = reco::Outcome::skip;
        break;
    case Outcome::browse:
    case Outcome::none:
        result.outcome = reco::Outcome::none;
        break;
    }
    if (play.listen.shuffle)
        result.weight *= shuffleWeight;
    if (!play.listen.attended)
        result.weight *= unattendedWeight;
    result.shuffled = play.listen.shuffle;
    result.suggested = play.listen.suggestion.has_value();
    return result;
}

std::vector<reco::Rating> modelRatings(reco::Item item, const TrackRating& rating, UtcMs at)
{
    const std::int64_t seconds = at / msPerSecond;
    std::vector<reco::Rating> list{{item, -1, reco::RatingKind::clear, 0, seconds}};
    if (rating.stars)
        list.push_back({item, -1, reco::RatingKind::stars, *rating.stars, seconds});
    if (rating.loved)
        list.push_back({item, -1, reco::RatingKind::love, 0, seconds});
    if (rating.never)
        list.push_back({item, -1, reco::RatingKind::never, 0, seconds});
    if (rating.notNowUntil > 0) {
        list.push_back({item, -1, reco::RatingKind::notNow, 0,
            (rating.notNowUntil - notNowLasts) / msPerSecond});
    }
    return list;
}

std::int32_t artistId(
    const TrackTable& table, const reco::Catalogue& catalogue, const std::string& artistKey)
{
    const std::string wanted = foldText(artistKey);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TrackRecord& t = table[static_cast<Row>(i)];
        if (catalogue.artist[i] >= 0
            && foldText(table.text(t.artist.size ? t.artist : t.albumArtist)) == wanted)
            return catalogue.artist[i];
    }
    return -1;
}

std::int32_t genreId(const reco::Catalogue& catalogue, const std::string& name)
{
    const std::vector<Genre> genres = genresIn(name);
    const std::string wanted = genres.empty() ? std::string() : genres.front().key;
    const auto found = std::ranges::find(
        catalogue.genreName, wanted, [](const std::string& one) { return genreKey(one); });
    return wanted.empty() || found == catalogue.genreName.end()
        ? -1
        : static_cast<std::int32_t>(found - catalogue.genreName.begin());
}

reco::History modelHistory(
    const ListenerHistory& history, const TrackTable& table, const reco::Catalogue& catalogue)
{
    reco::History model;
    for (const ImportedTotals& totals : history.imported) {
        const auto row = history.clean.rowOf(table, totals.track);
        if (!row || table[*row].kind != TrackKind::music)
            continue;
        const auto item = static_cast<reco::Item>(*row);
        const std::int64_t n = std::clamp<std::int64_t>(totals.plays, 0, mostPseudoPlays);
        const UtcMs last
            = totals.lastPlayed > 0 ? totals.lastPlayed : table[*row].addedAt - undatedBefore;
        const UtcMs first = totals.firstPlayed > 0 ? std::min(totals.firstPlayed, last)
                                                   : last - pseudoSpanIfUnknown;
        for (std::int64_t k = 0; k < n; ++k) {
            reco::Play play;
            play.item = item;
            play.at = (n == 1 ? last : first + (last - first) * k / (n - 1)) / msPerSecond;
            play.source = reco::Source::imported;
            model.plays.push_back(play);
        }
        if (totals.rating && !history.ratings.of(totals.track).stars) {
            model.ratings.push_back(
                {item, -1, reco::RatingKind::stars, *totals.rating, last / msPerSecond});
        }
    }
    for (const StoredPlay& play : history.plays) {
        if (const auto one = modelPlay(table, play, history.clean))
            model.plays.push_back(*one);
    }
    std::ranges::stable_sort(model.plays, {}, &reco::Play::at);

    std::unordered_map<TrackId, UtcMs> ratedAt;
    for (const RatingEvent& event : history.ratings.effective())
        ratedAt[event.track] = event.at;
    std::vector<std::pair<Row, TrackId>> rated;
    for (const auto& [track, rating] : history.ratings.tracks()) {
        if (const auto row = history.clean.rowOf(table, track))
            rated.emplace_back(*row, track);
    }
    std::ranges::sort(rated);
    for (const auto& [row, track] : rated) {
        const auto list
            = modelRatings(static_cast<reco::Item>(row), history.ratings.of(track), ratedAt[track]);
        model.ratings.insert(model.ratings.end(), list.begin() + 1, list.end());
    }
    for (const std::string& artist : history.ratings.neverArtists()) {
        if (const auto id = artistId(table, catalogue, artist); id >= 0)
            model.ratings.push_back({reco::noItem, id, reco::RatingKind::never, 0, 0});
    }
    std::ranges::stable_sort(model.ratings, {}, &reco::Rating::at);
    for (const auto& list : history.playlists) {
        auto& items = model.playlists.emplace_back();
        for (const TrackId track : list) {
            if (const auto row = history.clean.rowOf(table, track);
                row && table[*row].kind == TrackKind::music)
                items.push_back(static_cast<reco::Item>(*row));
        }
    }
    for (const std::string& artist : history.choices.pickedArtists) {
        if (const auto id = artistId(table, catalogue, artist); id >= 0)
            model.pickedArtists.push_back(id);
    }
    return model;
}

} // namespace segue
