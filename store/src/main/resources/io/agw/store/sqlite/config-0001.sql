-- The applied configuration, what led to it, and what it says to the outside.

-- One row: what holds for the file as a whole.
CREATE TABLE store (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    version    INTEGER NOT NULL,          -- of the configuration; rises with every change
    objects    INTEGER NOT NULL,          -- how many there are, so that a lost row is noticed
    key_id     TEXT    NOT NULL,          -- of the master key that everything here is sealed under
    key_check  BLOB    NOT NULL,          -- by which that key is recognised
    audit_head BLOB    NOT NULL           -- seal over the newest audit entry
) STRICT;

-- An object's content in one version: written once, then only read or dropped. `sum` is over the
-- row, because SQLite has no page checksums.
CREATE TABLE content (
    kind             TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    resource_version INTEGER NOT NULL,
    tree             TEXT    NOT NULL,    -- canonical JSON without secrets
    sum              BLOB    NOT NULL,
    PRIMARY KEY (kind, id, resource_version)
) STRICT;

-- The secrets of a version. Sealed for exactly this row, so that one moved elsewhere cannot be read.
CREATE TABLE secret (
    kind             TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    resource_version INTEGER NOT NULL,
    pointer          TEXT    NOT NULL,    -- JSON pointer into the object
    digest           TEXT    NOT NULL,
    key_id           TEXT    NOT NULL,
    nonce            BLOB    NOT NULL,
    ciphertext       BLOB    NOT NULL,
    PRIMARY KEY (kind, id, resource_version, pointer),
    FOREIGN KEY (kind, id, resource_version) REFERENCES content ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Which version of each object is live, and whose it is.
CREATE TABLE object (
    kind              TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    resource_version  INTEGER NOT NULL,
    owner             TEXT    NOT NULL,
    file              TEXT    NOT NULL,
    line              INTEGER NOT NULL,
    revision          TEXT    NOT NULL,
    refs              TEXT    NOT NULL,   -- JSON: the references of its secrets, by pointer
    created_ms        INTEGER NOT NULL,
    updated_ms        INTEGER NOT NULL,
    overridden_by     TEXT,
    overridden_at     TEXT,
    overridden_reason TEXT,
    sum               BLOB    NOT NULL,
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, resource_version) REFERENCES content
) STRICT, WITHOUT ROWID;

-- Every apply.
CREATE TABLE revision (
    revision_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    committed_ms    INTEGER NOT NULL,
    store_version   INTEGER NOT NULL,
    owner           TEXT    NOT NULL,
    actor           TEXT    NOT NULL,
    cause           TEXT    NOT NULL,
    source_revision TEXT    NOT NULL,
    digest          TEXT    NOT NULL,
    plan            BLOB    NOT NULL,     -- JSON, gzip
    counts          TEXT    NOT NULL,     -- JSON
    took_ms         INTEGER NOT NULL
) STRICT;

CREATE INDEX revision_by_owner ON revision (owner, revision_id);

-- What an owner held, from one of its revisions until before another; null: still. An apply writes
-- rows only for what it changed.
CREATE TABLE inventory (
    owner            TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    since            INTEGER NOT NULL,
    until            INTEGER,
    resource_version INTEGER NOT NULL,
    file             TEXT    NOT NULL,
    line             INTEGER NOT NULL,
    revision         TEXT    NOT NULL,
    refs             TEXT    NOT NULL,
    PRIMARY KEY (owner, kind, id, since),
    FOREIGN KEY (kind, id, resource_version) REFERENCES content
) STRICT, WITHOUT ROWID;

CREATE INDEX inventory_by_content ON inventory (kind, id, resource_version);

CREATE TABLE audit (
    audit_id   INTEGER PRIMARY KEY,       -- without gaps
    at_ms      INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    seal       BLOB    NOT NULL           -- keyed hash over the row and the seal before it
) STRICT;

CREATE TRIGGER audit_is_not_changed
BEFORE UPDATE OF audit_id, at_ms, actor, action, subject, address, request_id, detail ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

CREATE TABLE outbox (
    event_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms    INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    data     TEXT    NOT NULL
) STRICT;

-- What is remembered of a source: its status, and what operators decided about it.
CREATE TABLE source (
    source  TEXT PRIMARY KEY,
    status  TEXT,
    control TEXT
) STRICT;
