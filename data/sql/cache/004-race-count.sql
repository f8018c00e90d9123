-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many orders race is asked for at each start and after each change: nobody walks over them
-- for it. What of it is late depends on the time, so an index tells.

CREATE TABLE race_count (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  n INTEGER NOT NULL
) STRICT;
INSERT INTO race_count (only, n)
  SELECT 1, count(*) FROM ticket WHERE race_at IS NOT NULL;

CREATE TRIGGER race_insert AFTER INSERT ON ticket WHEN NEW.race_at IS NOT NULL BEGIN
  UPDATE race_count SET n = n + 1;
END;
CREATE TRIGGER race_delete AFTER DELETE ON ticket WHEN OLD.race_at IS NOT NULL BEGIN
  UPDATE race_count SET n = n - 1;
END;
CREATE TRIGGER race_move AFTER UPDATE OF race_at ON ticket
WHEN (OLD.race_at IS NULL) <> (NEW.race_at IS NULL) BEGIN
  UPDATE race_count SET n = n + iif(NEW.race_at IS NULL, -1, 1);
END;

CREATE INDEX ticket_race_due ON ticket (due_at, state) WHERE race_at IS NOT NULL;
