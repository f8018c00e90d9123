-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the server can send again: nothing here is precious.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Times are microseconds UTC; an unknown due time is the largest integer, so that it sorts last
-- and is never late.
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  flow TEXT NOT NULL,
  kind INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  order_no TEXT NOT NULL,
  state INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  version INTEGER NOT NULL,
  round INTEGER NOT NULL,
  opened_at INTEGER,
  due_at INTEGER NOT NULL,
  due_rule TEXT NOT NULL,
  due_provisional INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  customer_ref TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  reason_text TEXT NOT NULL,
  title TEXT NOT NULL,
  badges INTEGER NOT NULL,
  claim_holder TEXT,
  claim_name TEXT,
  claim_mode INTEGER NOT NULL,
  claim_token INTEGER NOT NULL,
  claim_until INTEGER,
  claim_rev INTEGER NOT NULL,
  labels TEXT,
  closed_at INTEGER
) STRICT;

-- Everything a queue filters and sorts by, so that ids come from the index alone.
CREATE INDEX ticket_queue ON ticket (state, due_at, id, kind, platform, amount, closed_at);
CREATE INDEX ticket_order ON ticket (order_no);
CREATE INDEX ticket_external ON ticket (external_id);
CREATE INDEX ticket_holder ON ticket (claim_holder) WHERE claim_holder IS NOT NULL;

CREATE TABLE ticket_count (
  state INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  platform TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (state, kind, platform)
) STRICT, WITHOUT ROWID;

-- Tickets whose words the search index does not have yet.
CREATE TABLE search_todo (
  id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER ticket_insert AFTER INSERT ON ticket BEGIN
  INSERT INTO ticket_count (state, kind, platform, n)
    VALUES (NEW.state, NEW.kind, NEW.platform, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO search_todo (id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER ticket_delete AFTER DELETE ON ticket BEGIN
  UPDATE ticket_count SET n = n - 1
    WHERE state = OLD.state AND kind = OLD.kind AND platform = OLD.platform;
  INSERT INTO search_todo (id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER ticket_move AFTER UPDATE OF state, kind, platform ON ticket
WHEN OLD.state <> NEW.state OR OLD.kind <> NEW.kind OR OLD.platform <> NEW.platform BEGIN
  UPDATE ticket_count SET n = n - 1
    WHERE state = OLD.state AND kind = OLD.kind AND platform = OLD.platform;
  INSERT INTO ticket_count (state, kind, platform, n)
    VALUES (NEW.state, NEW.kind, NEW.platform, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER ticket_words AFTER UPDATE OF customer_name, title, reason_text ON ticket
WHEN OLD.customer_name <> NEW.customer_name OR OLD.title <> NEW.title
  OR OLD.reason_text <> NEW.reason_text BEGIN
  INSERT INTO search_todo (id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TABLE policy (
  flow TEXT NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (flow, version)
) STRICT;

CREATE TABLE calendar (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- A ticket with everything a case page shows, as sealed JSON. Without a key these three tables
-- are hidden by those of sql/memory and stay empty.
CREATE TABLE details (
  ticket INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  fetched_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  ready INTEGER NOT NULL
) STRICT;

-- The pieces of evidence that a case page of the ticket shows. One that is not fetchable stands
-- for renditions that the server has not made yet.
CREATE TABLE details_piece (
  ticket INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  fetchable INTEGER NOT NULL,
  PRIMARY KEY (ticket, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX details_piece_sha256 ON details_piece (sha256);

-- The pieces that are here.
CREATE TABLE piece (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_used ON piece (used_at);
