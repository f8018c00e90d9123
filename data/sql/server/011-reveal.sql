-- SPDX-License-Identifier: GPL-3.0-or-later
-- Evidence that is not shown as it came: painted over, or hidden until somebody asks for it.

alter table evidence add column blurred integer not null default 0;

create table redaction (
  id integer primary key,
  evidence integer not null references evidence (id),
  actor text not null,
  actor_name text not null,
  at integer not null,
  reason text not null,
  boxes text not null,                    -- x,y,width,height;... in pixels of the view
  before text not null,                   -- digest of the view that went
  after text                              -- of the one that came; null while it is made
) strict;
create index redaction_by_evidence on redaction (evidence);

-- Files of renditions that went, until they are gone from the disk too.
create table dropped_rendition (
  sha256 text primary key,
  original text not null
) strict, without rowid;
