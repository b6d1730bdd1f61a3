-- Tasks that were in hand when a worker died: how often, and when last (threat T36).
CREATE TABLE death (
  task TEXT PRIMARY KEY, count INTEGER NOT NULL, at REAL NOT NULL
) STRICT, WITHOUT ROWID;
