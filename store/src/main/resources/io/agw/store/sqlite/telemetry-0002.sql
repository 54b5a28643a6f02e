-- The spans of all turns that one commit wrote are one row: a row a turn, each with every name and
-- id spelled out, cost as much as all the rest of a turn. Spans kept so far are dropped; usage stays.

DROP TABLE trace_part;
DROP TABLE trace_group;

-- hashes: a 32-bit hash of each turn's trace id, in the order of the turns. An index on trace ids
-- would write a random page for every turn; these are read from end to end to find a trace instead.
CREATE TABLE trace_group (
    group_id INTEGER PRIMARY KEY,
    ended_ns INTEGER NOT NULL,             -- last end of a span
    hashes   BLOB    NOT NULL,
    spans    BLOB    NOT NULL              -- CBOR: SpanPacking
) STRICT;

-- what the old rows took is given back, as far as the file can become shorter
PRAGMA incremental_vacuum;
