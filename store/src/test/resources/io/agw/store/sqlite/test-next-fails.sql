CREATE TABLE added_by_test (x INTEGER) STRICT;
DROP TABLE outbox;
INSERT INTO no_such_table VALUES (1);
