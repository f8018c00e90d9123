/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * RedressEvidenceTrouble:
 * @again: whether asking once more may help
 * @alarm: somebody or something changed what was verified before
 *
 * Why there is nothing to look at, in words.
 */
typedef struct
{
  const char *title;
  const char *text;
  gboolean again;
  gboolean alarm;
} RedressEvidenceTrouble;

/* @error: must outlive what is returned. */
RedressEvidenceTrouble redress_evidence_trouble_from_error (const GError *error);
/* Whether asking by itself would only bring the same again. @error: (nullable) */
gboolean redress_evidence_trouble_is_final (const GError *error);
/* What the server could not make yet, or ever. */
RedressEvidenceTrouble redress_evidence_trouble_from_state (const RedressEvidence *evidence);

G_END_DECLS
