-- What the user changed in files, so that it can be taken back: one row an edit, one a file of it.

-- kind: 'tags' or 'move'. text: what was done, in words. listed: can be taken back; 0: goes along silently (ratings and
-- counts). undone_at: it was taken back, whole.
CREATE TABLE edit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1,
    undone_at INTEGER
);

-- path: absolute, bytes, as it was then; track_id is how the file is found later. changes (what waits to be written) and
-- before (takes it back) are packed by core/library/tags/tag_edit_wire.h, pictures by their digest, see edit_picture.
-- new_path: of moves. state: 0 waiting (it plays, or is about to be written), 1 done, 2 failed, 3 taken back.
CREATE TABLE edit_file (
    id INTEGER PRIMARY KEY,
    edit_id INTEGER NOT NULL REFERENCES edit(id) ON DELETE CASCADE,
    track_id INTEGER REFERENCES track(id) ON DELETE SET NULL,
    path BLOB NOT NULL,
    new_path BLOB,
    changes BLOB,
    before BLOB,
    keep_time INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL
);
CREATE INDEX edit_file_edit ON edit_file(edit_id);
CREATE INDEX edit_file_waiting ON edit_file(state) WHERE state = 0;
CREATE INDEX edit_file_track ON edit_file(track_id);

-- Pictures that were replaced: each once, however many tracks of an album had it. digest: XXH3-128 of bytes.
CREATE TABLE edit_picture (
    digest BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
) WITHOUT ROWID;

-- Rating (half-stars) and plays as Segue wrote them into a track's tags: found there by a scan they are nothing new.
CREATE TABLE written_total (
    track_id INTEGER PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE,
    rating INTEGER,
    plays INTEGER
);
