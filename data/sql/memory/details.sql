-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where no key is at hand, details and evidence live as long as the connection and never touch
-- the disk. A temporary table hides the one of the same name in the file.

CREATE TEMP TABLE details (
  ticket INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  fetched_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  ready INTEGER NOT NULL
) STRICT;

CREATE TEMP TABLE details_piece (
  ticket INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  fetchable INTEGER NOT NULL,
  PRIMARY KEY (ticket, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX temp.details_piece_sha256 ON details_piece (sha256);

CREATE TEMP TABLE piece (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX temp.piece_used ON piece (used_at);
