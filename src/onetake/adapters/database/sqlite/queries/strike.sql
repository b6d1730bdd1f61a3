-- name: strike.insert
-- One more task whose input was refused by moderation.
INSERT INTO strike (task, key_id, backend, at) VALUES (:task, :key_id, :backend, :at) ON CONFLICT (task) DO NOTHING;

-- name: strike.since
-- All of them since a time, oldest first.
SELECT key_id, backend, at FROM strike WHERE at > :since ORDER BY at, task;

-- name: strike.sweep
-- Those that are older than every window.
DELETE FROM strike WHERE at < :now - 2678400;
