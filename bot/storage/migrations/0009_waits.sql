-- Since when the supervisor is to do something about a request: a time, 0 when nothing waits, so that lists are ordered
-- without opening every request. NULL in rows of an older version until the next start has filled it in.
ALTER TABLE leads ADD COLUMN waits_since REAL;
UPDATE leads SET waits_since = 0 WHERE status = 'erased';
CREATE INDEX leads_unsettled ON leads (number) WHERE waits_since IS NULL;
CREATE INDEX leads_waiting ON leads (waits_since, status, trial) WHERE waits_since > 0;
CREATE INDEX leads_resting ON leads (created_at, status, trial) WHERE waits_since = 0;
