-- name: task.insert
-- A new task, accepted.
INSERT INTO task (id, project, key_id, dialect, route, backend, model_name, request, fingerprint, phase, attempt, hold,
  rate, unit, created_at, updated_at, deadline, due_at, notes, adapted, scenario, content)
VALUES (:id, :project, :key_id, :dialect, :route, :backend, :model_name, :request, :fingerprint, :phase, :attempt,
  :hold, :rate, :unit, :created_at, :updated_at, :deadline, :due_at, :notes, :adapted, :scenario, :content);

-- name: task.get
-- One task of a project.
SELECT * FROM task WHERE id = :id AND project = :project;

-- name: task.load
-- One task for the worker, which serves all projects.
SELECT * FROM task WHERE id = :id;

-- name: task.update
-- Every changing column at once, if phase and attempt are still what the caller saw.
UPDATE task SET phase = :phase, attempt = :attempt, price = :price, tokens = :tokens, seed = :seed, nonce = :nonce,
  provider_id = :provider_id, sent_at = :sent_at, tries = :tries, misses = :misses,
  cancel_requested = :cancel_requested, updated_at = :updated_at, finished_at = :finished_at, due_at = :due_at,
  retire_at = :retire_at, done = :done, total = :total, output = :output, problem = :problem, notes = :notes,
  result = :result, adapted = :adapted, hint = :hint, backend = :backend
WHERE id = :id AND phase = :was_phase AND attempt = :was_attempt;

-- name: task.delete
-- Remove the row; a tombstone stays.
DELETE FROM task WHERE id = :id;

-- name: task.same
-- The newest equal request of a key inside its dedupe window.
SELECT * FROM task WHERE created_at >= :since
  AND (key_id = :key_id AND fingerprint IN (:sent, :content) OR key_id = :key_id AND content = :content)
  AND phase NOT IN ('failed', 'cancelled', 'expired')
ORDER BY created_at DESC, id DESC LIMIT 1;

-- name: task.open
-- Every task that has not ended, with its time to wake.
SELECT id, due_at FROM task WHERE finished_at IS NULL ORDER BY due_at, id;

-- name: task.totals
-- How many tasks there are, and how many have not ended.
SELECT count(*) AS tasks, count(*) FILTER (WHERE finished_at IS NULL) AS open FROM task;

-- name: task.owner
-- The task that holds a provider's id; '' where it was held by one that has let go of it.
SELECT id FROM task WHERE backend = :backend AND provider_id = :provider_id
UNION ALL SELECT '' FROM spent WHERE backend = :backend AND provider_id = :provider_id LIMIT 1;

-- name: spent.insert
-- A provider's id that nobody else may ever be given.
INSERT OR REPLACE INTO spent (backend, provider_id, until) VALUES (:backend, :provider_id, :until);

-- name: spent.sweep
-- Forget ids whose records nothing that is sent from now on can be taken for.
DELETE FROM spent WHERE until <= :now;

-- name: task.retiring
-- Ended tasks whose retention is over.
SELECT * FROM task WHERE retire_at IS NOT NULL AND retire_at <= :now ORDER BY retire_at, id LIMIT :limit;

-- name: task.after
-- Keyset page of a project, newest first, after a task. The inner part is answered by the index alone.
SELECT t.* FROM (
  SELECT id, created_at FROM task WHERE project = :project AND (created_at, id) < (:created_at, :id)
    AND (:statuses IS NULL OR phase IN (SELECT value FROM json_each(:statuses)))
    AND (:route IS NULL OR route = :route)
  ORDER BY created_at DESC, id DESC LIMIT :limit
) AS page CROSS JOIN task AS t ON t.id = page.id ORDER BY page.created_at DESC, page.id DESC;

-- name: task.rising
-- The same, oldest first, from a task on.
SELECT t.* FROM (
  SELECT id, created_at FROM task WHERE project = :project AND (created_at, id) > (:created_at, :id)
    AND (:statuses IS NULL OR phase IN (SELECT value FROM json_each(:statuses)))
    AND (:route IS NULL OR route = :route)
  ORDER BY created_at, id LIMIT :limit
) AS page CROSS JOIN task AS t ON t.id = page.id ORDER BY page.created_at, page.id;

-- name: task.page
-- Numbered page of a project, newest first. The inner part is answered by the index alone.
SELECT t.* FROM (
  SELECT id, created_at FROM task WHERE project = :project AND created_at >= :since AND dialect = :dialect
    AND (:statuses IS NULL OR phase IN (SELECT value FROM json_each(:statuses)))
    AND (:model_name IS NULL OR model_name = :model_name)
  ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset
) AS page CROSS JOIN task AS t ON t.id = page.id ORDER BY page.created_at DESC, page.id DESC;

-- name: task.count
-- How many tasks a numbered list has in all.
SELECT count(*) AS total FROM task WHERE project = :project AND created_at >= :since AND dialect = :dialect
  AND (:statuses IS NULL OR phase IN (SELECT value FROM json_each(:statuses)))
  AND (:model_name IS NULL OR model_name = :model_name);

-- name: task.named
-- The tasks of a project among the given ids, newest first. The pluses keep the planner to the ids: it would walk
-- all tasks of the project.
SELECT * FROM task WHERE +project = :project AND id IN (SELECT value FROM json_each(:ids)) AND +created_at >= :since
  AND (:statuses IS NULL OR phase IN (SELECT value FROM json_each(:statuses)))
  AND (:model_name IS NULL OR model_name = :model_name)
ORDER BY created_at DESC, id DESC;

-- name: tombstone.insert
-- Remember that a task was here.
INSERT OR REPLACE INTO tombstone (id, project, reason, removed_at) VALUES (:id, :project, :reason, :removed_at);

-- name: tombstone.get
-- Why a task of this project is gone.
SELECT reason FROM tombstone WHERE id = :id AND project = :project;

-- name: event.insert
-- The next event of a task; seq counts from 1.
INSERT INTO event (task, seq, at, kind, data)
VALUES (:task, (SELECT coalesce(max(seq), 0) + 1 FROM event WHERE task = :task), :at, :kind, :data);

-- name: event.first
-- The first event of a new task.
INSERT INTO event (task, seq, at, kind, data) VALUES (:task, 1, :at, :kind, :data);

-- name: event.after
-- Events of a task after a sequence number, in order.
SELECT seq, at, kind, data FROM event WHERE task = :task AND seq > :seq ORDER BY seq;

-- name: event.delete
-- Forget a task's events.
DELETE FROM event WHERE task = :task;

-- name: idempotency.get
-- What a key stands for, while it is remembered.
SELECT fingerprint, task, status, body FROM idempotency WHERE scope = :scope AND key = :key AND expires_at > :now;

-- name: idempotency.insert
-- Remember a key; an expired record of the same key gives way.
INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, task, status, body, expires_at)
VALUES (:scope, :key, :fingerprint, :task, :status, :body, :expires_at);

-- name: idempotency.sweep
-- Forget keys whose time is over.
DELETE FROM idempotency WHERE expires_at <= :now;

-- name: task.twin
-- Another task of the backend whose submit is not settled and that was sent with the same seed and nonce.
SELECT id FROM task WHERE phase IN ('submitting', 'unknown') AND backend = :backend AND seed = :seed
  AND nonce = :nonce AND id <> :id LIMIT 1;
