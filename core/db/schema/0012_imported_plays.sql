-- Listening histories of other players: every play of theirs, with its time.

-- Which plays an import brought: all of them, and nothing else, go when it is taken back.
CREATE TABLE import_play (
    play_id INTEGER PRIMARY KEY REFERENCES play(id),
    run_id INTEGER NOT NULL REFERENCES import_run(id)
);
CREATE INDEX import_play_run ON import_play(run_id);
ALTER TABLE import_run ADD COLUMN plays INTEGER NOT NULL DEFAULT 0;

-- Sessions that are empty then are found by their plays.
CREATE INDEX play_session ON play(session_id);
