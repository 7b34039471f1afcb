-- Cue sheets as they were last read: the .cue file, or (embedded) the audio file that holds one. problem: why it could
-- not be used, in words; empty.
CREATE TABLE cue_sheet (
    root_id INTEGER NOT NULL REFERENCES root(id),
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    embedded INTEGER NOT NULL,
    problem TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (root_id, path)
) WITHOUT ROWID;

-- The part of a file that is a track, in milliseconds of the file; end_ms 0: to its end. Each has a row of its own in
-- `file` (with the whole's path; cue_offset_ms is where it begins, at least 1) that goes where the whole's row goes.
-- While a whole has active parts its own track is not shown. number: of the track in the sheet at `sheet`.
CREATE TABLE cue_part (
    file_id INTEGER PRIMARY KEY REFERENCES file(id),
    whole_id INTEGER NOT NULL REFERENCES file(id),
    sheet BLOB NOT NULL,
    number INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    active INTEGER NOT NULL
);
CREATE INDEX cue_part_whole ON cue_part(whole_id);

CREATE TRIGGER cue_part_stamp_insert AFTER INSERT ON cue_part WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER cue_part_stamp_update AFTER UPDATE ON cue_part WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER cue_part_stamp_delete AFTER DELETE ON cue_part WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
