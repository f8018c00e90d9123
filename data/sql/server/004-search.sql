-- SPDX-License-Identifier: GPL-3.0-or-later
-- What tickets are searched by. The words of a ticket never change, so only the index is kept.
create virtual table ticket_search using fts5 (
  numbers, customer, words,
  content = '', tokenize = 'cjk', detail = full
);
