/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The files of evidence, named by their digests. An original is never changed and never opened
 * for a desk; a rendition is what a desk gets. */
char *redress_evidence_store_get_original (const char *data_dir, const char *sha256);
char *redress_evidence_store_get_rendition (const char *data_dir, const char *sha256);
gboolean redress_evidence_store_keep_original (const char *data_dir,
                                               const char *file,
                                               const char *sha256,
                                               GError **error);
gboolean redress_evidence_store_keep_rendition (const char *data_dir,
                                                const char *file,
                                                const char *sha256,
                                                GError **error);

G_END_DECLS
