-- name: owner.claim
UPDATE owner SET epoch = epoch + 1 RETURNING epoch;

-- name: owner.epoch
SELECT epoch FROM owner;
