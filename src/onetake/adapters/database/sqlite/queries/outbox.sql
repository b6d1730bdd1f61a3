-- name: outbox.insert
-- A message to send.
INSERT INTO outbox (id, task, url, body, created_at, due_at) VALUES (:id, :task, :url, :body, :created_at, :due_at);

-- name: outbox.get
-- A message.
SELECT * FROM outbox WHERE id = :id;

-- name: outbox.open
-- Every message that still has to be sent.
SELECT id, due_at FROM outbox WHERE due_at IS NOT NULL ORDER BY due_at, id;

-- name: outbox.tried
-- What came of a try; due_at NULL ends it.
UPDATE outbox SET tries = :tries, due_at = :due_at, done_at = :done_at, last = :last WHERE id = :id;

-- name: outbox.delete
-- Forget a task's messages: their ids begin with its own and a point.
DELETE FROM outbox WHERE id >= :task || '.' AND id < :task || '/';
