-- What turns used and how they went. Rows come in the order in which turns end, and go in that
-- order.

CREATE TABLE usage (
    usage_id        INTEGER PRIMARY KEY,
    request_id      TEXT    NOT NULL,
    trace_id        TEXT    NOT NULL,
    started_ms      INTEGER NOT NULL,
    finished_ms     INTEGER NOT NULL,
    latency_ms      INTEGER NOT NULL,
    first_byte_ms   INTEGER,
    route_id        TEXT,
    protocol        TEXT,
    operation       TEXT,
    key_id          TEXT,
    provider_id     TEXT,
    requested_model TEXT,
    upstream_model  TEXT,
    outcome         TEXT    NOT NULL,
    status          INTEGER NOT NULL,
    error_code      TEXT,
    stream          INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    input_tokens    INTEGER,
    output_tokens   INTEGER,
    estimated       INTEGER NOT NULL
) STRICT;

CREATE INDEX usage_by_time ON usage (finished_ms);

-- The spans that one turn added to a trace, packed: one row a turn is what the hot path can afford.
CREATE TABLE trace_part (
    part_id  INTEGER PRIMARY KEY,
    trace_id TEXT    NOT NULL,
    ended_ns INTEGER NOT NULL,
    spans    TEXT    NOT NULL              -- JSON array of arrays: SpanPacking
) STRICT;

-- The traces of the parts that one commit wrote, a 32-bit hash of each trace id in the order of the
-- parts. An index on trace_id would write a random page for every turn, which costs more than all
-- the rest of a turn's records; these rows are read from end to end to find a trace instead.
CREATE TABLE trace_group (
    first_part INTEGER PRIMARY KEY,
    hashes     BLOB NOT NULL
) STRICT;
