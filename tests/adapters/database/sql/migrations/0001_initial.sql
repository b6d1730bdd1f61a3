-- The schema of the shipped suite.
CREATE TABLE pair (id INTEGER PRIMARY KEY, half INTEGER NOT NULL UNIQUE) STRICT;
