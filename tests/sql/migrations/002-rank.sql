-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rebuilds a table that others refer to; their rows must stay.
CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER NOT NULL) STRICT;
INSERT INTO parent_new SELECT id, name, 7 FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
