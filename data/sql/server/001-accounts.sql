-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may come in, and the policies that judge tickets. Times are microseconds since 1970 UTC.
-- Of tokens, keys and codes only the SHA-256 is kept.

create table account (
  id integer primary key autoincrement,   -- a-<id>; never used again
  name text not null unique,              -- what one types, lower case
  display_name text not null,
  role text not null,
  scopes text not null,                   -- platforms, separated by spaces
  password text,                          -- Argon2id string; null: no password sign-in
  disabled integer not null default 0,
  grants_version integer not null default 1,
  created_at integer not null
) strict;

create table session (
  id integer primary key autoincrement,
  account integer not null references account (id),
  created_at integer not null,
  until integer not null                  -- whatever is refreshed, it ends then
) strict;
create index session_by_account on session (account);
create index session_by_end on session (until);

create table session_token (
  hash text primary key,
  session integer not null references session (id) on delete cascade,
  kind text not null,                     -- access, refresh
  until integer not null,
  used_at integer                         -- refresh: when it was exchanged
) strict, without rowid;
create index session_token_by_session on session_token (session);
create index session_token_by_end on session_token (until);

-- For names that exist and for names that do not, so that the difference cannot be told.
create table sign_in_failure (
  name text primary key,
  failures integer not null,
  last_at integer not null,
  blocked_until integer not null
) strict, without rowid;
create index sign_in_failure_by_time on sign_in_failure (last_at);

create table one_time_code (
  hash text primary key,
  account integer not null references account (id),
  until integer not null
) strict, without rowid;
create index one_time_code_by_end on one_time_code (until);

create table connector_key (
  id integer primary key autoincrement,   -- k-<id>
  platform text not null,
  hash text not null unique,
  created_at integer not null,
  revoked_at integer
) strict;

-- Every version that was ever in force, byte for byte.
create table policy (
  flow text not null,
  version integer not null,
  platform text not null,
  sha256 text not null,
  bytes blob not null,
  in_force_from integer not null,         -- tickets opened from then on are judged by it
  loaded_at integer not null,
  primary key (flow, version)
) strict;
