-- What analysis found in a track's sound. Three tables, because they are read apart: the numbers that lists, filters and
-- levelling need of all tracks at every start; the full vector for similarity; the waveform of the track that plays.

-- version: of the analyser; rows of older versions are made anew in the background. Columns are NULL where the sound does
-- not tell. Loudness in LUFS, range in LU, true peak linear (1 = full scale), tempo in beats a minute, music_key 1..12 for
-- C..B major and 13..24 for C..B minor, confidences, energy (calm 0 .. intense 1) and brightness (dark 0 .. bright 1).
CREATE TABLE track_features (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    version INTEGER NOT NULL,
    loudness REAL,
    loudness_range REAL,
    true_peak REAL,
    tempo REAL,
    tempo_confidence REAL,
    music_key INTEGER,
    key_confidence REAL,
    energy REAL,
    brightness REAL,
    analysed_at INTEGER NOT NULL
);

-- All numbers of the analyser, in its own format (core/analysis).
CREATE TABLE track_sound (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    version INTEGER NOT NULL,
    features BLOB NOT NULL
);

-- The loudness of low, mid and high frequencies over the track, for the seek bar: one byte a band and bucket.
CREATE TABLE track_waveform (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    version INTEGER NOT NULL,
    waveform BLOB NOT NULL
);

-- Files whose sound could not be read, with the reason in words; tried again when size, mtime or the analyser change.
CREATE TABLE analysis_problem (
    root_id INTEGER NOT NULL REFERENCES root(id),
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    version INTEGER NOT NULL,
    reason TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (root_id, path)
) WITHOUT ROWID;
