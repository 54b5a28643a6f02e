-- What somebody may use for a time although the configuration does not allow it. Times are
-- milliseconds since 1970.

CREATE TABLE permit (
    id       TEXT    PRIMARY KEY,
    kind     TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    sort     TEXT    NOT NULL,
    pattern  TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
