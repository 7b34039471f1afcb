-- Entries queued from a playlist that nothing is to be learned from keep that over a restart.
ALTER TABLE queue_entry ADD COLUMN do_not_learn INTEGER NOT NULL DEFAULT 0;
