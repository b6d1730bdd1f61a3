-- What was answered to the first request under a key, so that a repeated one is told the same whatever became of the
-- task. With rowids: the answers lie one behind the other, and only their small index is in order of keys. Records that
-- stand already keep no answer and do not tell their body (fingerprint ''): the next request under the key gets the task.
CREATE TABLE answered (
  scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, task TEXT NOT NULL, expires_at REAL NOT NULL,
  status INTEGER, body BLOB
) STRICT;
INSERT INTO answered (scope, key, fingerprint, task, expires_at)
SELECT scope, key, '', task, expires_at FROM idempotency;
-- Remixes, edits and extensions have keys of their own from here on; whichever of them an old key was for is its task's.
INSERT INTO answered (scope, key, fingerprint, task, expires_at)
SELECT replace(scope, '/openai/create', '/openai/' || op.column1), key, '', task, expires_at
FROM idempotency, (VALUES ('remix'), ('edit'), ('extend')) AS op WHERE scope LIKE '%/openai/create';
DROP TABLE idempotency;
ALTER TABLE answered RENAME TO idempotency;
CREATE UNIQUE INDEX idempotency_named ON idempotency(scope, key);
CREATE INDEX idempotency_expiring ON idempotency(expires_at);

-- The request hash with the content of its files in the place of their names; NULL where that is the fingerprint.
ALTER TABLE task ADD COLUMN content TEXT;
CREATE INDEX task_same_content ON task(key_id, content, created_at) WHERE content IS NOT NULL;
