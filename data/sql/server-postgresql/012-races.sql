-- SPDX-License-Identifier: GPL-3.0-or-later
-- The race an order is in, as JSON: what its label says, what is true, when it may ship.

alter table ticket add column race text collate "C";
