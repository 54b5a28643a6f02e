-- What spans of one place have in common is a shape from here on: what was packed before cannot be
-- read any more.
DELETE FROM trace_group;
