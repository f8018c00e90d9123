-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tickets that are alike, and the incidents that many of them are.

create table incident (
  id integer primary key autoincrement,
  flow text not null,
  name text not null,                     -- of the part of the policy
  alike text not null,                    -- values of its facts, one a line
  words text not null,                    -- since, name and values, one a line: what a summary says
  since integer not null,                 -- when its first ticket was opened
  last_at integer not null,               -- and its newest
  ended_at integer
) strict;
create unique index incident_ongoing on incident (flow, name, alike) where ended_at is null;

-- One row for each part of the policy of which the ticket has all facts.
create table alike (
  ticket integer not null references ticket (id),
  name text not null,
  flow text not null,
  alike text not null,
  at integer not null,                    -- when the ticket was opened
  incident integer references incident (id),
  primary key (ticket, name)
) strict, without rowid;
create index alike_free on alike (flow, name, alike, at) where incident is null;

alter table ticket add column incident integer references incident (id);
create index ticket_by_incident on ticket (incident, state) where incident is not null;

-- Decisions made in one go share it.
alter table decision add column group_id text;
