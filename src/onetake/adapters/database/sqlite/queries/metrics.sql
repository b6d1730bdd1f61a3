-- name: metrics.tasks
-- How many tasks are open and how many ended ones are kept; both from small indexes, however many there are.
SELECT (SELECT count(*) FROM task WHERE finished_at IS NULL) AS open,
  (SELECT count(*) FROM task WHERE retire_at IS NOT NULL) AS ended;
