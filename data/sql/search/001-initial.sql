-- SPDX-License-Identifier: GPL-3.0-or-later
-- The words of the tickets. Filled from cache.db; only this program has the tokenizer.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the index was told of a ticket: it has to be told the same again to forget it.
CREATE TABLE words (
  id INTEGER PRIMARY KEY,
  customer TEXT NOT NULL,
  title TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE word_index USING fts5 (
  customer, title, reason,
  content = 'words', content_rowid = 'id', tokenize = 'cjk', detail = full
);
