-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know 018.
-- Whom an identity provider vouches for, and which of its tokens were shown. Of tokens only the
-- SHA-256 is kept.

create table identity (
  issuer text not null,
  subject text not null,
  account integer not null references account (id),
  added_at integer not null,
  primary key (issuer, subject)
) strict, without rowid;
create index identity_by_account on identity (account);

create table identity_token (
  hash text primary key,
  used_at integer not null,               -- first
  until integer not null                  -- it is refused from then on anyhow
) strict, without rowid;
create index identity_token_by_end on identity_token (until);
