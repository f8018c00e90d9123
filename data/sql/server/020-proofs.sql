-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know 019.
-- The trees above the logs, and what was signed of them last.

-- 256 nodes of a tree and what stands above them; only full ones. Level 0 stands on the leaves and
-- keeps their hashes; a higher one stands on the roots of the level below, which are kept there.
create table audit_tile (
  platform text not null,
  level integer not null,
  idx integer not null,
  root blob not null,
  hashes blob,
  primary key (platform, level, idx)
) strict;

create table audit_checkpoint (
  platform text primary key,
  size integer not null,
  note text not null,                     -- with its signatures
  key text not null,                      -- public, of the signer
  at integer not null
) strict, without rowid;
