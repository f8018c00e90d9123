-- SPDX-License-Identifier: GPL-3.0-or-later
-- What an agent decided and typed. The only copy there is. The sum is a checksum of the row: the
-- database notices a damaged page, but not a damaged value.

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  command_id TEXT NOT NULL UNIQUE,
  ticket INTEGER NOT NULL,
  state INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  draft BLOB,
  problem_code TEXT,
  problem_detail TEXT,
  theirs BLOB,
  platform TEXT,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_ticket ON outbox (ticket, position);

CREATE TABLE draft (
  ticket INTEGER PRIMARY KEY,
  sealed INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
