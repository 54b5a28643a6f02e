-- Ids are packed as numbers from here on: what was packed before cannot be read any more.
DELETE FROM trace_group;
