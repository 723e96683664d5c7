-- The message a letter is a copy of, so that an edit of the one can follow in the other.
ALTER TABLE letters ADD COLUMN source_chat_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letters ADD COLUMN source_message_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX letters_source ON letters (source_chat_id, source_message_id) WHERE source_message_id != 0;
