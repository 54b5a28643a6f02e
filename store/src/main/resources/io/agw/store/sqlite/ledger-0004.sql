-- Limits of budgets that somebody has changed for a time. Times are milliseconds since 1970, money is
-- nano-dollars.

CREATE TABLE changed (
    budget   TEXT    NOT NULL,
    span     TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    most     INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (budget, span, measure)
) STRICT, WITHOUT ROWID;
