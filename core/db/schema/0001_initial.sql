-- Segue's database. One file per user; this folder is the one place where its tables are described.
-- Times are milliseconds since 1970 UTC unless a name says otherwise. Texts are UTF-8, paths are bytes.
-- Personal tables carry listener_id. Events (play, play_mark, rating_event, suggestion…) are appended, never
-- changed: counts, ratings and page states are queries over them, so that any past state can be rebuilt.

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE listener (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

-- Collection ------------------------------------------------------------------------------------------------

-- A folder the user added. state: 'available'; 'frozen' when it was missing or suddenly empty at the last scan;
-- 'removed' when the user took it out (its files and their tracks stay, hidden, until it is added again).
CREATE TABLE root (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    last_scan_at INTEGER,
    state TEXT NOT NULL DEFAULT 'available'
);

-- A recording in the collection, apart from where its file lies. Several values in one text are separated by U+001F.
-- kind: 0 music, 1 spoken, 2 other; kind_override is the user's word. Gains in dB, peaks linear.
CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    artist TEXT NOT NULL DEFAULT '',
    album_artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    composer TEXT NOT NULL DEFAULT '',
    conductor TEXT NOT NULL DEFAULT '',
    work TEXT NOT NULL DEFAULT '',
    movement TEXT NOT NULL DEFAULT '',
    movement_no INTEGER NOT NULL DEFAULT 0,
    genre TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL DEFAULT 0,
    original_year INTEGER NOT NULL DEFAULT 0,
    disc INTEGER NOT NULL DEFAULT 0,
    disc_total INTEGER NOT NULL DEFAULT 0,
    track_no INTEGER NOT NULL DEFAULT 0,
    track_total INTEGER NOT NULL DEFAULT 0,
    compilation INTEGER NOT NULL DEFAULT 0,
    title_sort TEXT NOT NULL DEFAULT '',
    artist_sort TEXT NOT NULL DEFAULT '',
    album_artist_sort TEXT NOT NULL DEFAULT '',
    album_sort TEXT NOT NULL DEFAULT '',
    bpm INTEGER NOT NULL DEFAULT 0,
    musical_key TEXT NOT NULL DEFAULT '',
    mb_recording TEXT NOT NULL DEFAULT '',
    mb_release TEXT NOT NULL DEFAULT '',
    mb_artist TEXT NOT NULL DEFAULT '',
    mb_album_artist TEXT NOT NULL DEFAULT '',
    rg_track_gain REAL,
    rg_track_peak REAL,
    rg_album_gain REAL,
    rg_album_peak REAL,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    bitrate_kbps INTEGER NOT NULL DEFAULT 0,
    sample_rate INTEGER NOT NULL DEFAULT 0,
    channels INTEGER NOT NULL DEFAULT 0,
    codec TEXT NOT NULL DEFAULT '',
    lossless INTEGER NOT NULL DEFAULT 0,
    has_cover INTEGER NOT NULL DEFAULT 0,
    kind INTEGER NOT NULL DEFAULT 0,
    kind_override INTEGER,
    added_at INTEGER NOT NULL
);

-- Where a track's bytes are. path is relative to the root. state: 0 present, 1 missing (kept until purged).
-- audio_key: XXH3-128 over the packets of the best audio stream, filled in by analysis.
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    root_id INTEGER NOT NULL REFERENCES root(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    path BLOB NOT NULL,
    cue_offset_ms INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    audio_key BLOB,
    state INTEGER NOT NULL DEFAULT 0,
    UNIQUE (root_id, path, cue_offset_ms)
);
CREATE INDEX file_track ON file(track_id);

-- Play counts, ratings and dates that came with the files or another player: totals, not events.
-- rating in half-stars 0..10. source: 'tags', or the player's name.
CREATE TABLE imported_total (
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    source TEXT NOT NULL,
    rating INTEGER,
    plays INTEGER NOT NULL DEFAULT 0,
    skips INTEGER NOT NULL DEFAULT 0,
    first_played INTEGER,
    last_played INTEGER,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (listener_id, track_id, source)
) WITHOUT ROWID;

-- Files that could not be read, with the reason in words; tried again when size or mtime change.
CREATE TABLE scan_problem (
    root_id INTEGER NOT NULL REFERENCES root(id),
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reason TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (root_id, path)
) WITHOUT ROWID;

