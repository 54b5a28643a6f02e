-- Which upstream, asked with which credential, keeps a response. A row is written with the usage of
-- the turn that made it and goes when that goes. The first to bring an id for a key keeps it, so
-- that no upstream can take over another's.

CREATE TABLE response_origin (
    key_id        TEXT    NOT NULL,        -- empty where no virtual key was needed
    response_id   TEXT    NOT NULL,
    provider_id   TEXT    NOT NULL,
    credential_id TEXT    NOT NULL,
    finished_ms   INTEGER NOT NULL,
    PRIMARY KEY (key_id, response_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX response_origin_by_time ON response_origin (finished_ms);
