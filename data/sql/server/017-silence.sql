-- SPDX-License-Identifier: GPL-3.0-or-later
-- Why a platform gave no answer, as a word of the contract: who reads it says it in their language.
alter table webhook_event add column silence text;
