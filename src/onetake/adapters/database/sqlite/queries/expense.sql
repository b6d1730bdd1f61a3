-- name: expense.intend
-- What an attempt will cost that is about to be sent, or sent again after a proven refusal.
INSERT INTO expense (task, attempt, backend, route, currency, rate, unit, failed_free, expected, begun_at)
VALUES (:task, :attempt, :backend, :route, :currency, :rate, :unit, :failed_free, :expected, :begun_at)
ON CONFLICT (task, attempt) DO UPDATE SET backend = excluded.backend, route = excluded.route,
  currency = excluded.currency, rate = excluded.rate, unit = excluded.unit, failed_free = excluded.failed_free,
  expected = excluded.expected, begun_at = excluded.begun_at
WHERE outcome IS NULL;

-- name: expense.get
-- One attempt's.
SELECT * FROM expense WHERE task = :task AND attempt = :attempt;

-- name: expense.of
-- Those of a task.
SELECT * FROM expense WHERE task = :task ORDER BY attempt;

-- name: expense.close
-- What became of it.
UPDATE expense SET outcome = :outcome, amount = :amount, tokens = :tokens, provider_id = :provider_id, closed_at = :now
WHERE task = :task AND attempt = :attempt AND outcome IS NULL;

-- name: expense.settle
-- The operator's word on one.
UPDATE expense SET settled = :settled WHERE task = :task AND attempt = :attempt AND settled IS NULL;

-- name: expense.doubtful
-- Attempts of which nobody knows whether their provider has them, oldest first.
SELECT * FROM expense WHERE outcome = 'suspense' AND settled IS NULL ORDER BY closed_at, task, attempt;

-- name: expense.between
-- What was sent to a route in a time, with the provider's id of what is still open.
SELECT e.task, e.attempt, e.outcome, e.settled, e.amount, e.expected, e.tokens, e.begun_at,
  coalesce(e.provider_id, t.provider_id) AS provider_id
FROM expense e LEFT JOIN task t ON t.id = e.task AND t.attempt = e.attempt AND e.outcome IS NULL
WHERE e.route = :route AND e.begun_at >= :since AND e.begun_at < :until ORDER BY e.begun_at, e.task, e.attempt;

-- name: expense.sums
-- What the accounts of each route must hold by the expenses.
SELECT route, currency,
  sum(CASE WHEN outcome = 'cost' THEN amount ELSE 0 END) AS cost,
  sum(CASE WHEN (outcome = 'absorbed' AND settled IS NOT 'not-found') OR (outcome = 'suspense' AND settled = 'found')
    THEN amount ELSE 0 END) AS absorbed,
  sum(CASE WHEN outcome = 'suspense' AND settled IS NULL THEN amount ELSE 0 END) AS suspense
FROM expense WHERE outcome IS NOT NULL GROUP BY route, currency ORDER BY route, currency;

-- name: expense.lost
-- Open expenses of attempts that have ended: none may exist.
SELECT e.task, e.attempt FROM expense e LEFT JOIN task t ON t.id = e.task
WHERE e.outcome IS NULL AND (t.id IS NULL OR t.finished_at IS NOT NULL OR t.attempt > e.attempt)
ORDER BY e.task, e.attempt;
