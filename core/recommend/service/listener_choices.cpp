#include "core/recommend/service/listener_choices.h"

#include "core/db/connection.h"
#include "core/history/rating_events.h"

#include <algorithm>
#include <map>

namespace segue::choices {

namespace {

std::vector<LessOf> readLessOf(db::Connection& c, ListenerId listener, UtcMs until)
{
    std::vector<LessOf> list;
    auto& rows
        = c.statement("SELECT e.term, e.evidence, coalesce(m.now, e.track_id), e.name, e.at, "
                      "e.value FROM less_of_event e LEFT JOIN merged_track m ON m.track_id = "
                      "e.track_id WHERE e.listener_id = ? AND e.at < ? ORDER BY e.id");
    rows.bind(1, listener.value);
    rows.bind(2, until);
    while (rows.executeStep()) {
        LessOf less{QString::fromUtf8(rows.getColumn(0).getText()),
            QString::fromUtf8(rows.getColumn(1).getText()), {rows.getColumn(2).getInt64()},
            QString::fromUtf8(rows.getColumn(3).getText()), rows.getColumn(4).getInt64()};
        std::erase_if(list, [&](const LessOf& one) { return one.isSameAs(less); });
        if (rows.getColumn(5).getInt() != 0)
            list.insert(list.begin(), std::move(less));
    }
    return list;
}

} // namespace

ListenerChoices read(db::Connection& connection, ListenerId listener, UtcMs until)
{
    ListenerChoices choices;
    choices.lessOf = readLessOf(connection, listener, until);
    auto& modes = connection.statement("SELECT key, name, base FROM listening_mode WHERE "
                                       "listener_id = ?1 AND at < ?2 AND ifnull(removed_at, ?2) >= "
                                       "?2 ORDER BY id");
    modes.bind(1, listener.value);
    modes.bind(2, until);
    while (modes.executeStep()) {
        choices.ownModes.push_back({QString::fromUtf8(modes.getColumn(0).getText()),
            QString::fromUtf8(modes.getColumn(1).getText()),
            QString::fromUtf8(modes.getColumn(2).getText()), true});
    }
    std::map<std::string, bool> picked; // by key
    std::vector<std::string> names;
    auto& picks = connection.statement(
        "SELECT artist, value FROM artist_pick_event WHERE listener_id = ? AND at < ? ORDER BY id");
    picks.bind(1, listener.value);
    picks.bind(2, until);
    while (picks.executeStep()) {
        const std::string name = picks.getColumn(0).getText();
        if (picked.insert_or_assign(artistKey(name), picks.getColumn(1).getInt() != 0).second)
            names.push_back(name);
    }
    std::ranges::copy_if(names, std::back_inserter(choices.pickedArtists),
        [&](const std::string& name) { return picked[artistKey(name)]; });
    auto& mine
        = connection.statement("SELECT session_id, value FROM play_mark WHERE listener_id = ?"
                               " AND kind = 'mine' AND session_id IS NOT NULL AND at < ? "
                               "ORDER BY id");
    mine.bind(1, listener.value);
    mine.bind(2, until);
    while (mine.executeStep()) {
        const SessionId session{mine.getColumn(0).getInt64()};
        if (mine.getColumn(1).getInt() != 0)
            choices.confirmed.insert(session);
        else
            choices.confirmed.erase(session);
    }
    return choices;
}

void insertLessOf(db::Connection& connection, ListenerId listener, const LessOf& less, bool on)
{
    auto& row = connection.statement("INSERT INTO less_of_event (listener_id, at, term, evidence, "
                                     "track_id, name, value) VALUES (?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, listener.value);
    row.bind(2, less.at);
    row.bind(3, less.term.toStdString());
    row.bind(4, less.evidence.toStdString());
    if (less.track)
        row.bind(5, less.track.value);
    else
        row.bind(5);
    row.bind(6, less.name.toStdString());
    row.bind(7, on ? 1 : 0);
    row.exec();
}

void insertMode(
    db::Connection& connection, ListenerId listener, const ListeningMode& mode, UtcMs at)
{
    auto& row = connection.statement(
        "INSERT INTO listening_mode (listener_id, key, name, base, at) VALUES (?, ?, ?, ?, ?)");
    row.bind(1, listener.value);
    row.bind(2, mode.key.toStdString());
    row.bind(3, mode.name.toStdString());
    row.bind(4, mode.base.toStdString());
    row.bind(5, at);
    row.exec();
}

void removeMode(db::Connection& connection, ListenerId listener, const QString& key, UtcMs at)
{
    auto& row = connection.statement("UPDATE listening_mode SET removed_at = ? WHERE listener_id = "
                                     "? AND key = ? AND removed_at IS NULL");
    row.bind(1, at);
    row.bind(2, listener.value);
    row.bind(3, key.toStdString());
    row.exec();
}

void insertPickedArtist(
    db::Connection& connection, ListenerId listener, const std::string& artist, bool on, UtcMs at)
{
    auto& row = connection.statement(
        "INSERT INTO artist_pick_event (listener_id, at, artist, value) VALUES (?, ?, ?, ?)");
    row.bind(1, listener.value);
    row.bind(2, at);
    row.bind(3, artist);
    row.bind(4, on ? 1 : 0);
    row.exec();
}

} // namespace segue::choices
