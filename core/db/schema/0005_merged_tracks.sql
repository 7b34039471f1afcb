-- Which track a merged one is now: merge_log, resolved through chains. Events and entries keep the number they were made
-- with; who reads them looks it up here. What belongs to the bytes (tags, files, what analysis heard) changes places
-- between the two tracks when they are merged, and back when that is undone.
-- file.cue_offset_ms below 0: a missing file whose place another file has taken.
CREATE TABLE merged_track (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    now INTEGER NOT NULL REFERENCES track(id)
);
CREATE INDEX merged_track_now ON merged_track(now);

CREATE TRIGGER merged_track_stamp_insert AFTER INSERT ON merged_track
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER merged_track_stamp_update AFTER UPDATE ON merged_track
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER merged_track_stamp_delete AFTER DELETE ON merged_track
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

-- For finding a lost track's sound again.
CREATE INDEX file_audio_key ON file(audio_key) WHERE audio_key IS NOT NULL;

-- Offers to merge that the user said no to.
CREATE TABLE merge_refusal (
    lost_track INTEGER NOT NULL REFERENCES track(id),
    found_track INTEGER NOT NULL REFERENCES track(id),
    PRIMARY KEY (lost_track, found_track)
) WITHOUT ROWID;
