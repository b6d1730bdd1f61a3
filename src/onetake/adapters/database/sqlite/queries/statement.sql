-- name: statement.accounts
-- Accounts of the keys of a project (its id or name), of one key (the same) where that is told; revoked keys too.
SELECT DISTINCT account FROM api_key WHERE project IN (SELECT id FROM project WHERE :project IN (id, name)) AND (:key IS NULL OR id = :key OR name = :key) ORDER BY account;

-- name: statement.before
-- What was settled on an account, and held of it, just before a time.
SELECT
  (SELECT coalesce(sum(CASE WHEN credit = :account THEN amount ELSE -amount END), 0) FROM transfer
   WHERE :account IN (debit, credit) AND created_at < :at) AS balance,
  (SELECT coalesce(sum(amount), 0) FROM hold
   WHERE account = :account AND created_at < :at AND (closed_at IS NULL OR closed_at >= :at)) AS held;

-- name: statement.moves
-- Everything that happened on an account in a time, in order: a close gives back what it does not take.
SELECT at, kind, task, balance, held, account FROM (
  SELECT created_at AS at, 1 AS place, 'hold' AS kind, task, 0 AS balance, amount AS held, account FROM hold
  WHERE account = :account AND created_at >= :since AND created_at < :until
  UNION ALL
  SELECT closed_at, 2, 'release', task, 0, taken - amount, account FROM hold
  WHERE account = :account AND closed_at >= :since AND closed_at < :until AND taken < amount
  UNION ALL
  SELECT h.closed_at, 3, 'charge', h.task, -h.taken, -h.taken, h.account FROM hold h
  WHERE h.account = :account AND h.closed_at >= :since AND h.closed_at < :until AND h.taken > 0
  UNION ALL
  SELECT created_at, 0, 'grant', task, CASE WHEN credit = :account THEN amount ELSE -amount END, 0, :account FROM transfer
  WHERE :account IN (debit, credit) AND created_at >= :since AND created_at < :until AND id NOT IN ('close:' || coalesce(task, ''))
) ORDER BY at, place, task;

-- name: statement.task
-- Transfers of one task, in order.
SELECT seq, id, kind, debit, credit, amount, currency, created_at FROM transfer WHERE task = :task ORDER BY seq;

-- name: statement.hold
-- One task's hold.
SELECT account, amount, created_at, closed_at, taken FROM hold WHERE task = :task;

-- name: statement.owner
-- The project that a task is or was in.
SELECT project FROM task WHERE id = :task UNION SELECT project FROM tombstone WHERE id = :task ORDER BY project;
