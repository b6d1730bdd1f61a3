-- name: account.insert
-- An account, if it does not exist yet.
INSERT OR IGNORE INTO account (id, limited, kind, currency) VALUES (:id, :limited, :kind, :currency);

-- name: account.get
-- One account's balances.
SELECT id, limited, posted, pending, kind, currency FROM account WHERE id = :id;

-- name: account.all
-- Every account.
SELECT id, limited, posted, pending, kind, currency FROM account ORDER BY id;

-- name: account.post
-- Add to a settled balance, unless the sum is beyond int64.
UPDATE account SET posted = posted + :amount WHERE id = :id
AND CASE WHEN :amount > 0 THEN posted <= 9223372036854775807 - :amount ELSE posted >= -9223372036854775807 - :amount END;

-- name: account.reserve
-- Reserve for a hold, only if the balance carries it or the account is unlimited (up to int64).
UPDATE account SET pending = pending + :amount
WHERE id = :id AND pending <= 9223372036854775807 - :amount AND (limited = 0 OR posted - pending >= :amount);

-- name: account.unreserve
-- Give back a reservation.
UPDATE account SET pending = pending - :amount WHERE id = :id;

-- name: hold.insert
-- A task's one hold.
INSERT INTO hold (task, account, amount, created_at) VALUES (:task, :account, :amount, :created_at);

-- name: hold.get
-- A task's hold.
SELECT task, account, amount, closed_at, taken FROM hold WHERE task = :task;

-- name: hold.close
-- Close a hold, once.
UPDATE hold SET closed_at = :closed_at, taken = :taken WHERE task = :task AND closed_at IS NULL;

-- name: hold.open
-- Every open hold with its task's phase.
SELECT h.task, h.account, h.amount, h.created_at, t.phase, t.hold AS quoted FROM hold h LEFT JOIN task t ON t.id = h.task
WHERE h.closed_at IS NULL ORDER BY h.task;

-- name: hold.mismatched
-- Ended tasks whose hold is open, and open tasks whose hold is not: none may exist.
SELECT t.id, t.phase, h.closed_at, h.taken, t.price FROM task t LEFT JOIN hold h ON h.task = t.id
WHERE h.task IS NULL
  OR (t.finished_at IS NULL) <> (h.closed_at IS NULL)
  OR (t.phase = 'succeeded' AND h.taken IS NOT t.price)
  OR (t.phase IN ('failed', 'cancelled', 'expired') AND h.taken <> 0)
ORDER BY t.id;

-- name: hold.unbooked
-- Closed holds whose transfer is not what was taken, and transfers of holds that are not closed: none may exist.
SELECT h.task, h.taken, t.amount FROM hold h LEFT JOIN transfer t ON t.id = 'close:' || h.task
WHERE coalesce(h.taken, 0) <> coalesce(t.amount, 0) OR (t.id IS NOT NULL AND (t.debit <> h.account OR h.closed_at IS NULL))
ORDER BY h.task;

-- name: hold.overdue
-- Open holds of tasks that should have ended before a time.
SELECT h.task, t.phase, t.deadline FROM hold h JOIN task t ON t.id = h.task
WHERE h.closed_at IS NULL AND t.deadline < :before ORDER BY h.task;

-- name: transfer.last
-- The end of the hash chain.
SELECT seq, hash FROM transfer ORDER BY seq DESC LIMIT 1;

-- name: transfer.get
-- A transfer by its deterministic id.
SELECT * FROM transfer WHERE id = :id;

-- name: transfer.granted
-- What was ever brought in on an account. Ids of grants begin alike, so that only they are read.
SELECT coalesce(sum(amount), 0) AS granted FROM transfer
WHERE id >= 'grant:' AND id < 'grant;' AND credit = :account;

-- name: transfer.insert
-- The next row of the journal.
INSERT INTO transfer (seq, id, debit, credit, amount, task, created_at, prev_hash, hash, kind, currency)
VALUES (:seq, :id, :debit, :credit, :amount, :task, :created_at, :prev_hash, :hash, :kind, :currency);

-- name: transfer.all
-- The journal in order.
SELECT * FROM transfer ORDER BY seq;
