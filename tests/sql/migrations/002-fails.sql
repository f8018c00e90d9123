-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;
INSERT INTO parent (id, name) VALUES (99, 'half');
INSERT INTO nowhere VALUES (1);
