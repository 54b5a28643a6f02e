-- What many turns have in common (who asked whom by which way, and how it ended) is written once a
-- day and not with each of them: half of a row, and of what it costs to write it. Kinds of a day go
-- with the last turn of that day.

CREATE TABLE turn_kind (
    kind_id         INTEGER PRIMARY KEY,
    day             INTEGER NOT NULL,      -- of finished_ms, since 1970 in UTC
    route_id        TEXT,
    protocol        TEXT,
    operation       TEXT,
    key_id          TEXT,
    provider_id     TEXT,
    requested_model TEXT,
    upstream_model  TEXT,
    route_reason    TEXT,
    outcome         TEXT    NOT NULL,
    status          INTEGER NOT NULL,
    error_code      TEXT,
    stream          INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    usage_source    INTEGER NOT NULL,
    price_id        TEXT,
    price_version   TEXT
) STRICT;

CREATE INDEX turn_kind_by_words ON turn_kind (day, key_id, requested_model, provider_id);

INSERT INTO turn_kind (day, route_id, protocol, operation, key_id, provider_id, requested_model,
    upstream_model, route_reason, outcome, status, error_code, stream, attempts, usage_source,
    price_id, price_version)
SELECT DISTINCT finished_ms / 86400000, route_id, protocol, operation, key_id, provider_id,
    requested_model, upstream_model, route_reason, outcome, status, error_code, stream, attempts,
    usage_source, price_id, price_version
FROM usage;

CREATE TABLE turn (
    usage_id                INTEGER PRIMARY KEY,
    kind_id                 INTEGER NOT NULL,
    request_id              TEXT    NOT NULL,
    trace_id                TEXT    NOT NULL,
    started_ms              INTEGER NOT NULL,
    finished_ms             INTEGER NOT NULL,
    latency_ms              INTEGER NOT NULL,
    first_byte_ms           INTEGER,
    input_tokens            INTEGER,
    output_tokens           INTEGER,
    cache_read_tokens       INTEGER,
    cache_write_tokens      INTEGER,
    long_cache_write_tokens INTEGER,
    audio_input_tokens      INTEGER,
    reasoning_tokens        INTEGER,
    audio_output_tokens     INTEGER,
    cost_nano_usd           INTEGER,       -- NULL: not known
    provider_usage          TEXT           -- JSON as the upstream wrote it
) STRICT;

INSERT INTO turn
SELECT u.usage_id, k.kind_id, u.request_id, u.trace_id, u.started_ms, u.finished_ms, u.latency_ms,
    u.first_byte_ms, u.input_tokens, u.output_tokens, u.cache_read_tokens, u.cache_write_tokens,
    u.long_cache_write_tokens, u.audio_input_tokens, u.reasoning_tokens, u.audio_output_tokens,
    u.cost_nano_usd, u.provider_usage
FROM usage u
JOIN turn_kind k ON k.day = u.finished_ms / 86400000
    AND k.key_id IS u.key_id
    AND k.requested_model IS u.requested_model
    AND k.provider_id IS u.provider_id
    AND k.route_id IS u.route_id
    AND k.protocol IS u.protocol
    AND k.operation IS u.operation
    AND k.upstream_model IS u.upstream_model
    AND k.route_reason IS u.route_reason
    AND k.outcome = u.outcome
    AND k.status = u.status
    AND k.error_code IS u.error_code
    AND k.stream = u.stream
    AND k.attempts = u.attempts
    AND k.usage_source = u.usage_source
    AND k.price_id IS u.price_id
    AND k.price_version IS u.price_version
ORDER BY u.usage_id;

DROP TABLE usage;

CREATE INDEX turn_by_time ON turn (finished_ms);

-- a turn with all that is known of it
CREATE VIEW usage AS SELECT * FROM turn JOIN turn_kind USING (kind_id);
