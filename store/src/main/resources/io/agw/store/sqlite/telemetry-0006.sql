-- Why the upstream was chosen; NULL where none was, and in older rows.

ALTER TABLE usage ADD COLUMN route_reason TEXT;
