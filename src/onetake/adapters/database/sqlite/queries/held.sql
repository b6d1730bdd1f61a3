-- name: held.begin
-- A line that waits.
INSERT INTO held (id, name, key_id, fingerprint, begun_at) VALUES (:id, :name, :key_id, :fingerprint, :begun_at);

-- name: held.broken
-- What an equal request may join: of several, the one with the fewest lines that wait for it already.
SELECT name FROM held AS broken WHERE key_id = :key_id AND fingerprint = :fingerprint AND broke_at >= :since
ORDER BY (SELECT count(*) FROM held AS live WHERE live.key_id = :key_id AND live.fingerprint = :fingerprint
  AND live.name = broken.name AND live.broke_at IS NULL), broke_at, id LIMIT 1;

-- name: held.waiting
-- Whether an equal request waits on a line that has not broken.
SELECT id FROM held WHERE key_id = :key_id AND fingerprint = :fingerprint AND broke_at IS NULL LIMIT 1;

-- name: held.break
-- A line has broken.
UPDATE held SET broke_at = :now WHERE id = :id;

-- name: held.break_all
-- No line outlives the process that held it.
UPDATE held SET broke_at = :now WHERE broke_at IS NULL;

-- name: held.settle
-- An answer makes good for its own line and for every one that had broken before it was asked for.
DELETE FROM held WHERE key_id = :key_id AND fingerprint = :fingerprint
  AND (id = :id OR (name = :name AND broke_at <= :begun_at));

-- name: held.sweep
-- Forget lines that nobody came back for in time.
DELETE FROM held WHERE broke_at < :since;
