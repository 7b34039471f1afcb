#include "core/history/import/history_store.h"

#include "core/db/connection.h"
#include "core/playlist/playlist_file.h"

#include <algorithm>
#include <unordered_set>

namespace segue::imports {

namespace {

/// Where a play lies in time, and its session.
struct Span {
    UtcMs start = 0, end = 0;
    SessionId session;
};

std::vector<Span> readSpans(db::Connection& connection, ListenerId listener)
{
    std::vector<Span> spans;
    auto& rows = connection.statement("SELECT started_at, started_at + ms_heard, session_id FROM "
                                      "play WHERE listener_id = ? ORDER BY started_at, id");
    rows.bind(1, listener.value);
    while (rows.executeStep()) {
        spans.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(),
            SessionId{rows.getColumn(2).getInt64()}});
    }
    return spans;
}

/// Gives plays in order of time their sessions among those that are there.
class Sessions {
public:
    Sessions(std::vector<Span> spans, SessionId next)
        : spans_(std::move(spans))
        , next_(next)
    {
    }

    SessionId of(const Listen& listen)
    {
        for (; at_ < spans_.size() && spans_[at_].start <= listen.startedAt; ++at_) {
            if (spans_[at_].end >= last_.end)
                last_ = spans_[at_];
        }
        const UtcMs end = listen.startedAt + listen.msHeard;
        SessionId session;
        if (last_.session && listen.startedAt - last_.end < sessionGap)
            session = last_.session;
        else if (at_ < spans_.size() && spans_[at_].start - end < sessionGap)
            session = spans_[at_].session;
        else
            session = std::exchange(next_, SessionId{next_.value + 1});
        if (end >= last_.end)
            last_ = {listen.startedAt, end, session};
        return session;
    }

private:
    std::vector<Span> spans_;
    std::size_t at_ = 0; ///< the first that starts later
    Span last_; ///< of those before, the one that ended last
    SessionId next_;
};

std::vector<std::int64_t> numbers(db::Connection& connection, const char* sql, std::int64_t run)
{
    std::vector<std::int64_t> all;
    auto& rows = connection.statement(sql);
    rows.bind(1, run);
    while (rows.executeStep())
        all.push_back(rows.getColumn(0).getInt64());
    return all;
}

void forEach(db::Connection& connection, const char* sql, const std::vector<std::int64_t>& ids)
{
    auto& s = connection.statement(sql);
    for (const std::int64_t id : ids) {
        s.reset();
        s.bind(1, id);
        s.exec();
    }
}

} // namespace

KnownStarts readStarts(db::Connection& connection, ListenerId listener)
{
    KnownStarts known;
    auto& rows = connection.statement(
        "SELECT coalesce(m.now, p.track_id), p.started_at FROM play p LEFT JOIN merged_track m ON "
        "m.track_id = p.track_id WHERE p.listener_id = ? ORDER BY p.started_at");
    rows.bind(1, listener.value);
    while (rows.executeStep())
        known[{rows.getColumn(0).getInt64()}].push_back(rows.getColumn(1).getInt64());
    return known;
}

std::vector<InsertedPlay> insertPlays(db::Connection& connection, ListenerId listener,
    const std::vector<PlannedPlay>& listens, FreeNumbers free)
{
    const KnownStarts known = readStarts(connection, listener);
    Sessions sessions(readSpans(connection, listener), free.firstSession);
    std::vector<InsertedPlay> inserted;
    for (const PlannedPlay& planned : listens) {
        if (isKnownPlay(known, planned))
            continue;
        StoredPlay play;
        play.id = {free.firstPlay.value + static_cast<std::int64_t>(inserted.size())};
        play.session = sessions.of(planned.listen);
        play.listen = planned.listen;
        play.marks.isPrivate = planned.isPrivate;
        history::insertPlay(connection, listener, play);
        inserted.push_back({play.id, planned.listen.track});
    }
    return inserted;
}

WrittenPlays writeHistory(db::Connection& connection, ListenerId listener, const ImportPlan& plan,
    FreeNumbers free, UtcMs now)
{
    WrittenPlays written;
    const std::vector<InsertedPlay> plays
        = insertPlays(connection, listener, plan.history->listens, free);
    written.plays = plays.size();
    if (plays.empty())
        return written;
    std::string files;
    for (const std::string& file : plan.files)
        files += (files.empty() ? "" : "\n") + utf8OfPath(file);
    std::unordered_set<TrackId> tracks;
    for (const InsertedPlay& play : plays)
        tracks.insert(play.track);
    written.tracks = tracks.size();
    auto& run = connection.statement("INSERT INTO import_run (listener_id, source, files, at, "
                                     "tracks, lists, figures, plays) VALUES (?, ?, ?, ?, ?, 0, 0, "
                                     "?)");
    run.bind(1, listener.value);
    run.bind(2, std::string(keyOf(plan.source)));
    run.bind(3, files);
    run.bind(4, now);
    run.bind(5, static_cast<std::int64_t>(tracks.size()));
    run.bind(6, static_cast<std::int64_t>(plays.size()));
    run.exec();
    written.run = connection.lastInsertRowId();
    auto& mine = connection.statement("INSERT INTO import_play (play_id, run_id) VALUES (?, ?)");
    for (const InsertedPlay& play : plays) {
        mine.reset();
        mine.bind(1, play.id.value);
        mine.bind(2, written.run);
        mine.exec();
    }
    return written;
}

void removePlays(db::Connection& connection, std::int64_t run)
{
    const auto plays = numbers(connection, "SELECT play_id FROM import_play WHERE run_id = ?", run);
    const auto sessions = numbers(connection,
        "SELECT DISTINCT p.session_id FROM import_play i JOIN play p ON p.id = i.play_id WHERE "
        "i.run_id = ?",
        run);
    forEach(connection, "DELETE FROM import_play WHERE play_id = ?", plays);
    forEach(connection, "DELETE FROM play_mark WHERE play_id = ?", plays);
    forEach(connection, "DELETE FROM play WHERE id = ?", plays);
    forEach(connection,
        "DELETE FROM play_mark WHERE session_id = ?1 AND NOT EXISTS (SELECT 1 FROM play WHERE "
        "session_id = ?1)",
        sessions);
    forEach(connection,
        "DELETE FROM session WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM play WHERE session_id = "
        "?1)",
        sessions);
}

} // namespace segue::imports
