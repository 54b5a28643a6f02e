-- What the turns of an hour add up to, by their kind, so that a summary of a million turns reads a
-- few hundred rows. Written in the transaction of the turns. A day has a bounded number of kinds
-- here: what is beyond is counted under kinds whose names are `_other`. Roll-ups and their kinds are
-- kept for as long as turns may be, also where turns went earlier because there was no room.

CREATE TABLE usage_hour (
    kind_id            INTEGER NOT NULL,
    hour               INTEGER NOT NULL,   -- of finished_ms, since 1970 in UTC
    requests           INTEGER NOT NULL,
    input_tokens       INTEGER NOT NULL,
    output_tokens      INTEGER NOT NULL,
    cache_read_tokens  INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    reasoning_tokens   INTEGER NOT NULL,
    cost_nano_usd      INTEGER NOT NULL,
    unpriced           INTEGER NOT NULL,   -- requests with tokens whose cost is not known
    latency_ms         INTEGER NOT NULL,
    answered           INTEGER NOT NULL,   -- requests whose first byte was sent
    first_byte_ms      INTEGER NOT NULL,
    PRIMARY KEY (kind_id, hour)
) STRICT, WITHOUT ROWID;

-- total() and min(): sums that are too large for an integer are the largest one
INSERT INTO usage_hour
SELECT kind_id, finished_ms / 3600000, count(*),
    sum(coalesce(input_tokens, 0)), sum(coalesce(output_tokens, 0)),
    sum(coalesce(cache_read_tokens, 0)),
    sum(coalesce(cache_write_tokens, 0) + coalesce(long_cache_write_tokens, 0)),
    sum(coalesce(reasoning_tokens, 0)),
    CASE WHEN total(cost_nano_usd) < 9e18 THEN sum(coalesce(cost_nano_usd, 0))
        ELSE 9223372036854775807 END,
    sum(input_tokens IS NOT NULL AND cost_nano_usd IS NULL),
    sum(latency_ms), count(first_byte_ms), sum(coalesce(first_byte_ms, 0))
FROM turn
GROUP BY kind_id, finished_ms / 3600000;
