-- name: credential.insert
-- A sealed credential.
INSERT INTO credential (id, name, route, origin, sealed, key_id, created_at)
VALUES (:id, :name, :route, :origin, :sealed, :key_id, :created_at);

-- name: credential.named
-- The credential of this name that was not removed.
SELECT id, name, route, origin, sealed, key_id, created_at, rotated_at FROM credential
WHERE name = :name AND revoked_at IS NULL;

-- name: credential.all
-- Every credential, removed ones too, without what it seals.
SELECT id, name, route, origin, key_id, created_at, rotated_at, revoked_at FROM credential ORDER BY created_at, id;

-- name: credential.kept
-- What is sealed, to seal it anew.
SELECT id, name, origin, sealed, key_id FROM credential WHERE revoked_at IS NULL ORDER BY created_at, id;

-- name: credential.rotate
-- Another value.
UPDATE credential SET sealed = :sealed, key_id = :key_id, rotated_at = :now WHERE id = :id AND revoked_at IS NULL;

-- name: credential.reseal
-- The same value under another key.
UPDATE credential SET sealed = :sealed, key_id = :key_id WHERE id = :id AND revoked_at IS NULL;

-- name: credential.remove
-- Forget the value; that there was one stays known.
UPDATE credential SET revoked_at = :now, sealed = x'' WHERE id = :id AND revoked_at IS NULL;
