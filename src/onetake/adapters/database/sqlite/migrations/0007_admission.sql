-- What a key may do (core.limits, as JSON; NULL is no limit), and what it has spent: by UTC day ('2026-11-21'), by
-- month ('2026-11') and in all (''). A task counts in the periods of its accept with its hold, and once it has ended with
-- what was taken, so that a budget is one row by its primary key.

ALTER TABLE api_key ADD COLUMN limits TEXT;

CREATE TABLE outlay (
  key_id TEXT NOT NULL, period TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (key_id, period)
) STRICT, WITHOUT ROWID;
INSERT INTO outlay (key_id, period, amount)
SELECT k.id, strftime(f.format, h.created_at, 'unixepoch') AS period, sum(coalesce(h.taken, h.amount))
FROM hold h JOIN api_key k ON k.account = h.account
CROSS JOIN (SELECT '%Y-%m-%d' AS format UNION ALL SELECT '%Y-%m' UNION ALL SELECT '') AS f
GROUP BY k.id, period;
