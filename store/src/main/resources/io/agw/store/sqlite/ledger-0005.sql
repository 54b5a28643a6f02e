-- What stands for a turn in usage, should it never end: a JSON array, with one of the turn's rows.

ALTER TABLE held ADD COLUMN row TEXT;
