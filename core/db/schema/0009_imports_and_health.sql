-- What is brought along from other players, and what is cleaned up; each step can be taken back.

-- One import. source as in imported_total; files: paths as text, for the user, a line each. tracks: with totals; lists:
-- made or filled anew. figures: it replaced the source's totals; 0: lists alone. undone_at takes all of it back. Only the
-- newest ones of a source keep what is needed for that.
CREATE TABLE import_run (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    source TEXT NOT NULL,
    files TEXT NOT NULL,
    at INTEGER NOT NULL,
    tracks INTEGER NOT NULL,
    lists INTEGER NOT NULL,
    figures INTEGER NOT NULL DEFAULT 1,
    undone_at INTEGER
);

-- The source's rows of imported_total as they were before the run, and the dates tracks were added.
CREATE TABLE import_former_total (
    run_id INTEGER NOT NULL REFERENCES import_run(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    rating INTEGER,
    plays INTEGER NOT NULL,
    skips INTEGER NOT NULL,
    first_played INTEGER,
    last_played INTEGER,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, track_id)
) WITHOUT ROWID;
CREATE TABLE import_former_date (
    run_id INTEGER NOT NULL REFERENCES import_run(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, track_id)
) WITHOUT ROWID;

-- Events that put the other player's stars above the listener's own, where that was wished.
CREATE TABLE import_rating (
    run_id INTEGER NOT NULL REFERENCES import_run(id),
    event_id INTEGER NOT NULL REFERENCES rating_event(id),
    PRIMARY KEY (run_id, event_id)
) WITHOUT ROWID;

-- Which playlist a list of the source became. fingerprint: of the entries as imported; a list that the listener changed
-- since has another one and is left alone. former: the entries before the run as JSON; NULL where the run made it.
CREATE TABLE import_list (
    run_id INTEGER NOT NULL REFERENCES import_run(id),
    name TEXT NOT NULL,
    playlist_id INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    former TEXT,
    PRIMARY KEY (run_id, playlist_id)
) WITHOUT ROWID;

-- One click on the Health page: all that it decided holds until undone_at. kind: 'artists', 'featured', 'copies',
-- 'recordings'. what: for the user.
CREATE TABLE remedy (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    at INTEGER NOT NULL,
    undone_at INTEGER
);

-- An artist's name that stands for another one. Files keep what they say.
CREATE TABLE artist_alias (
    remedy_id INTEGER NOT NULL REFERENCES remedy(id),
    name TEXT NOT NULL,
    meant TEXT NOT NULL,
    PRIMARY KEY (remedy_id, name)
) WITHOUT ROWID;

-- Two tracks that are one recording, on two albums say: both are shown, but they count as one. merge_id: where they are
-- copies of one album's track and were merged instead (merge_log).
CREATE TABLE recording_alias (
    remedy_id INTEGER NOT NULL REFERENCES remedy(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    same_as INTEGER NOT NULL REFERENCES track(id),
    merge_id INTEGER REFERENCES merge_log(id),
    PRIMARY KEY (remedy_id, track_id)
) WITHOUT ROWID;

-- Findings that the listener said are right as they are. key: of the finding, core/library/health/findings.h.
CREATE TABLE health_dismissal (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
