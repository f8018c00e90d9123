-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know 018.
-- Whom an identity provider vouches for, and which of its tokens were shown. Of tokens only the
-- SHA-256 is kept.

create table identity (
  issuer text collate "C" not null,
  subject text collate "C" not null,
  account bigint not null references account (id),
  added_at bigint not null,
  primary key (issuer, subject)
);
create index identity_by_account on identity (account);

create table identity_token (
  hash text collate "C" primary key,
  used_at bigint not null,                -- first
  until bigint not null                   -- it is refused from then on anyhow
);
create index identity_token_by_end on identity_token (until);
