-- name: audit.insert
-- One act, at the end of the log.
INSERT INTO audit (at, actor, action, target, project, details)
VALUES (:at, :actor, :action, :target, :project, :details);

-- name: audit.page
-- Acts since a time, after a place in the log, oldest first; of one project only where one is named.
SELECT seq, at, actor, action, target, project, details FROM audit
WHERE seq > :after AND at >= :since AND (:project IS NULL OR project = :project) ORDER BY seq LIMIT :limit;
