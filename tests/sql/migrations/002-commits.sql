-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;
COMMIT;
