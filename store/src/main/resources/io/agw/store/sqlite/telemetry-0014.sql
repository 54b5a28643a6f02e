-- Turns vouch for each other: those of a commit, in groups of a bounded number, have a digest, and
-- the digests are chained. A turn that is altered, removed or added by another hand is found. What
-- was written before is not sealed.

CREATE TABLE usage_seal (
    last_id  INTEGER PRIMARY KEY,          -- the turns from first_id to last_id, without gaps
    first_id INTEGER NOT NULL,
    last_ms  INTEGER NOT NULL,             -- the last finished_ms of them
    digest   BLOB    NOT NULL,             -- SHA-256 over them and their kinds: UsageDigest
    gone     INTEGER NOT NULL              -- 1: removed for their age before older rows could be
) STRICT;

-- One row. A link is SHA-256 over the link before it and a seal.
CREATE TABLE usage_chain (
    unsealed_id INTEGER NOT NULL,          -- turns up to here are older than the chain
    anchor_id   INTEGER NOT NULL,          -- turns up to here are gone
    anchor      BLOB    NOT NULL,          -- the link of the last seal that is gone
    head_id     INTEGER NOT NULL,
    head        BLOB    NOT NULL,          -- the link of the newest seal
    dropped_ms  INTEGER NOT NULL           -- turns that finished before may be gone for their age
) STRICT;

INSERT INTO usage_chain
SELECT coalesce(max(usage_id), 0), coalesce(max(usage_id), 0), zeroblob(32),
    coalesce(max(usage_id), 0), zeroblob(32), 0
FROM turn;

-- Decisions on the way: written where there were any.
ALTER TABLE turn ADD COLUMN guards TEXT;               -- JSON array of [id, stage, nanos, verdict]
ALTER TABLE turn_kind ADD COLUMN cache TEXT;           -- hit, miss or bypass
ALTER TABLE turn_kind ADD COLUMN policies TEXT;        -- ids of those that matched, with commas

-- the columns of a view are those of its tables when it is made
DROP VIEW usage;
CREATE VIEW usage AS SELECT * FROM turn JOIN turn_kind USING (kind_id);

CREATE TRIGGER turn_is_not_changed BEFORE UPDATE ON turn
BEGIN
    SELECT RAISE(ABORT, 'turns are never changed');
END;

CREATE TRIGGER turn_kind_is_not_changed BEFORE UPDATE ON turn_kind
BEGIN
    SELECT RAISE(ABORT, 'kinds of turns are never changed');
END;
