-- SPDX-License-Identifier: GPL-3.0-or-later
-- Orders that may ship while somebody still thinks about them.

ALTER TABLE ticket ADD COLUMN race_at INTEGER;
ALTER TABLE ticket ADD COLUMN race_label TEXT;
ALTER TABLE ticket ADD COLUMN race_state TEXT;
ALTER TABLE ticket ADD COLUMN race_since INTEGER;
ALTER TABLE ticket ADD COLUMN race_ships_at INTEGER;
ALTER TABLE ticket ADD COLUMN race_as_of INTEGER;

-- A handful of a million. It is NULL where there is no race or nothing is left to decide.
CREATE INDEX ticket_race ON ticket (race_at, id, state, kind, platform, due_at)
  WHERE race_at IS NOT NULL;

-- What is here already came without: it is fetched again, in place.
UPDATE ticket SET rev = 0, claim_rev = 0;
DELETE FROM meta WHERE name = 'cursor';
