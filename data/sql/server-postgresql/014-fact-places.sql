-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where a fact was read: the digest of a piece of evidence, and the numbers of its entries, one a line.

alter table fact add column evidence text collate "C";
alter table fact add column entries text collate "C";
