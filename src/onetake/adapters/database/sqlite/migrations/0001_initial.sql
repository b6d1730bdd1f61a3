-- The first schema. Times are unix seconds, money is micro-credits, JSON is text.

CREATE TABLE project (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- hash is HMAC-SHA256(pepper, key); prefix is what people see. route: the profile of /api/v3 when the model does
-- not say. dedupe: seconds in which an equal request answers with the first one's task; 0 is off.
CREATE TABLE api_key (
  id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, prefix TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account(id), route TEXT, dedupe INTEGER NOT NULL DEFAULT 0,
  created_at REAL NOT NULL, revoked_at REAL
) STRICT, WITHOUT ROWID;

-- posted: settled balance. pending: sum of its open holds. A limited account never goes below zero.
CREATE TABLE account (
  id TEXT PRIMARY KEY, limited INTEGER NOT NULL DEFAULT 0, posted INTEGER NOT NULL DEFAULT 0,
  pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
  CHECK (limited = 0 OR posted - pending >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, debit TEXT NOT NULL REFERENCES account(id),
  credit TEXT NOT NULL REFERENCES account(id), amount INTEGER NOT NULL CHECK (amount > 0), task TEXT,
  created_at REAL NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER transfer_is_final BEFORE UPDATE ON transfer BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
CREATE TRIGGER transfer_stays BEFORE DELETE ON transfer BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;

-- One hold a task, ever; closed at most once, at `taken` of `amount`.
CREATE TABLE hold (
  task TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(id), amount INTEGER NOT NULL CHECK (amount >= 0),
  created_at REAL NOT NULL, closed_at REAL, taken INTEGER, CHECK (taken IS NULL OR taken BETWEEN 0 AND amount)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_open ON hold(account) WHERE closed_at IS NULL;

CREATE TABLE task (
  id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES project(id), key_id TEXT NOT NULL REFERENCES api_key(id),
  dialect TEXT NOT NULL, route TEXT NOT NULL, backend TEXT NOT NULL, model_name TEXT NOT NULL, request TEXT NOT NULL,
  fingerprint TEXT, phase TEXT NOT NULL, attempt INTEGER NOT NULL, hold INTEGER NOT NULL, rate TEXT NOT NULL,
  price INTEGER, tokens INTEGER, seed INTEGER, nonce INTEGER NOT NULL DEFAULT 0, provider_id TEXT, sent_at REAL,
  tries INTEGER NOT NULL DEFAULT 0, misses INTEGER NOT NULL DEFAULT 0, cancel_requested INTEGER NOT NULL DEFAULT 0,
  created_at REAL NOT NULL, updated_at REAL NOT NULL, finished_at REAL, deadline REAL NOT NULL, due_at REAL,
  retire_at REAL, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, output TEXT, problem TEXT,
  notes TEXT NOT NULL DEFAULT '[]', result TEXT
) STRICT, WITHOUT ROWID;
-- Everything that a list filters by, so that a page walks the index and reads only the rows that it shows.
CREATE INDEX task_listed ON task(project, created_at, id, dialect, phase, route, model_name);
CREATE INDEX task_open ON task(due_at) WHERE finished_at IS NULL;
CREATE INDEX task_retiring ON task(retire_at) WHERE retire_at IS NOT NULL;
CREATE INDEX task_same ON task(key_id, fingerprint, created_at) WHERE fingerprint IS NOT NULL;
CREATE INDEX task_unsettled ON task(backend, seed) WHERE phase IN ('submitting', 'unknown');
CREATE UNIQUE INDEX task_provider ON task(backend, provider_id) WHERE provider_id IS NOT NULL;

-- What remains of a removed task, so that "gone" and "never was" can be told apart inside its project.
CREATE TABLE tombstone (
  id TEXT PRIMARY KEY, project TEXT NOT NULL, reason TEXT NOT NULL, removed_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  task TEXT NOT NULL, seq INTEGER NOT NULL, at REAL NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (task, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, task TEXT NOT NULL, expires_at REAL NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_expiring ON idempotency(expires_at);

-- A stored file of a project, named by its SHA-256. refs counts inputs, outputs and uploads that need it.
CREATE TABLE asset (
  project TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, kind TEXT NOT NULL, probe TEXT NOT NULL,
  refs INTEGER NOT NULL DEFAULT 0 CHECK (refs >= 0), created_at REAL NOT NULL,
  PRIMARY KEY (project, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
  id TEXT PRIMARY KEY, project TEXT NOT NULL, sha256 TEXT NOT NULL, created_at REAL NOT NULL, expires_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_expiring ON upload(expires_at);

-- The staged inputs of a task, by their place in the request.
CREATE TABLE input (
  task TEXT NOT NULL, place INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (task, place)
) STRICT, WITHOUT ROWID;

-- A message to the customer, written in the transaction of the change that it tells.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY, task TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  created_at REAL NOT NULL, due_at REAL, done_at REAL, last TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox(due_at) WHERE due_at IS NOT NULL;
