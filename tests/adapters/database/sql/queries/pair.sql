-- name: pair.insert
-- One half of a pair.
INSERT INTO pair (id, half) VALUES (:id, :half);

-- name: pair.get
-- One row; the semicolon in 'a;b' and in this comment ends no statement.
SELECT id, half, 'a;b' AS text FROM pair WHERE id = :id;

-- name: pair.ids
-- Every row.
SELECT id FROM pair ORDER BY id;

-- name: pair.counts
-- Both halves in one statement, so in one snapshot.
SELECT count(*) FILTER (WHERE half % 2 = 0) AS left, count(*) FILTER (WHERE half % 2 = 1) AS right FROM pair;

-- name: pair.broken
-- Fails.
INSERT INTO pair (id, half) VALUES (-1, NULL);
