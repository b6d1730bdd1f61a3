-- Provider's tasks that were ours, and of which no row tells any more: nobody else may be given what they show. Kept for
-- seeds that a customer chose, since only they can occur twice.
CREATE TABLE spent (
  backend TEXT NOT NULL, provider_id TEXT NOT NULL, until REAL NOT NULL, PRIMARY KEY (backend, provider_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_expiring ON spent(until);
