-- Requests that the supervisor has sent to herself to try the bot: in no list and no figure, erased the next day.
ALTER TABLE leads ADD COLUMN trial INTEGER NOT NULL DEFAULT 0;
CREATE INDEX leads_trial ON leads (created_at) WHERE trial = 1 AND created_at != 0;
