-- SPDX-License-Identifier: GPL-3.0-or-later
-- The language of what the customer reads; null in decisions of before.

alter table decision add column message_language text collate "C";
