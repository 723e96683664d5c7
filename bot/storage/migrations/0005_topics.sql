-- The forum topic of a lead in the supervisor's group, which is card_chat_id; 0 where there is none.
ALTER TABLE leads ADD COLUMN topic_id INTEGER NOT NULL DEFAULT 0;
