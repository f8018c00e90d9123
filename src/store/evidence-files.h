/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/seal.h"

G_BEGIN_DECLS

/* The largest piece (contracts of evidence). */
#define REDRESS_EVIDENCE_MAX (64 * 1024 * 1024)

/**
 * RedressEvidenceFiles:
 *
 * The bytes of evidence by their SHA-256: sealed files in a folder, or, where there is no key,
 * memory. What comes out was compared with its digest in the same call.
 */
typedef struct _RedressEvidenceFiles RedressEvidenceFiles;

RedressEvidenceFiles *redress_evidence_files_new (const char *folder, RedressSeal *seal);
void redress_evidence_files_free (RedressEvidenceFiles *self);
gboolean redress_evidence_files_check (const char *sha256, GBytes *bytes, GError **error);
gboolean redress_evidence_files_put (RedressEvidenceFiles *self,
                                     const char *sha256,
                                     GBytes *bytes,
                                     GError **error);
GBytes *redress_evidence_files_get (RedressEvidenceFiles *self, const char *sha256, GError **error);
void redress_evidence_files_remove (RedressEvidenceFiles *self, const char *sha256);
void redress_evidence_files_clear (RedressEvidenceFiles *self);
GPtrArray *redress_evidence_files_list (RedressEvidenceFiles *self);
gint64 redress_evidence_files_get_size (RedressEvidenceFiles *self, const char *sha256);
gint64 redress_evidence_files_get_free_space (RedressEvidenceFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressEvidenceFiles, redress_evidence_files_free)

G_END_DECLS
