-- name: asset.get
-- A stored file of a project.
SELECT * FROM asset WHERE project = :project AND sha256 = :sha256;

-- name: asset.all
-- Every stored file, for a backup.
SELECT project, sha256, bytes FROM asset ORDER BY project, sha256;

-- name: asset.insert
-- A stored file, if it is new.
INSERT OR IGNORE INTO asset (project, sha256, bytes, kind, probe, created_at)
VALUES (:project, :sha256, :bytes, :kind, :probe, :created_at);

-- name: asset.hold
-- One more needs it.
UPDATE asset SET refs = refs + 1 WHERE project = :project AND sha256 = :sha256;

-- name: asset.drop
-- One fewer needs it.
UPDATE asset SET refs = refs - 1 WHERE project = :project AND sha256 = :sha256;

-- name: asset.delete
-- Forget a file that nobody needs.
DELETE FROM asset WHERE project = :project AND sha256 = :sha256 AND refs = 0;

-- name: upload.insert
-- A file on its way in.
INSERT INTO upload (id, project, sha256, created_at, expires_at)
VALUES (:id, :project, :sha256, :created_at, :expires_at);

-- name: upload.get
-- An upload of a project with its file's probe.
SELECT u.id, u.sha256, u.expires_at, a.kind, a.bytes, a.probe FROM upload u
JOIN asset a ON a.project = u.project AND a.sha256 = u.sha256
WHERE u.id = :id AND u.project = :project;

-- name: upload.load
-- An upload by its id alone, for a signed link, which is the permission.
SELECT u.project, u.sha256, a.probe FROM upload u JOIN asset a ON a.project = u.project AND a.sha256 = u.sha256
WHERE u.id = :id;

-- name: upload.kept
-- How many uploads a project has, and how many bytes they and the inputs of its tasks have, each file once; asked
-- once, and then before something is refused, at most once in ten seconds.
SELECT
  (SELECT count(*) FROM upload WHERE project = :project AND expires_at > :now) AS files,
  (SELECT coalesce(sum(bytes), 0) FROM asset WHERE project = :project AND sha256 IN (
    SELECT sha256 FROM upload WHERE project = :project AND expires_at > :now
    UNION SELECT i.sha256 FROM task t JOIN input i ON i.task = t.id WHERE t.project = :project
  )) AS bytes;

-- name: upload.expired
-- Uploads whose time is over.
SELECT id, project, sha256 FROM upload WHERE expires_at <= :now ORDER BY expires_at, id LIMIT :limit;

-- name: upload.delete
-- Forget an upload.
DELETE FROM upload WHERE id = :id;

-- name: input.insert
-- A staged input of a task.
INSERT OR REPLACE INTO input (task, place, sha256) VALUES (:task, :place, :sha256);

-- name: input.all
-- The staged inputs of a task with their probes.
SELECT i.place, i.sha256, a.kind, a.probe, a.bytes FROM input i
JOIN task t ON t.id = i.task JOIN asset a ON a.project = t.project AND a.sha256 = i.sha256
WHERE i.task = :task ORDER BY i.place;

-- name: input.of
-- The stored files that a task's inputs need.
SELECT sha256 FROM input WHERE task = :task ORDER BY place;

-- name: input.delete
-- Forget a task's inputs.
DELETE FROM input WHERE task = :task;
