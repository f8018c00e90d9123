-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a platform is to carry out before anything is decided: each effect once in a round.

create table interim_effect (
  ticket bigint not null references ticket (id),
  round bigint not null,
  name text collate "C" not null,
  verdict text collate "C" not null,
  state text collate "C" not null,        -- pending, done, failed
  actor text collate "C" not null,
  actor_name text collate "C" not null,
  asked_at bigint not null,
  reported_at bigint,
  primary key (ticket, round, name)
);
