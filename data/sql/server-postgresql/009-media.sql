-- SPDX-License-Identifier: GPL-3.0-or-later
-- Videos have a length.

alter table rendition add column duration_ms bigint not null default 0;
