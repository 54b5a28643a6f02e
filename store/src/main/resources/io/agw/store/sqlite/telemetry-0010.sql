-- Whom a turn is counted for beside its key; NULL in older rows.

ALTER TABLE turn_kind ADD COLUMN team TEXT;
ALTER TABLE turn_kind ADD COLUMN org TEXT;
ALTER TABLE turn_kind ADD COLUMN user TEXT;

-- the columns of a view are those of its tables when it is made
DROP VIEW usage;
CREATE VIEW usage AS SELECT * FROM turn JOIN turn_kind USING (kind_id);
