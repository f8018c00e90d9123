-- SPDX-License-Identifier: GPL-3.0-or-later
-- Numbers that platforms hand out as facts, such as a work order's, find their ticket.

create index fact_by_text on fact (text) where text is not null;
