-- Playlists, smart playlists, and folders of them.

-- kind: 'list', 'smart', 'folder'. position orders those of one folder (parent_id; none: at the top). filter, sort and
-- max_tracks (0: all) are a smart playlist's rule as it is written by hand: core/library/filter, core/playlist/smart_list.h.
-- do_not_learn: plays started from it get the mark do_not_learn.
CREATE TABLE playlist (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    parent_id INTEGER REFERENCES playlist(id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    filter TEXT NOT NULL DEFAULT '',
    sort TEXT NOT NULL DEFAULT '',
    max_tracks INTEGER NOT NULL DEFAULT 0,
    do_not_learn INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

-- What a list holds, in order. The texts are as they were when it was put in: they are shown while the track is missing.
-- path: bytes, of entries that were never in the library.
CREATE TABLE playlist_entry (
    playlist_id INTEGER NOT NULL REFERENCES playlist(id),
    position INTEGER NOT NULL,
    track_id INTEGER REFERENCES track(id) ON DELETE SET NULL,
    path BLOB,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (playlist_id, position)
) WITHOUT ROWID;
CREATE INDEX playlist_entry_track ON playlist_entry(track_id);
