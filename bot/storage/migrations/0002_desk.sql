-- The message a letter is a copy of, so that an edit of the one can follow in the other.
ALTER TABLE letters ADD COLUMN source_chat_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letters ADD COLUMN source_message_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX letters_source ON letters (source_chat_id, source_message_id) WHERE source_message_id != 0;

-- Messages that name several requests (lists, overviews): an erasure must find them, a reply to one is about none.
CREATE TABLE mentions (
    chat_id    INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_about ON mentions (number);
