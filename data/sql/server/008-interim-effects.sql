-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a platform is to carry out before anything is decided: each effect once in a round.

create table interim_effect (
  ticket integer not null references ticket (id),
  round integer not null,
  name text not null,
  verdict text not null,
  state text not null,                    -- pending, done, failed
  actor text not null,
  actor_name text not null,
  asked_at integer not null,
  reported_at integer,
  primary key (ticket, round, name)
) strict, without rowid;
