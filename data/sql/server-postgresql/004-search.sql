-- SPDX-License-Identifier: GPL-3.0-or-later
-- What tickets are searched by. The words are cut by the server, so that it finds the same here
-- and in SQLite, whatever dictionaries the database has.
create table ticket_search (
  ticket bigint primary key references ticket (id),
  words tsvector not null
);
create index ticket_search_by_word on ticket_search using gin (words);
