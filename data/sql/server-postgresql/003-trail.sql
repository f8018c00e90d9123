-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened, in order: the feed of each platform, its audit log, and the answers given.

-- Another epoch means that earlier cursors say nothing any more (a restored backup).
create table feed_epoch (
  epoch text collate "C" not null
);
insert into feed_epoch (epoch)
  values (substr (replace (gen_random_uuid ()::text, '-', ''), 17));

-- seq is taken in the last statement of a writing transaction, so its order is commit order.
create table feed_head (
  platform text collate "C" primary key,
  seq bigint not null,
  minimum bigint not null                 -- the oldest position a cursor may have
);

create table change_log (
  platform text collate "C" not null,
  seq bigint not null,
  ticket bigint not null,
  rev bigint not null,
  op text collate "C" not null,           -- upsert, remove
  reason text collate "C",
  at bigint not null,
  primary key (platform, seq)
);

create table audit_log (
  platform text collate "C" primary key,
  size bigint not null
);

-- The leaf is the canonical JSON as it goes into the tree; the other columns are for finding it.
create table audit_leaf (
  platform text collate "C" not null,
  idx bigint not null,
  leaf bytea not null,
  action text collate "C" not null,
  ticket bigint,
  actor text collate "C" not null,
  at bigint not null,
  primary key (platform, idx)
);
create index audit_leaf_by_ticket on audit_leaf (ticket, idx) where ticket is not null;

-- Keys of the commitments that stand for personal data in leaves. Without its key a customer's
-- commitments say nothing.
create table subject_key (
  platform text collate "C" not null,
  customer_ref text collate "C" not null,
  key bytea not null,
  primary key (platform, customer_ref)
);

create table idempotency (
  account text collate "C" not null,
  command_id text collate "C" not null,
  fingerprint text collate "C" not null,  -- SHA-256 of the canonical bytes
  status bigint not null,
  answer text collate "C" not null,       -- byte for byte
  at bigint not null,
  primary key (account, command_id)
);
create index idempotency_by_age on idempotency (at);

create table intake_key (
  platform text collate "C" not null,
  key text collate "C" not null,
  fingerprint text collate "C" not null,
  status bigint not null,
  answer text collate "C" not null,
  at bigint not null,
  primary key (platform, key)
);
create index intake_key_by_age on intake_key (at);
