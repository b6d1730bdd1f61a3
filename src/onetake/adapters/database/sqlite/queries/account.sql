-- name: project.insert
-- A project, if its id is new.
INSERT OR IGNORE INTO project (id, name, created_at) VALUES (:id, :name, :created_at);

-- name: key.insert
-- A key; the key itself is never stored.
INSERT INTO api_key (id, project, name, prefix, hash, account, route, dedupe, scenario, created_at)
VALUES (:id, :project, :name, :prefix, :hash, :account, :route, :dedupe, :scenario, :created_at);

-- name: key.find
-- The live key with this hash.
SELECT id, project, name, account, route, dedupe, scenario, prefix, limits FROM api_key WHERE hash = :hash AND revoked_at IS NULL;

-- name: key.promised
-- The key that was promised a place for an upload, with its sandbox script.
SELECT id, scenario FROM api_key WHERE id = (SELECT key_id FROM presigned WHERE id = :upload);

-- name: key.all
-- Every key of a project, newest first.
SELECT id, project, name, prefix, account, route, dedupe, scenario, created_at, revoked_at FROM api_key
WHERE project = :project ORDER BY created_at DESC, id;

-- name: key.revoke
-- Refuse a key from now on.
UPDATE api_key SET revoked_at = :now WHERE project = :project AND (id = :id OR name = :id) AND revoked_at IS NULL;
