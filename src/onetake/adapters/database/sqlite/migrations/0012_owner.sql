-- Which owner of the data directory may write: each start claims the next number (decision 0007).
CREATE TABLE owner (
  id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL
) STRICT;
INSERT INTO owner (id, epoch) VALUES (1, 0);
