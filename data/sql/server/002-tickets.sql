-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tickets and what hangs on them. Times are microseconds since 1970 UTC, amounts integers.

create table ticket (
  id integer primary key,
  platform text not null,
  flow text not null,
  kind text not null,
  external_id text not null,
  order_no text not null,
  state text not null,
  rev integer not null,
  version integer not null,
  round integer not null,
  opened_at integer not null,
  due_at integer,
  due_rule text,
  due_provisional integer not null,
  amount integer not null,
  unit text not null,
  customer_ref text not null,
  customer_name text not null,
  reason_code text,
  reason_text text,
  title text not null,
  badges integer not null,
  labels text,                            -- one a line
  closed_at integer not null,             -- 9223372036854775807 while unfinished
  -- The lease. The token stays when the holder goes, so that it only ever grows.
  holder text,
  holder_name text,
  claim_mode text,
  claim_token integer not null,
  lease_until integer,
  -- Set while held or waiting: when the ticket comes back by itself, and what was asked for.
  wake_at integer,
  asked_slots text,                       -- one a line
  asked_facts text,                       -- one a line
  previous_ticket integer,
  policy_version integer not null,
  reason_full text,
  reason_language text,
  order_json text not null,
  customer_json text not null,
  create_fingerprint text not null,       -- SHA-256 of the platform's request
  unique (platform, external_id)
) strict;
create index ticket_by_end on ticket (platform, closed_at, id);
create index ticket_by_order on ticket (order_no);
create index ticket_by_number on ticket (external_id);
create index ticket_by_customer on ticket (platform, customer_ref, id);
create index ticket_by_holder on ticket (holder) where holder is not null;
create index ticket_by_wake on ticket (wake_at) where wake_at is not null;

create table fact (
  ticket integer not null references ticket (id),
  name text not null,
  type integer not null,                  -- RedressValueType
  number integer,
  text text,
  unit text,
  source text not null,
  as_of integer,
  primary key (ticket, name)
) strict, without rowid;

create table event (
  id integer primary key,
  ticket integer not null references ticket (id),
  at integer not null,
  digest text not null,                   -- of lane, code, text: the same event once
  lane text not null,
  code text not null,
  text text,
  trouble integer not null,
  source text,
  unique (ticket, at, digest)
) strict;

create table evidence (
  id integer primary key,
  ticket integer not null references ticket (id),
  slot text not null,
  holder text not null,
  name text,
  sensitivity text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  captured_at integer,
  received_at integer not null,
  rendition_state text not null,
  rendition_reason text,                  -- why there is none, as a code
  unique (ticket, sha256, slot)
) strict;
create index evidence_to_render on evidence (id) where rendition_state = 'pending';

create table rendition (
  evidence integer not null references evidence (id),
  use text not null,
  page integer not null,
  media_type text not null,
  sha256 text not null,
  size integer not null,
  width integer not null,
  height integer not null,
  primary key (evidence, use, page)
) strict, without rowid;

-- One decision in a round: the second wall behind the idempotency of commands.
create table decision (
  ticket integer not null references ticket (id),
  round integer not null,
  verdict text not null,
  recommended text not null,
  reason_code text,
  note text,
  message text,
  override_reason text,
  amount integer not null,
  unit text not null,
  cited text,                             -- one a line
  actor text not null,
  actor_name text not null,
  approved_by text,
  decided_at integer,
  recorded_at integer not null,
  effect_at integer not null,
  offline integer not null,
  is_void integer not null,
  command_id text not null,
  version integer not null,
  effects text,                           -- one a line
  effects_done text,                      -- one a line
  effects_failed text,                    -- one a line
  effect_state text not null,
  rev integer not null,                   -- of the ticket, as the feed announced the decision
  primary key (ticket, round)
) strict;

create table note (
  id integer primary key,
  ticket integer not null references ticket (id),
  actor text not null,
  actor_name text not null,
  at integer not null,
  text text not null
) strict;
create index note_by_ticket on note (ticket, id);
