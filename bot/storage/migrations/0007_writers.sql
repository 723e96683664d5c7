-- What keeps one person from stopping the others: how much they have asked for lately, and whether they are blocked.
-- `who` is a keyed digest of the chat id, so that it names nobody; the row whose `who` is empty seals its key.
-- `kept_until` is a time, 0 for as long as somebody is blocked.
CREATE TABLE writers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    who        TEXT NOT NULL UNIQUE,
    kept_until REAL NOT NULL,
    personal   BLOB
) STRICT;
