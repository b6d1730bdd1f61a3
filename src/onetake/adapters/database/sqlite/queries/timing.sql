-- name: timing.put
-- How long tasks of a kind took, as it is known now.
INSERT INTO timing (name, counts, updated_at) VALUES (:name, :counts, :now)
ON CONFLICT (name) DO UPDATE SET counts = excluded.counts, updated_at = excluded.updated_at;

-- name: timing.all
-- Everything that was learned.
SELECT name, counts FROM timing;
