-- Every route: prices by the second, requests that a backend gets otherwise, what a callback told, sandbox scenarios,
-- learned times, and uploads that were promised a place.

ALTER TABLE task ADD COLUMN unit TEXT NOT NULL DEFAULT 'tokens';
ALTER TABLE task ADD COLUMN adapted TEXT;
ALTER TABLE task ADD COLUMN hint TEXT;
ALTER TABLE task ADD COLUMN scenario TEXT;
ALTER TABLE api_key ADD COLUMN scenario TEXT;

-- How long tasks of a kind took: name is "route/model/resolution/seconds", counts a histogram as JSON.
CREATE TABLE timing (
  name TEXT PRIMARY KEY, counts TEXT NOT NULL, updated_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A place that was promised to one upload; used_at is set by the one that takes it.
CREATE TABLE presigned (
  id TEXT PRIMARY KEY, project TEXT NOT NULL, key_id TEXT NOT NULL, filename TEXT NOT NULL, content_type TEXT NOT NULL,
  created_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL, upload TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX presigned_expiring ON presigned(expires_at);
