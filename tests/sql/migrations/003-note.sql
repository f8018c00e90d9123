-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE parent ADD COLUMN note TEXT;
