-- The ledger in several currencies: kind and currency of accounts and transfers (a transfer from before has neither and
-- is in credits, so that its hash stays what it was), what each attempt at a provider costs us, and rows that stay.

ALTER TABLE account ADD COLUMN kind TEXT NOT NULL DEFAULT 'customer';
ALTER TABLE account ADD COLUMN currency TEXT NOT NULL DEFAULT 'credit';
UPDATE account SET kind = id WHERE id IN ('grants', 'revenue', 'absorbed');
ALTER TABLE transfer ADD COLUMN kind TEXT;
ALTER TABLE transfer ADD COLUMN currency TEXT;
CREATE INDEX transfer_of ON transfer(task) WHERE task IS NOT NULL;

-- What an attempt was expected to cost when it was sent, and what became of that: cost, absorbed, suspense or free, with
-- the amount. settled: the operator's word on one that was absorbed or in suspense: found or not-found.
CREATE TABLE expense (
  task TEXT NOT NULL, attempt INTEGER NOT NULL, backend TEXT NOT NULL, route TEXT NOT NULL, currency TEXT NOT NULL,
  rate TEXT NOT NULL, unit TEXT NOT NULL, failed_free INTEGER NOT NULL, expected INTEGER NOT NULL CHECK (expected >= 0),
  begun_at REAL NOT NULL, provider_id TEXT, outcome TEXT CHECK (outcome IN ('cost', 'absorbed', 'suspense', 'free')),
  amount INTEGER CHECK (amount >= 0), tokens INTEGER, closed_at REAL, settled TEXT CHECK (settled IN ('found', 'not-found')),
  PRIMARY KEY (task, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX expense_of ON expense(route, begun_at);

-- REPLACE takes a row away without asking a trigger on DELETE, so that every table has one on INSERT too.
CREATE TRIGGER transfer_is_new BEFORE INSERT ON transfer
WHEN EXISTS (SELECT 1 FROM transfer WHERE seq >= NEW.seq) OR EXISTS (SELECT 1 FROM transfer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
CREATE TRIGGER transfer_is_of_one_currency BEFORE INSERT ON transfer
WHEN NEW.kind IS NULL OR NEW.currency IS NULL OR NEW.debit = NEW.credit
  OR EXISTS (SELECT 1 FROM account WHERE id IN (NEW.debit, NEW.credit) AND currency <> NEW.currency)
BEGIN SELECT RAISE(ABORT, 'a transfer is between two accounts of one currency'); END;

CREATE TRIGGER account_stays BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'accounts stay'); END;
CREATE TRIGGER account_is_what_it_is BEFORE UPDATE OF id, kind, currency ON account
BEGIN SELECT RAISE(ABORT, 'an account keeps its kind and currency'); END;

CREATE TRIGGER hold_is_new BEFORE INSERT ON hold
WHEN NEW.closed_at IS NOT NULL OR NEW.taken IS NOT NULL OR EXISTS (SELECT 1 FROM hold WHERE task = NEW.task)
BEGIN SELECT RAISE(ABORT, 'a task has one hold, which starts open'); END;
CREATE TRIGGER hold_closes_once BEFORE UPDATE ON hold
WHEN OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.taken IS NULL OR NEW.task <> OLD.task
  OR NEW.account <> OLD.account OR NEW.amount <> OLD.amount OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'a hold is closed once and never changed'); END;
CREATE TRIGGER hold_stays BEFORE DELETE ON hold BEGIN SELECT RAISE(ABORT, 'holds stay'); END;

CREATE TRIGGER expense_is_final BEFORE UPDATE ON expense
WHEN OLD.settled IS NOT NULL OR (OLD.outcome IS NOT NULL AND (NEW.settled IS NULL OR NEW.outcome <> OLD.outcome
  OR NEW.amount <> OLD.amount)) OR NEW.task <> OLD.task OR NEW.attempt <> OLD.attempt
BEGIN SELECT RAISE(ABORT, 'an expense is booked once'); END;
CREATE TRIGGER expense_stays BEFORE DELETE ON expense BEGIN SELECT RAISE(ABORT, 'expenses stay'); END;
