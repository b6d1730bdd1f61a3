-- name: project.insert
-- A project, if its id is new.
INSERT OR IGNORE INTO project (id, name, created_at) VALUES (:id, :name, :created_at);

-- name: project.get
-- A project by its id.
SELECT id, name, created_at, archived_at FROM project WHERE id = :id;

-- name: project.named
-- A project by its id or its name.
SELECT id, name, created_at, archived_at FROM project WHERE id = :name OR name = :name
ORDER BY id = :name DESC, id LIMIT 1;

-- name: project.all
-- Every project with how many live keys it has, oldest first.
SELECT p.id, p.name, p.created_at, p.archived_at,
  (SELECT count(*) FROM api_key k WHERE k.project = p.id AND k.revoked_at IS NULL) AS keys
FROM project p ORDER BY p.created_at, p.id;

-- name: project.rename
-- Another name for a project.
UPDATE project SET name = :name WHERE id = :id;

-- name: project.archive
-- End a project, once.
UPDATE project SET archived_at = :now WHERE id = :id AND archived_at IS NULL;

-- name: key.insert
-- A key; the key itself is never stored.
INSERT INTO api_key (id, project, name, prefix, hash, account, route, dedupe, scenario, scopes, expires_at, created_at)
VALUES (:id, :project, :name, :prefix, :hash, :account, :route, :dedupe, :scenario, :scopes, :expires_at, :created_at);

-- name: key.find
-- The live key with this hash.
SELECT id, project, name, account, route, dedupe, scenario, prefix, limits, scopes FROM api_key
WHERE hash = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now);

-- name: key.find_before
-- The live key that had this hash before it was rotated, while that still counts.
SELECT k.id, k.project, k.name, k.account, k.route, k.dedupe, k.scenario, k.prefix, k.limits, k.scopes
FROM key_before b JOIN api_key k ON k.id = b.key_id
WHERE b.hash = :hash AND b.until > :now AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now);

-- name: key.alive
-- Whether a key opens anything.
SELECT id FROM api_key WHERE id = :id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now);

-- name: key.get
-- A key of a project.
SELECT id, project, name, prefix, account, route, dedupe, scenario, scopes, limits, created_at, expires_at, rotated_at,
  used_at, revoked_at
FROM api_key WHERE project = :project AND id = :id;

-- name: key.owner
-- Whose a key is.
SELECT project FROM api_key WHERE id = :id;

-- name: key.called
-- Live keys of a project by id, name or beginning.
SELECT id, name, prefix FROM api_key
WHERE project = :project AND revoked_at IS NULL AND (id = :name OR name = :name OR prefix = :name)
ORDER BY created_at, id;

-- name: key.rotate
-- A new secret for a live key.
UPDATE api_key SET hash = :hash, prefix = :prefix, rotated_at = :now WHERE id = :id AND revoked_at IS NULL;

-- name: key.keep
-- The secret that a key has now counts until a time, whatever it has later.
INSERT OR REPLACE INTO key_before (hash, key_id, until) SELECT hash, id, :until FROM api_key WHERE id = :id;

-- name: key.forget
-- Earlier secrets of a key open nothing any more.
DELETE FROM key_before WHERE key_id = :id;

-- name: key.sweep
-- Forget earlier secrets whose time is over.
DELETE FROM key_before WHERE until <= :now;

-- name: key.waning
-- Until when earlier secrets of a key still open.
SELECT until FROM key_before WHERE key_id = :id AND until > :now ORDER BY until DESC;

-- name: key.used
-- When keys were last used, by id, in one statement.
UPDATE api_key SET used_at = (SELECT value FROM json_each(:used) WHERE key = api_key.id)
WHERE id IN (SELECT key FROM json_each(:used));

-- name: key.end
-- Refuse one key from now on.
UPDATE api_key SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL;

-- name: key.widen
-- Give a key other scopes.
UPDATE api_key SET scopes = :scopes WHERE id = :id;

-- name: key.promised
-- The key that was promised a place for an upload, with its sandbox script.
SELECT id, scenario FROM api_key WHERE id = (SELECT key_id FROM presigned WHERE id = :upload);

-- name: key.all
-- Every key of a project, newest first.
SELECT id, project, name, prefix, account, route, dedupe, scenario, scopes, limits, created_at, expires_at, rotated_at,
  used_at, revoked_at
FROM api_key WHERE project = :project ORDER BY created_at DESC, id;
