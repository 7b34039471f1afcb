#include "core/recommend/service/evaluation_table.h"

#include "core/analysis/service/sound_map.h"
#include "core/recommend/service/catalogue_builder.h"
#include "core/recommend/service/listener_history.h"

#include <algorithm>

namespace segue {

namespace {

/// As For You takes them: after each event, all that holds for its track.
std::vector<reco::Rating> ratingsInTime(const RatingLog& log, const TrackTable& tracks)
{
    std::vector<reco::Rating> ratings;
    RatingLog sofar;
    for (const RatingEvent& event : log.effective()) {
        sofar.append(event);
        const auto row = tracks.rowOf(event.track);
        if (!row)
            continue;
        const auto now
            = modelRatings(static_cast<reco::Item>(*row), sofar.of(event.track), event.at);
        ratings.insert(ratings.end(), now.begin(), now.end());
    }
    std::ranges::stable_sort(ratings, {}, &reco::Rating::at);
    return ratings;
}

} // namespace

reco::ListenerTable readEvaluationTable(
    db::Connection& connection, ListenerId listener, const TrackTable& tracks)
{
    reco::ListenerTable table;
    table.catalogue = buildCatalogue(tracks, analysis::loadSoundMap(connection).get());
    std::int64_t session = -1;
    for (const StoredPlay& stored : history::readPlays(connection, listener)) {
        const auto play = modelPlay(tracks, stored);
        if (!play || play->outcome == reco::Outcome::none)
            continue;
        if (table.plays.empty() || play->session != session)
            ++table.sessions;
        session = play->session;
        reco::TablePlay one;
        one.item = play->item;
        one.at = play->at;
        one.offsetMinutes = play->offsetMinutes;
        one.session = table.sessions - 1;
        one.chosen = stored.listen.startedBy == StartedBy::user ? 1 : 0;
        one.outcome = play->outcome;
        one.weight = play->weight;
        one.shuffled = play->shuffled;
        table.plays.push_back(one);
    }
    table.ratings = ratingsInTime(history::readRatings(connection, listener), tracks);
    return table;
}

} // namespace segue
