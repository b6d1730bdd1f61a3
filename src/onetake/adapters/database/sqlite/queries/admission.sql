-- name: outlay.add
-- A new task's hold, in the three periods that it counts in.
INSERT INTO outlay (key_id, period, amount)
VALUES (:key_id, :day, :amount), (:key_id, :month, :amount), (:key_id, '', :amount)
ON CONFLICT (key_id, period) DO UPDATE SET amount = amount + excluded.amount;

-- name: outlay.back
-- What an ended task did not need, in the periods of its accept.
UPDATE outlay SET amount = amount - :amount WHERE key_id = :key_id AND period IN (:day, :month, '');

-- name: outlay.of
-- What a key has spent in three periods.
SELECT period, amount FROM outlay WHERE key_id = :key_id AND period IN (:day, :month, '') ORDER BY period DESC;

-- name: outlay.all
-- Every amount, for an audit of the sums.
SELECT key_id, period, amount FROM outlay ORDER BY key_id, period;

-- name: outlay.held
-- Every hold with the key that it counts for, for the same.
SELECT k.id AS key_id, h.created_at, coalesce(h.taken, h.amount) AS amount
FROM hold h JOIN api_key k ON k.account = h.account WHERE h.amount > 0 ORDER BY h.task;

-- name: key.limited
-- Every key with limits, revoked ones too: what they have in line must not start all at once.
SELECT id, limits FROM api_key WHERE limits IS NOT NULL ORDER BY id;

-- name: key.limits
-- What a key may do.
SELECT id, project, name, limits FROM api_key WHERE id = :id;

-- name: key.limit
-- What a key may do from now on.
UPDATE api_key SET limits = :limits WHERE id = :id;

-- name: task.seats
-- Every open task as the lines for places need it; of those that wait yet what is asked for too.
SELECT id, key_id, backend, phase, created_at,
  CASE WHEN phase = 'accepted' THEN json_extract(request, '$.duration') END AS duration,
  CASE WHEN phase = 'accepted' THEN json_extract(request, '$.resolution') END AS resolution,
  CASE WHEN phase = 'accepted' THEN json_extract(request, '$.priority') END AS priority
FROM task WHERE finished_at IS NULL ORDER BY created_at, id;

-- name: task.ended
-- Which of these tasks are not open any more.
SELECT value AS id FROM json_each(:ids) AS asked
WHERE NOT EXISTS (SELECT 1 FROM task WHERE task.id = asked.value AND task.finished_at IS NULL) ORDER BY value;

-- name: key.open
-- How many tasks of a key have not ended, and how many of them have not begun.
SELECT count(*) AS open, count(*) FILTER (WHERE phase = 'accepted') AS waiting FROM task WHERE finished_at IS NULL AND key_id = :key_id;
