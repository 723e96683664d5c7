-- What kind of message it is and since when it stands there: what can be done about it at an erasure hangs on both.
ALTER TABLE letters ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN sent_at REAL NOT NULL DEFAULT 0;
ALTER TABLE mentions ADD COLUMN sent_at REAL NOT NULL DEFAULT 0;
