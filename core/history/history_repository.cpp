#include "core/history/history_repository.h"

#include "core/db/connection.h"

namespace segue::history {

namespace {

constexpr int openPrivate = 1, openGuest = 2, openDoNotLearn = 4; // play_open.private

std::string playQuery(std::string_view condition)
{
    std::string sql
        = "SELECT p.id, p.session_id, coalesce(m.now, p.track_id), p.started_at, p.utc_offset_min,"
          " p.duration_ms, p.ms_heard, p.started_by, p.ended_by, p.shuffle, p.attended,"
          " p.suggestion_id, p.mode FROM play p"
          " LEFT JOIN merged_track m ON m.track_id = p.track_id";
    return sql.append(condition);
}

StoredPlay playFrom(SQLite::Statement& row)
{
    StoredPlay play;
    play.id = {row.getColumn(0).getInt64()};
    play.session = {row.getColumn(1).getInt64()};
    Listen& listen = play.listen;
    listen.track = {row.getColumn(2).getInt64()};
    listen.startedAt = row.getColumn(3).getInt64();
    listen.utcOffsetMin = row.getColumn(4).getInt();
    listen.durationMs = row.getColumn(5).getInt64();
    listen.msHeard = row.getColumn(6).getInt64();
    listen.startedBy = startedByFromString(row.getColumn(7).getText()).value_or(StartedBy::user);
    listen.endedBy = endedByFromString(row.getColumn(8).getText()).value_or(EndedBy::stopped);
    listen.shuffle = row.getColumn(9).getInt() != 0;
    listen.attended = row.getColumn(10).getInt() != 0;
    if (!row.isColumnNull(11))
        listen.suggestion = SuggestionId{row.getColumn(11).getInt64()};
    if (!row.isColumnNull(12))
        listen.mode = row.getColumn(12).getText();
    return play;
}

bool* slotFor(PlayMarks& marks, std::string_view kind)
{
    if (kind == "private")
        return &marks.isPrivate;
    if (kind == "guest")
        return &marks.guest;
    if (kind == "do_not_learn")
        return &marks.doNotLearn;
    return kind == "removed" ? &marks.removed : nullptr;
}

/// Marks are few: read them all and lay them over the plays, sessions first, then single plays,
/// oldest first.
void applyMarks(db::Connection& connection, ListenerId listener, std::vector<StoredPlay>& plays)
{
    std::unordered_map<std::int64_t, PlayMarks> bySession;
    std::unordered_map<std::int64_t, std::vector<std::pair<std::string, bool>>> byPlay;
    auto& marks = connection.statement(
        "SELECT play_id, session_id, kind, value FROM play_mark WHERE listener_id = ? ORDER BY id");
    marks.bind(1, listener.value);
    while (marks.executeStep()) {
        const std::string kind = marks.getColumn(2).getText();
        const bool on = marks.getColumn(3).getInt() != 0;
        if (!marks.isColumnNull(0))
            byPlay[marks.getColumn(0).getInt64()].emplace_back(kind, on);
        else if (bool* slot = slotFor(bySession[marks.getColumn(1).getInt64()], kind))
            *slot = on;
    }
    if (bySession.empty() && byPlay.empty())
        return;
    for (StoredPlay& play : plays) {
        if (const auto it = bySession.find(play.session.value); it != bySession.end())
            play.marks = it->second;
        if (const auto it = byPlay.find(play.id.value); it != byPlay.end()) {
            for (const auto& [kind, on] : it->second) {
                if (bool* slot = slotFor(play.marks, kind))
                    *slot = on;
            }
        }
    }
}

void bindText(SQLite::Statement& statement, int index, std::string_view text)
{
    statement.bind(index, std::string(text));
}

void bindTextOrNull(SQLite::Statement& statement, int index, const std::string& text)
{
    if (text.empty())
        statement.bind(index);
    else
        statement.bind(index, text);
}

void bindId(SQLite::Statement& statement, int index, std::int64_t id)
{
    if (id != 0)
        statement.bind(index, id);
    else
        statement.bind(index);
}

} // namespace

std::vector<StoredPlay> readPlays(db::Connection& connection, ListenerId listener, UtcMs until)
{
    std::vector<StoredPlay> plays;
    auto& rows = connection.statement(
        playQuery(" WHERE p.listener_id = ? AND p.started_at < ? ORDER BY p.started_at, p.id"));
    rows.bind(1, listener.value);
    rows.bind(2, until);
    while (rows.executeStep())
        plays.push_back(playFrom(rows));
    applyMarks(connection, listener, plays);
    return plays;
}

std::vector<StoredPlay> readNewestPlays(
    db::Connection& connection, ListenerId listener, std::size_t limit)
{
    std::vector<StoredPlay> plays;
    auto& rows = connection.statement(
        playQuery(" WHERE p.listener_id = ? ORDER BY p.started_at DESC, p.id DESC LIMIT ?"));
    rows.bind(1, listener.value);
    rows.bind(2, static_cast<std::int64_t>(limit));
    while (rows.executeStep())
        plays.push_back(playFrom(rows));
    applyMarks(connection, listener, plays);
    return plays;
}

RatingLog readRatings(db::Connection& connection, ListenerId listener, UtcMs until)
{
    RatingLog log;
    auto& rows = connection.statement(
        "SELECT id, at, utc_offset_min, kind, coalesce(m.now, e.track_id), artist, value, undoes"
        " FROM rating_event e LEFT JOIN merged_track m ON m.track_id = e.track_id"
        " WHERE listener_id = ? AND at < ? ORDER BY id");
    rows.bind(1, listener.value);
    rows.bind(2, until);
    while (rows.executeStep()) {
        const auto kind = ratingKindFromString(rows.getColumn(3).getText());
        if (!kind)
            continue;
        RatingEvent event;
        event.id = {rows.getColumn(0).getInt64()};
        event.at = rows.getColumn(1).getInt64();
        event.utcOffsetMin = rows.getColumn(2).getInt();
        event.kind = *kind;
        event.track = {rows.getColumn(4).getInt64()};
        event.artist = rows.getColumn(5).getText();
        if (!rows.isColumnNull(6))
            event.value = rows.getColumn(6).getInt();
        event.undoes = {rows.getColumn(7).getInt64()};
        log.append(std::move(event));
    }
    return log;
}

std::vector<ImportedTotals> readImportedTotals(db::Connection& connection, ListenerId listener)
{
    std::vector<ImportedTotals> totals;
    auto& rows = connection.statement(
        // Counts in tags were written there by a player: what came from players is not added to
        // them, the higher one holds.
        "SELECT coalesce(m.now, t.track_id), max(rating),"
        " max(sum(iif(source = 'tags', plays, 0)), sum(iif(source = 'tags', 0, plays))), "
        "sum(skips),"
        " min(first_played), max(last_played)"
        " FROM imported_total t LEFT JOIN merged_track m ON m.track_id = t.track_id"
        // The tags of a merged track's file were read into the other one, too.
        " WHERE listener_id = ? AND NOT (source = 'tags' AND m.now IS NOT NULL) GROUP BY 1");
    rows.bind(1, listener.value);
    while (rows.executeStep()) {
        ImportedTotals t;
        t.track = {rows.getColumn(0).getInt64()};
        if (!rows.isColumnNull(1))
            t.rating = rows.getColumn(1).getInt();
        t.plays = rows.getColumn(2).getInt64();
        t.skips = rows.getColumn(3).getInt64();
        t.firstPlayed = rows.getColumn(4).getInt64();
        t.lastPlayed = rows.getColumn(5).getInt64();
        totals.push_back(t);
    }
    return totals;
}

HighestIds readHighestIds(db::Connection& connection, ListenerId listener)
{
    HighestIds ids;
    auto& database = connection.database();
    ids.play = {database.execAndGet("SELECT ifnull(max(id), 0) FROM play").getInt64()};
    ids.rating = {database.execAndGet("SELECT ifnull(max(id), 0) FROM rating_event").getInt64()};
    const SessionId highest{
        database.execAndGet("SELECT ifnull(max(id), 0) FROM session").getInt64()};
    SessionId newest;
    UtcMs lastEnd = 0;
    auto& last = connection.statement("SELECT session_id, started_at + ms_heard FROM play"
                                      " WHERE listener_id = ? ORDER BY started_at DESC LIMIT 1");
    last.bind(1, listener.value);
    if (last.executeStep()) {
        newest = {last.getColumn(0).getInt64()};
        lastEnd = last.getColumn(1).getInt64();
    }
    ids.sessions = SessionTracker(newest, highest, lastEnd);
    return ids;
}

void insertPlay(db::Connection& connection, ListenerId listener, const StoredPlay& play)
{
    auto& session = connection.statement(
        "INSERT OR IGNORE INTO session (id, listener_id, started_at) VALUES (?, ?, ?)");
    session.bind(1, play.session.value);
    session.bind(2, listener.value);
    session.bind(3, play.listen.startedAt);
    session.exec();

    auto& row = connection.statement(
        "INSERT INTO play (id, listener_id, track_id, started_at, utc_offset_min, duration_ms, "
        "ms_heard,"
        " started_by, ended_by, shuffle, attended, session_id, suggestion_id, mode)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM suggestion WHERE id = ?),"
        " ?)");
    const Listen& listen = play.listen;
    row.bind(1, play.id.value);
    row.bind(2, listener.value);
    row.bind(3, listen.track.value);
    row.bind(4, listen.startedAt);
    row.bind(5, listen.utcOffsetMin);
    row.bind(6, listen.durationMs);
    row.bind(7, listen.msHeard);
    bindText(row, 8, toString(listen.startedBy));
    bindText(row, 9, toString(listen.endedBy));
    row.bind(10, listen.shuffle ? 1 : 0);
    row.bind(11, listen.attended ? 1 : 0);
    row.bind(12, play.session.value);
    bindId(row, 13, listen.suggestion ? listen.suggestion->value : 0);
    bindTextOrNull(row, 14, listen.mode);
    row.exec();

    if (play.marks.isPrivate)
        insertMark(connection, listener, play.id, {}, "private", true, listen.startedAt);
    if (play.marks.guest)
        insertMark(connection, listener, play.id, {}, "guest", true, listen.startedAt);
    if (play.marks.doNotLearn)
        insertMark(connection, listener, play.id, {}, "do_not_learn", true, listen.startedAt);
    auto& open
        = connection.statement("DELETE FROM play_open WHERE listener_id = ? AND started_at = ?");
    open.bind(1, listener.value);
    open.bind(2, listen.startedAt);
    open.exec();
}

void upsertOpenPlay(
    db::Connection& connection, ListenerId listener, const Listen& listen, const PlayMarks& marks)
{
    auto& row
        = connection.statement("INSERT OR REPLACE INTO play_open (listener_id, track_id, "
                               "started_at, utc_offset_min, duration_ms,"
                               " ms_heard, started_by, shuffle, attended, suggestion_id, private, "
                               "mode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, listener.value);
    row.bind(2, listen.track.value);
    row.bind(3, listen.startedAt);
    row.bind(4, listen.utcOffsetMin);
    row.bind(5, listen.durationMs);
    row.bind(6, listen.msHeard);
    bindText(row, 7, toString(listen.startedBy));
    row.bind(8, listen.shuffle ? 1 : 0);
    row.bind(9, listen.attended ? 1 : 0);
    bindId(row, 10, listen.suggestion ? listen.suggestion->value : 0);
    row.bind(11,
        (marks.isPrivate ? openPrivate : 0) + (marks.guest ? openGuest : 0)
            + (marks.doNotLearn ? openDoNotLearn : 0));
    bindTextOrNull(row, 12, listen.mode);
    row.exec();
}

void insertRating(db::Connection& connection, ListenerId listener, const RatingEvent& event)
{
    auto& row = connection.statement("INSERT INTO rating_event (id, listener_id, at, "
                                     "utc_offset_min, kind, track_id, artist, value, undoes)"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, event.id.value);
    row.bind(2, listener.value);
    row.bind(3, event.at);
    row.bind(4, event.utcOffsetMin);
    bindText(row, 5, toString(event.kind));
    bindId(row, 6, event.track.value);
    if (event.artist.empty())
        row.bind(7);
    else
        row.bind(7, event.artist);
    if (event.value)
        row.bind(8, *event.value);
    else
        row.bind(8);
    bindId(row, 9, event.undoes.value);
    row.exec();
}

void insertMark(db::Connection& connection, ListenerId listener, PlayId play, SessionId session,
    std::string_view kind, bool on, UtcMs at)
{
    auto& row = connection.statement(
        "INSERT INTO play_mark (listener_id, play_id, session_id, kind, value, at) "
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (?2 IS NULL OR EXISTS (SELECT 1 FROM play WHERE id = "
        "?2)) AND (?3 IS NULL OR EXISTS (SELECT 1 FROM session WHERE id = ?3))");
    row.bind(1, listener.value);
    bindId(row, 2, play.value);
    bindId(row, 3, session.value);
    bindText(row, 4, kind);
    row.bind(5, on ? 1 : 0);
    row.bind(6, at);
    row.exec();
}

bool closeLeftover(db::Connection& connection, ListenerId listener)
{
    StoredPlay play;
    {
        auto& row = connection.statement(
            "SELECT track_id, started_at, utc_offset_min, duration_ms, "
            "ms_heard, started_by, shuffle, attended,"
            " suggestion_id, private, mode FROM play_open WHERE listener_id = ?");
        row.bind(1, listener.value);
        if (!row.executeStep())
            return false;
        Listen& listen = play.listen;
        listen.track = {row.getColumn(0).getInt64()};
        listen.startedAt = row.getColumn(1).getInt64();
        listen.utcOffsetMin = row.getColumn(2).getInt();
        listen.durationMs = row.getColumn(3).getInt64();
        listen.msHeard = row.getColumn(4).getInt64();
        listen.startedBy
            = startedByFromString(row.getColumn(5).getText()).value_or(StartedBy::user);
        listen.endedBy = EndedBy::crash;
        listen.shuffle = row.getColumn(6).getInt() != 0;
        listen.attended = row.getColumn(7).getInt() != 0;
        if (!row.isColumnNull(8))
            listen.suggestion = SuggestionId{row.getColumn(8).getInt64()};
        play.marks.isPrivate = (row.getColumn(9).getInt() & openPrivate) != 0;
        play.marks.guest = (row.getColumn(9).getInt() & openGuest) != 0;
        play.marks.doNotLearn = (row.getColumn(9).getInt() & openDoNotLearn) != 0;
        if (!row.isColumnNull(10))
            listen.mode = row.getColumn(10).getText();
    }
    HighestIds ids = readHighestIds(connection, listener);
    play.id = {ids.play.value + 1};
    play.session = ids.sessions.assign(play.listen.startedAt, play.listen.msHeard).id;
    insertPlay(connection, listener, play);
    return true;
}

} // namespace segue::history
