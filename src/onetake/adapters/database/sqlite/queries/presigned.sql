-- name: presigned.insert
-- A place that one upload may take.
INSERT INTO presigned (id, project, key_id, filename, content_type, created_at, expires_at)
VALUES (:id, :project, :key_id, :filename, :content_type, :created_at, :expires_at);

-- name: presigned.get
-- A promised place.
SELECT id, project, used_at, expires_at FROM presigned WHERE id = :id;

-- name: presigned.claim
-- Take the place, once, while it is open and its key is alive.
UPDATE presigned SET used_at = :now WHERE id = :id AND used_at IS NULL AND expires_at > :now
  AND EXISTS (SELECT 1 FROM api_key WHERE api_key.id = presigned.key_id AND revoked_at IS NULL);

-- name: presigned.fill
-- The file is here; the place is never open again.
UPDATE presigned SET upload = :upload WHERE id = :id AND upload IS NULL;

-- name: presigned.release
-- Nothing was kept: the place is open again.
UPDATE presigned SET used_at = NULL WHERE id = :id AND upload IS NULL;

-- name: presigned.sweep
-- Forget places whose time is over; their uploads have a life of their own.
DELETE FROM presigned WHERE expires_at <= :now;
