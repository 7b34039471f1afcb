-- For You, whole: modes, "less of this" as events, the experiment of withheld cards, rankers of a radio queue.

-- A mode that the listener made (focus, energy, wind_down and party come with the program). base: the mode whose
-- lean it starts from, '' for none. removed_at takes it off the list; plays keep its key.
CREATE TABLE listening_mode (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    base TEXT NOT NULL,
    at INTEGER NOT NULL,
    removed_at INTEGER
);

-- The key of the mode that was on when the track started; NULL without one.
ALTER TABLE play ADD COLUMN mode TEXT;
ALTER TABLE play_open ADD COLUMN mode TEXT;

-- "Less of this": value 1 sets, 0 takes back; the newest event on a term and its evidence holds.
-- evidence: '' (the term itself), 'track' (track_id), 'artist' or 'genre' (name).
CREATE TABLE less_of_event (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    at INTEGER NOT NULL,
    term TEXT NOT NULL,
    evidence TEXT NOT NULL,
    track_id INTEGER REFERENCES track(id),
    name TEXT NOT NULL,
    value INTEGER NOT NULL
);

-- Artists picked as loved, before or beside plays (value 1), or no more (0); the newest event on a name holds.
CREATE TABLE artist_pick_event (
    id INTEGER PRIMARY KEY,
    listener_id INTEGER NOT NULL REFERENCES listener(id),
    at INTEGER NOT NULL,
    artist TEXT NOT NULL,
    value INTEGER NOT NULL
);

-- arm: 'shown' or 'withheld' for cards that took part in the experiment, NULL for the others. ranker: who chose the
-- entry of a radio queue; '' on the page.
ALTER TABLE suggestion ADD COLUMN arm TEXT;
ALTER TABLE suggestion ADD COLUMN ranker TEXT NOT NULL DEFAULT '';

-- What was a setting becomes an event.
WITH RECURSIVE part(term, rest) AS (
    SELECT '', value || ',' FROM setting WHERE key = 'for_you.less_of'
    UNION ALL
    SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM part WHERE rest <> ''
)
INSERT INTO less_of_event (listener_id, at, term, evidence, name, value)
SELECT 1, unixepoch() * 1000, term, '', '', 1 FROM part WHERE term <> '';
DELETE FROM setting WHERE key = 'for_you.less_of';
