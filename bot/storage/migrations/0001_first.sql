-- Version 1. A released file never changes: what comes later is the next number.
-- Times are unix seconds (UTC). Personal columns are sealed blobs (bot/storage/vault.py).

CREATE TABLE updates (
    update_id INTEGER PRIMARY KEY,
    seen_at   REAL NOT NULL
) STRICT;
CREATE INDEX updates_seen ON updates (seen_at);

CREATE TABLE chats (
    chat_id           INTEGER PRIMARY KEY,
    language          TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    flow_version      INTEGER NOT NULL,
    started_at        REAL    NOT NULL,
    changed_at        REAL    NOT NULL,
    screen_message_id INTEGER NOT NULL DEFAULT 0,
    screen_shown      TEXT    NOT NULL DEFAULT '',
    screen_below      INTEGER NOT NULL DEFAULT 0,
    personal          BLOB    NOT NULL
) STRICT;
CREATE INDEX chats_changed ON chats (changed_at);

-- AUTOINCREMENT: the number of an erased or removed lead is never given to another.
CREATE TABLE leads (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    month           TEXT    NOT NULL,
    format          TEXT    NOT NULL,
    status          TEXT    NOT NULL DEFAULT 'new',
    chat_id         INTEGER NOT NULL DEFAULT 0,
    language        TEXT    NOT NULL DEFAULT '',
    created_at      REAL    NOT NULL DEFAULT 0,
    card_chat_id    INTEGER NOT NULL DEFAULT 0,
    card_message_id INTEGER NOT NULL DEFAULT 0,
    notice_version  TEXT    NOT NULL DEFAULT '',
    agreed_at       REAL    NOT NULL DEFAULT 0,
    confirmation    TEXT    UNIQUE,
    personal        BLOB
) STRICT;
CREATE INDEX leads_chat ON leads (chat_id) WHERE chat_id != 0;
CREATE INDEX leads_card ON leads (card_chat_id, card_message_id) WHERE card_message_id != 0;
CREATE INDEX leads_status ON leads (status, number);
CREATE INDEX leads_created ON leads (created_at) WHERE created_at != 0;

-- due_at is when it was meant to go; hold_until is when a try that failed may be repeated.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id    INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    ref        TEXT    NOT NULL DEFAULT '',
    state      TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'sent', 'dead')),
    created_at REAL    NOT NULL,
    due_at     REAL    NOT NULL,
    hold_until REAL    NOT NULL DEFAULT 0,
    attempts   INTEGER NOT NULL DEFAULT 0,
    repeat     INTEGER NOT NULL DEFAULT 0,
    cancelled  INTEGER NOT NULL DEFAULT 0,
    settled_at REAL    NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL DEFAULT 0,
    error      TEXT    NOT NULL DEFAULT '',
    payload    BLOB
) STRICT;
-- Partial, so that what was sent long ago costs nothing.
CREATE INDEX outbox_order ON outbox (chat_id, id, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_due ON outbox (chat_id, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_same ON outbox (chat_id, kind, ref) WHERE state = 'waiting';
CREATE INDEX outbox_held ON outbox (chat_id, hold_until) WHERE state = 'waiting' AND hold_until > 0;
CREATE INDEX outbox_claimed ON outbox (chat_id) WHERE state = 'claimed';
CREATE INDEX outbox_dead ON outbox (chat_id) WHERE state = 'dead';
CREATE INDEX outbox_sent ON outbox (settled_at) WHERE state = 'sent';
CREATE INDEX outbox_oldest ON outbox (due_at) WHERE state IN ('waiting', 'claimed');

-- Messages about a lead beside its card: a reply to one finds the lead, an erasure finds the message.
CREATE TABLE letters (
    chat_id    INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX letters_about ON letters (number);

-- One row per chat that is owed something: when it can next be sent to. NULL while a row of it is claimed.
CREATE TABLE lanes (
    chat_id  INTEGER PRIMARY KEY,
    ready_at REAL
) STRICT;
CREATE INDEX lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;

CREATE TABLE counters (
    day  TEXT    NOT NULL,
    name TEXT    NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE poison (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL,
    chat_id   INTEGER NOT NULL,
    kept_at   REAL    NOT NULL,
    personal  BLOB
) STRICT;
CREATE INDEX poison_kept ON poison (kept_at);
