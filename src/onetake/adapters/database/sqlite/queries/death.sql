-- name: death.count
-- One more worker died with this task in its hands; how many by now, those before `since` forgotten.
INSERT INTO death (task, count, at) VALUES (:task, 1, :at)
ON CONFLICT (task) DO UPDATE SET count = CASE WHEN at < :since THEN 1 ELSE count + 1 END, at = excluded.at
RETURNING count;

-- name: death.suspects
-- Open tasks that were in hand at more than one death.
SELECT d.task FROM death d JOIN task t ON t.id = d.task WHERE d.count > 1 AND t.finished_at IS NULL ORDER BY d.task;

-- name: death.clear
-- A task is let go on, with nothing held against it.
DELETE FROM death WHERE task = :task;

-- name: death.sweep
-- Old accusations.
DELETE FROM death WHERE at < :now - 86400;
