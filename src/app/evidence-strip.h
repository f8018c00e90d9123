/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"
#include "app/thumbs.h"

G_BEGIN_DECLS

/**
 * RedressEvidenceStrip:
 *
 * The evidence of a ticket in one row, and what should be there and is not.
 */
#define REDRESS_TYPE_EVIDENCE_STRIP (redress_evidence_strip_get_type ())
G_DECLARE_FINAL_TYPE (RedressEvidenceStrip, redress_evidence_strip, REDRESS, EVIDENCE_STRIP, AdwBin)

/* Before anything is shown. */
void redress_evidence_strip_set_thumbs (RedressEvidenceStrip *self, RedressThumbs *thumbs);
/* All of the ticket, and what is missing. Cards that are the same stay, and with them the focus.
 * Hides itself where there are none. */
void redress_evidence_strip_show (RedressEvidenceStrip *self, RedressOpenCase *open);
/* @evidence: (element-type RedressEvidence): only these; of the ticket or of the one before it.
 * In rows, for half the width. */
void redress_evidence_strip_show_some (RedressEvidenceStrip *self,
                                       RedressOpenCase *open,
                                       GPtrArray *evidence);
/* @cited: (nullable): digests that the draft cites. */
void redress_evidence_strip_set_cited (RedressEvidenceStrip *self, char *const *cited);
/* @current: (nullable): digests that are shown beside the strip. */
void redress_evidence_strip_set_current (RedressEvidenceStrip *self, const char *const *current);
/* One under the other, for a page of its own. */
void redress_evidence_strip_set_vertical (RedressEvidenceStrip *self, gboolean vertical);

G_END_DECLS
