-- What was erased, and when: a backup that is restored holds it still, so it is erased from there again. Sealed; for as
-- long as such backups are kept.
CREATE TABLE erasures (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    erased_at REAL NOT NULL,
    personal  BLOB
) STRICT;
CREATE INDEX erasures_at ON erasures (erased_at);
