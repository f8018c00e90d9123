-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may look at which masked piece of evidence for two minutes: several servers know of it, and
-- one that starts again.
create table reveal_grant (
  account text not null,
  evidence integer not null,
  until integer not null,
  primary key (account, evidence)
) strict;
