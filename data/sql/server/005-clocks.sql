-- SPDX-License-Identifier: GPL-3.0-or-later
-- What makes the clock of a ticket run longer: its waits, and the peaks of its flow.

create table wait (
  ticket integer not null references ticket (id),
  from_at integer not null,
  state text not null,                    -- waiting_customer, waiting_platform, held
  until_at integer,                       -- null while it lasts
  primary key (ticket, from_at)
) strict, without rowid;

create table peak (
  id integer primary key autoincrement,
  flow text not null,
  from_at integer not null,
  until_at integer not null,
  extra_hours integer not null,           -- 0: as many as the policy lets it
  actor text not null,
  actor_name text not null,
  note text not null,
  declared_at integer not null,
  cancelled_at integer
) strict;
create index peak_by_flow on peak (flow, until_at);

-- 1: a peak or a calendar changed since the due time was worked out.
alter table ticket add column clock_stale integer not null default 0;
create index ticket_by_stale_clock on ticket (id) where clock_stale = 1;
