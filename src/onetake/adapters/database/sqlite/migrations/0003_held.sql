-- Customers who wait on the line for a video, a row for each connection. name: the idempotency key that stands for
-- the request. broke_at: when the line broke before it was answered; an answered one has no row.
CREATE TABLE held (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, key_id TEXT NOT NULL, fingerprint TEXT NOT NULL, begun_at REAL NOT NULL,
  broke_at REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX held_same ON held(key_id, fingerprint);
