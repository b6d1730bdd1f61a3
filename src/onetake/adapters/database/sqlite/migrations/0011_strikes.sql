-- Inputs of a key that a provider's moderation refused (threat T41). They stay when their task is removed.
CREATE TABLE strike (
  task TEXT PRIMARY KEY, key_id TEXT NOT NULL, backend TEXT NOT NULL, at REAL NOT NULL
) STRICT, WITHOUT ROWID;
