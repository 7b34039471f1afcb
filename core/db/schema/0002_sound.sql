-- What analysis found in a track's sound. Three tables, because they are read apart: the numbers that lists, filters and
-- levelling need of all tracks at every start; the vector for similarity; all the rest, of one track at a time.

-- version: of the analyser; rows of older versions are made anew in the background. size and mtime_ns are the file's when
-- it was read, audio_key as in file: a retagged file is recognised by it and not analysed again. Numbers are NULL where
-- the sound does not tell. Loudness in LUFS, range in LU, true peak linear (1 = full scale), tempo in beats a minute,
-- music_key 1..12 for C..B major and 13..24 for C..B minor, confidences 0..1, energy (calm 0 .. intense 1) and brightness
-- (dark 0 .. bright 1).
CREATE TABLE track_features (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    version INTEGER NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    audio_key BLOB,
    analysed_at INTEGER NOT NULL,
    loudness REAL,
    loudness_range REAL,
    true_peak REAL,
    tempo REAL,
    tempo_confidence REAL,
    music_key INTEGER,
    key_confidence REAL,
    energy REAL,
    brightness REAL
);

-- What similarity works on, made from track_analysis: see core/recommend/model/sound_space.h, which version is of.
CREATE TABLE track_sound (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    version INTEGER NOT NULL,
    vector BLOB NOT NULL
);

-- All numbers of the analyser, waveform and beats included, in its own format: see core/analysis/features_io.h.
CREATE TABLE track_analysis (
    track_id INTEGER PRIMARY KEY REFERENCES track(id),
    features BLOB NOT NULL
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
