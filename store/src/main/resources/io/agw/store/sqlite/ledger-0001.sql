-- What budgets were charged, by whom and when, and what is held for turns under way. Amounts are
-- nano-dollars, tokens and turns; a slot is the second since 1970 in which a short time began.

CREATE TABLE spent (
    budget   TEXT    NOT NULL,
    series   TEXT    NOT NULL,
    holder   TEXT    NOT NULL,
    slot     INTEGER NOT NULL,
    nano_usd INTEGER NOT NULL,
    tokens   INTEGER NOT NULL,
    turns    INTEGER NOT NULL,
    PRIMARY KEY (budget, series, holder, slot)
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_by_slot ON spent (slot);

CREATE TABLE total (
    budget   TEXT    NOT NULL,
    series   TEXT    NOT NULL,
    holder   TEXT    NOT NULL,
    nano_usd INTEGER NOT NULL,
    tokens   INTEGER NOT NULL,
    turns    INTEGER NOT NULL,
    PRIMARY KEY (budget, series, holder)
) STRICT, WITHOUT ROWID;

CREATE TABLE held (
    turn     INTEGER NOT NULL,
    budget   TEXT    NOT NULL,
    series   TEXT    NOT NULL,
    holder   TEXT    NOT NULL,
    slot     INTEGER NOT NULL,
    nano_usd INTEGER NOT NULL,
    tokens   INTEGER NOT NULL,
    turns    INTEGER NOT NULL,
    PRIMARY KEY (turn, budget, series, holder)
) STRICT, WITHOUT ROWID;
