-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know 019.
-- The trees above the logs, and what was signed of them last.

-- 256 nodes of a tree and what stands above them; only full ones. Level 0 stands on the leaves and
-- keeps their hashes; a higher one stands on the roots of the level below, which are kept there.
create table audit_tile (
  platform text collate "C" not null,
  level bigint not null,
  idx bigint not null,
  root bytea not null,
  hashes bytea,
  primary key (platform, level, idx)
);

create table audit_checkpoint (
  platform text collate "C" primary key,
  size bigint not null,
  note text collate "C" not null,         -- with its signatures
  key text collate "C" not null,          -- public, of the signer
  at bigint not null
);
