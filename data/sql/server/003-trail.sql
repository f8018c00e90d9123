-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened, in order: the feed of each platform, its audit log, and the answers given.

-- Another epoch means that earlier cursors say nothing any more (a restored backup).
create table feed_epoch (
  epoch text not null
) strict;
insert into feed_epoch (epoch) values (lower(hex(randomblob(8))));

-- seq is taken in the last statement of a writing transaction, so its order is commit order.
create table feed_head (
  platform text primary key,
  seq integer not null,
  minimum integer not null                -- the oldest position a cursor may have
) strict, without rowid;

create table change_log (
  platform text not null,
  seq integer not null,
  ticket integer not null,
  rev integer not null,
  op text not null,                       -- upsert, remove
  reason text,
  at integer not null,
  primary key (platform, seq)
) strict, without rowid;

create table audit_log (
  platform text primary key,
  size integer not null
) strict, without rowid;

-- The leaf is the canonical JSON as it goes into the tree; the other columns are for finding it.
create table audit_leaf (
  platform text not null,
  idx integer not null,
  leaf blob not null,
  action text not null,
  ticket integer,
  actor text not null,
  at integer not null,
  primary key (platform, idx)
) strict;
create index audit_leaf_by_ticket on audit_leaf (ticket, idx) where ticket is not null;

-- Keys of the commitments that stand for personal data in leaves. Without its key a customer's
-- commitments say nothing.
create table subject_key (
  platform text not null,
  customer_ref text not null,
  key blob not null,
  primary key (platform, customer_ref)
) strict, without rowid;

create table idempotency (
  account text not null,
  command_id text not null,
  fingerprint text not null,              -- SHA-256 of the canonical bytes
  status integer not null,
  answer text not null,                   -- byte for byte
  at integer not null,
  primary key (account, command_id)
) strict, without rowid;
create index idempotency_by_age on idempotency (at);

create table intake_key (
  platform text not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  answer text not null,
  at integer not null,
  primary key (platform, key)
) strict, without rowid;
create index intake_key_by_age on intake_key (at);
