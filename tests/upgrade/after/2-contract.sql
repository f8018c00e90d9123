-- SPDX-License-Identifier: GPL-3.0-or-later
-- For programs that know @BEFORE@.
drop table region;
