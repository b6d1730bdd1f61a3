-- name: outbox.insert
-- A message to send.
INSERT INTO outbox (id, task, project, url, body, created_at, due_at)
VALUES (:id, :task, :project, :url, :body, :created_at, :due_at);

-- name: outbox.get
-- A message.
SELECT * FROM outbox WHERE id = :id;

-- name: outbox.open
-- Every message that still has to be sent.
SELECT id, due_at FROM outbox WHERE due_at IS NOT NULL ORDER BY due_at, id;

-- name: outbox.tried
-- What came of a try; due_at NULL ends it.
UPDATE outbox SET tries = :tries, state = :state, due_at = :due_at, done_at = :done_at, last = :last WHERE id = :id;

-- name: outbox.again
-- Send a message once more, whatever came of it, and tell the status that the task has now.
UPDATE outbox SET state = 'pending', due_at = :due_at, done_at = NULL, body = :body WHERE id = :id;

-- name: outbox.release
-- What was held goes out.
UPDATE outbox SET state = 'pending', due_at = :due_at WHERE id = :id AND state = 'held';

-- name: outbox.held
-- Messages of a project that wait for their place to be enabled.
SELECT id, url FROM outbox WHERE project = :project AND state = 'held' ORDER BY created_at, id;

-- name: outbox.page
-- Messages of a project behind one of them, newest first; all states where none is named.
SELECT id, task, url, state, tries, created_at, due_at, done_at, last FROM outbox
WHERE project = :project AND (created_at, id) < (:created_at, :id)
  AND (:state IS NULL OR state = :state)
ORDER BY created_at DESC, id DESC LIMIT :limit;

-- name: outbox.delete
-- Forget a task's messages: their ids begin with its own and a dash.
DELETE FROM outbox WHERE id >= :task || '-' AND id < :task || '.';

-- name: outbox.note
-- Tell in a task's notes what became of its messages.
UPDATE task SET notes = json_insert(notes, '$[#]', :note) WHERE id = :task;

-- name: delivery.insert
-- One try of a message.
INSERT INTO delivery (message, n, at, told, ms, bytes)
VALUES (:message, (SELECT coalesce(max(n), 0) + 1 FROM delivery WHERE message = :message), :at, :told, :ms, :bytes);

-- name: delivery.trim
-- Keep the newest tries of a message.
DELETE FROM delivery
WHERE message = :message AND n <= (SELECT max(n) FROM delivery WHERE message = :message) - :most;

-- name: delivery.of
-- The tries of a message, in order.
SELECT n, at, told, ms, bytes FROM delivery WHERE message = :message ORDER BY n;

-- name: endpoint.get
-- A place that messages go to.
SELECT * FROM endpoint WHERE project = :project AND place = :place;

-- name: endpoint.all
-- The places of a project that something is known of.
SELECT place, registered_at, failing_since, failed_at, disabled_at, reason FROM endpoint
WHERE project = :project ORDER BY place;

-- name: endpoint.register
-- An origin that has answered its challenge.
INSERT INTO endpoint (project, place, registered_at) VALUES (:project, :place, :now)
ON CONFLICT (project, place) DO UPDATE SET registered_at = :now, disabled_at = NULL, reason = NULL,
  failing_since = NULL, failed_at = NULL;

-- name: endpoint.unregister
-- An origin is taken off the list.
UPDATE endpoint SET registered_at = NULL WHERE project = :project AND place = :place AND registered_at IS NOT NULL;

-- name: endpoint.registered
-- The origins of a project that callbacks may go to.
SELECT place FROM endpoint WHERE project = :project AND registered_at IS NOT NULL ORDER BY place;

-- name: endpoint.fail
-- A message did not arrive; since when, if an earlier failure is older than :since.
INSERT INTO endpoint (project, place, failing_since, failed_at) VALUES (:project, :place, :now, :now)
ON CONFLICT (project, place) DO UPDATE SET
  failing_since = iif(failing_since IS NULL OR failed_at < :since, :now, failing_since), failed_at = :now;

-- name: endpoint.arrived
-- A message arrived: what failed before does not count any more.
UPDATE endpoint SET failing_since = NULL, failed_at = NULL
WHERE project = :project AND place = :place AND failing_since IS NOT NULL;

-- name: endpoint.disable
-- Send nothing there any more.
INSERT INTO endpoint (project, place, disabled_at, reason) VALUES (:project, :place, :now, :reason)
ON CONFLICT (project, place) DO UPDATE SET disabled_at = coalesce(disabled_at, :now), reason = :reason;

-- name: endpoint.enable
-- Send there again.
UPDATE endpoint SET disabled_at = NULL, reason = NULL, failing_since = NULL, failed_at = NULL
WHERE project = :project AND place = :place AND disabled_at IS NOT NULL;

-- name: endpoint.sweep
-- Forget what nothing depends on: old failures, and addresses that have long been gone.
DELETE FROM endpoint WHERE registered_at IS NULL
  AND ((disabled_at IS NULL AND coalesce(failed_at, 0) < :now - 2592000)
    OR (disabled_at < :now - 2592000 AND place LIKE '%://%/%'));

-- name: webhook_key.get
-- How often a project's secret was changed, and until when the one before is used too.
SELECT number, old_until FROM webhook_key WHERE project = :project;

-- name: webhook_key.put
-- A project has a new secret.
INSERT INTO webhook_key (project, number, old_until) VALUES (:project, :number, :old_until)
ON CONFLICT (project) DO UPDATE SET number = :number, old_until = :old_until;
