-- Who may do nothing until somebody says so or a time has come, and which pauses of budgets somebody
-- ended before their time. Times are milliseconds since 1970; null is never.

CREATE TABLE paused (
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    origin   TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE resumed (
    budget   TEXT    NOT NULL,
    holder   TEXT    NOT NULL,
    span     TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    most     INTEGER NOT NULL,
    until_ms INTEGER,
    PRIMARY KEY (budget, holder, span, measure)
) STRICT, WITHOUT ROWID;
