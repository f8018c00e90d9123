/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence-content.h"

G_BEGIN_DECLS

/* Takes a transcript or a log apart; other media types stay bytes. INVALID: the file is not
 * what its type says. */
gboolean redress_evidence_content_decode (RedressEvidenceContent *content, GError **error);

G_END_DECLS
