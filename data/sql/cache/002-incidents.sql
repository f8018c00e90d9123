-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which incident a ticket belongs to, and what the summary says of it: since, name and values,
-- one a line.

ALTER TABLE ticket ADD COLUMN incident INTEGER;
ALTER TABLE ticket ADD COLUMN incident_words TEXT;

-- All that the list of incidents counts.
CREATE INDEX ticket_incident ON ticket (incident, state, opened_at) WHERE incident IS NOT NULL;
