-- SPDX-License-Identifier: GPL-3.0-or-later
-- What platforms are told, in the order in which each ticket's events happened.

-- Secrets are made from a key of the server and the generation; none stands here.
create table webhook (
  platform text primary key,
  url text not null,
  generation integer not null,
  rotated_at integer,                     -- the generation before signs too, for a day
  stopped_at integer,
  stopped_by text,
  stopped_why text,
  set_at integer not null
) strict;

create table webhook_event (
  id integer primary key autoincrement,
  name text not null unique,              -- what the platform knows it by
  platform text not null,
  ticket integer references ticket (id),  -- null: a test
  type text not null,
  body text not null,
  made_at integer not null,
  leaves_at integer not null,             -- not before this
  next_at integer,                        -- the next try; null: sent, dead, or nowhere to send it
  attempts integer not null default 0,
  sent_at integer,
  dead_at integer,
  tried_at integer,
  status integer,                         -- of the last answer; null: there was none
  words text                              -- what it said, or why there was none
) strict;
create index webhook_event_next on webhook_event (platform, next_at) where next_at is not null;
create index webhook_event_unsent on webhook_event (ticket, id) where sent_at is null;
create index webhook_event_parked on webhook_event (platform) where sent_at is null;
create index webhook_event_newest on webhook_event (platform, id);
