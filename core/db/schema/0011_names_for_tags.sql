-- What of a track is not tagged and was taken from the names of its file and folders, bits: 1 title, 2 artist, 4 album,
-- 8 number. Files that were read before this show it when they are read again.
ALTER TABLE track ADD COLUMN from_names INTEGER NOT NULL DEFAULT 0;
