-- What is arranged with the writer of a request. The agreed time is in clear, NULL while there is none: two requests are
-- never given the same one. What is offered, and the message that shows it, is sealed.
CREATE TABLE meetings (
    number    INTEGER PRIMARY KEY,
    starts_at REAL UNIQUE,
    ends_at   REAL NOT NULL DEFAULT 0,
    personal  BLOB
) STRICT;
