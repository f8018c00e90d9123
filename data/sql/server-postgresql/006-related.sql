-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where else a file lies, so that one proof for two orders is found.

create index evidence_by_digest on evidence (sha256);
