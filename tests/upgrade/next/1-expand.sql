-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know @BEFORE@.
alter table ticket add column region text collate "C";
create index ticket_without_region on ticket (id) where region is null;
create table region (name text collate "C" primary key);