-- Two tracks found to be one (a moved, renamed or retagged file). The dropped track's row stays; undone_at takes it back.
CREATE TABLE merge_log (
    id INTEGER PRIMARY KEY,
    kept_track INTEGER NOT NULL REFERENCES track(id),
    dropped_track INTEGER NOT NULL REFERENCES track(id),
    matched_by TEXT NOT NULL,
    merged_at INTEGER NOT NULL,
    undone_at INTEGER
);

-- Listening ---------------------------------------------------------------------------------------------------

-- Plays less than 30 minutes apart.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    started_at INTEGER NOT NULL
);

-- suggestion_id: the card it was started from. The outcome (follow, skip, browse, none) is derived: core/history/listen.h.
CREATE TABLE play (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    started_at INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    ms_heard INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    shuffle INTEGER NOT NULL DEFAULT 0,
    attended INTEGER NOT NULL DEFAULT 1,
    session_id INTEGER NOT NULL REFERENCES session(id),
    suggestion_id INTEGER REFERENCES suggestion(id)
);
CREATE INDEX play_time ON play(listener_id, started_at);
CREATE INDEX play_track ON play(track_id);

-- The play in progress: the one mutable row, updated at most every 10 s. Left over after a crash or a power cut,
-- it is closed at the next start with ended_by 'crash'.
CREATE TABLE play_open (
    listener_id INTEGER PRIMARY KEY REFERENCES listener(id),
    track_id INTEGER NOT NULL REFERENCES track(id),
    started_at INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    ms_heard INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    shuffle INTEGER NOT NULL,
    attended INTEGER NOT NULL,
    suggestion_id INTEGER,
    private INTEGER NOT NULL
);

-- What is learned from is a mark, not a deletion. kind: private, guest, do_not_learn, removed. The newest mark of a
-- kind on a play, else on its session, holds; value 0 lifts it.
CREATE TABLE play_mark (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    play_id INTEGER REFERENCES play(id),
    session_id INTEGER REFERENCES session(id),
    kind TEXT NOT NULL,
    value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CHECK ((play_id IS NULL) <> (session_id IS NULL))
);
CREATE INDEX play_mark_play ON play_mark(play_id);
CREATE INDEX play_mark_session ON play_mark(session_id);

-- kind: stars (value half-stars 0..10, NULL takes it back), love, never_track, never_artist, not_now (value 1 on, 0 off),
-- undo (undoes names the event that no longer counts).
CREATE TABLE rating_event (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    at INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    kind TEXT NOT NULL,
    track_id INTEGER REFERENCES track(id),
    artist TEXT,
    value INTEGER,
    undoes INTEGER REFERENCES rating_event(id)
);
CREATE INDEX rating_event_listener ON rating_event(listener_id, at);

-- Suggestions -------------------------------------------------------------------------------------------------

-- One composed page, and what it was composed from.
CREATE TABLE suggestion_batch (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    composed_at INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    adventurousness REAL NOT NULL,
    weights TEXT NOT NULL
);

-- One card. contributions and evidence are JSON; shown_at is NULL until it was on screen.
CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES suggestion_batch(id),
    shelf TEXT NOT NULL,
    position INTEGER NOT NULL,
    track_id INTEGER NOT NULL REFERENCES track(id),
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    reason_channel TEXT NOT NULL,
    contributions TEXT NOT NULL,
    evidence TEXT NOT NULL,
    shown_at INTEGER
);
CREATE INDEX suggestion_batch_id ON suggestion(batch_id);
CREATE INDEX suggestion_track ON suggestion(track_id, shown_at);

-- What the recommender has learned; rebuilt from the events when it is missing or of another version.
CREATE TABLE model_state (
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    state BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (listener_id, name)
) WITHOUT ROWID;

-- Queue -------------------------------------------------------------------------------------------------------

-- The queue as it was, with its text for entries whose file is gone. position is the place in the queue as made,
-- play_order the place in the order of playing (they differ when shuffled).
CREATE TABLE queue_entry (
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    position INTEGER NOT NULL,
    play_order INTEGER NOT NULL,
    track_id INTEGER REFERENCES track(id),
    path BLOB,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    suggestion_id INTEGER,
    PRIMARY KEY (listener_id, position)
) WITHOUT ROWID;

INSERT INTO listener (id, name, created_at) VALUES (1, 'Me', unixepoch() * 1000);
