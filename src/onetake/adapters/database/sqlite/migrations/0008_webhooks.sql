-- Messages with a state of their own, every try of each, the places that they go to, and how often a project's
-- signing secret was changed.

ALTER TABLE outbox ADD COLUMN project TEXT;
ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT 'pending';
UPDATE outbox SET
  project = (SELECT t.project FROM task t WHERE t.id = outbox.task),
  state = CASE WHEN due_at IS NOT NULL AND tries = 0 THEN 'pending' WHEN due_at IS NOT NULL THEN 'retrying'
    WHEN last = 'superseded' THEN 'superseded' WHEN last LIKE '2%' THEN 'delivered' ELSE 'exhausted' END;
-- The id goes out as webhook-id, in which a full stop would be a border of what is signed.
UPDATE outbox SET id = replace(id, '.', '-');
CREATE INDEX outbox_listed ON outbox(project, created_at, id);

-- told: the HTTP status of the answer, or what went wrong. bytes: read of the answer's body.
CREATE TABLE delivery (
  message TEXT NOT NULL, n INTEGER NOT NULL, at REAL NOT NULL, told TEXT NOT NULL, ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL, PRIMARY KEY (message, n)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outbox_forgotten AFTER DELETE ON outbox BEGIN DELETE FROM delivery WHERE message = OLD.id; END;

-- place: an origin (scheme://host:port), or an address without its query. failing_since: the first failure since
-- something last arrived there; failed_at the last one.
CREATE TABLE endpoint (
  project TEXT NOT NULL, place TEXT NOT NULL, registered_at REAL, failing_since REAL, failed_at REAL, disabled_at REAL,
  reason TEXT, PRIMARY KEY (project, place)
) STRICT, WITHOUT ROWID;

-- The secret itself follows from the server's and this number; a project without a row is at number 1.
CREATE TABLE webhook_key (
  project TEXT PRIMARY KEY, number INTEGER NOT NULL, old_until REAL
) STRICT, WITHOUT ROWID;
