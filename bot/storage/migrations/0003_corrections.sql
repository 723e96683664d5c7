-- What the supervisor would have recommended. `number` is the request's, NULL once that is erased; the answers it was
-- about (keys of choices, nothing else) are sealed, since while there is a number they are a person's.
CREATE TABLE corrections (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    number   INTEGER UNIQUE,
    said     TEXT NOT NULL,
    wanted   TEXT NOT NULL,
    personal BLOB
) STRICT;
