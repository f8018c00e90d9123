-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know 020.
-- What an account may pay back alone in a day, and the way to what it did pay back.

create table account_ceiling (
  account integer primary key references account (id),
  amount integer not null                 -- fen
) strict;
create index decision_by_actor on decision (actor, recorded_at);
