-- Settings are in clear, so no seal shows what damage has changed in them: a checksum of key and value does.
ALTER TABLE settings ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE settings SET checksum = crc32(CAST(key || value AS BLOB)) WHERE json_valid(value);
