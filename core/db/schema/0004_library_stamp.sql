-- A stamp of what the table of tracks in memory is made from: track, track_features, root and most of file. It tells
-- whether the table kept beside the database is what the database would give now. settled 1: nothing changed since the
-- stamp was taken note of; the first change after that draws a new one, so that a stamp is never met twice.
-- Whatever core/library/track_repository.cpp reads needs triggers here; a test holds them together.

CREATE TABLE library_stamp (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    stamp INTEGER NOT NULL,
    settled INTEGER NOT NULL
);
INSERT INTO library_stamp (id, stamp, settled) VALUES (1, random(), 0);

CREATE TRIGGER track_stamp_insert AFTER INSERT ON track WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER track_stamp_update AFTER UPDATE ON track WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER track_stamp_delete AFTER DELETE ON track WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

CREATE TRIGGER file_stamp_insert AFTER INSERT ON file WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER file_stamp_update AFTER UPDATE OF track_id, root_id, path, cue_offset_ms, state ON file
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER file_stamp_delete AFTER DELETE ON file WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

CREATE TRIGGER root_stamp_insert AFTER INSERT ON root WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER root_stamp_update AFTER UPDATE OF path, state ON root
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
CREATE TRIGGER root_stamp_delete AFTER DELETE ON root WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

CREATE TRIGGER track_features_stamp_insert AFTER INSERT ON track_features
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

CREATE TRIGGER track_features_stamp_update AFTER UPDATE ON track_features
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;

CREATE TRIGGER track_features_stamp_delete AFTER DELETE ON track_features
WHEN (SELECT settled FROM library_stamp WHERE id = 1)
BEGIN
    UPDATE library_stamp SET stamp = random(), settled = 0;
END;
