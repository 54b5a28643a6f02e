-- The oldest groups are found by time. A row is a commit's, and its time is nearly always the last,
-- so that a commit writes one page more.

CREATE INDEX trace_group_by_end ON trace_group (ended_ns);
