-- The agent that a turn is of; NULL in older rows.

ALTER TABLE turn_kind ADD COLUMN agent_id TEXT;

-- the columns of a view are those of its tables when it is made
DROP VIEW usage;
CREATE VIEW usage AS SELECT * FROM turn JOIN turn_kind USING (kind_id);
