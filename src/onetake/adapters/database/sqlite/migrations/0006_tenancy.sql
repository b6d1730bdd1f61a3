-- Projects that end, keys with scopes, an expiry and earlier secrets, sealed credentials of providers, and who changed
-- what. Keys that were made before can what a customer's key can; nothing makes one of them an administrator's.

ALTER TABLE project ADD COLUMN archived_at REAL;
ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT 'account cancel create read upload webhooks';
ALTER TABLE api_key ADD COLUMN expires_at REAL;
ALTER TABLE api_key ADD COLUMN rotated_at REAL;
ALTER TABLE api_key ADD COLUMN used_at REAL;
CREATE INDEX api_key_listed ON api_key(project, created_at, id);

-- Secrets that a key had before it was rotated, each good until its time.
CREATE TABLE key_before (
  hash BLOB PRIMARY KEY, key_id TEXT NOT NULL REFERENCES api_key(id), until REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX key_before_of ON key_before(key_id);

-- A provider's credential: sealed holds nonce, ciphertext and tag, bound to id and origin; key_id names the sealing key.
-- A removed one keeps its row and loses what it sealed.
CREATE TABLE credential (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, route TEXT NOT NULL, origin TEXT NOT NULL, sealed BLOB NOT NULL,
  key_id TEXT NOT NULL, created_at REAL NOT NULL, rotated_at REAL, revoked_at REAL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX credential_named ON credential(name) WHERE revoked_at IS NULL;

-- Every act of an administrator, in the transaction of what it did. actor: the id of a key, or cli.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at REAL NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL,
  project TEXT, details TEXT NOT NULL
) STRICT;
CREATE INDEX audit_since ON audit(at, seq);
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- REPLACE takes a row away without asking the trigger above.
CREATE TRIGGER audit_is_new BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq >= NEW.seq AND NEW.seq > 0)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
