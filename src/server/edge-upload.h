/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressUpload:
 *
 * A body on its way into a temporary file, with its SHA-256 on the way.
 */
typedef struct _RedressUpload RedressUpload;

RedressUpload *redress_upload_new (const char *folder, GError **error);
void redress_upload_free (RedressUpload *self);
gboolean
redress_upload_append (RedressUpload *self, const void *data, gsize length, GError **error);
gboolean redress_upload_finish (RedressUpload *self, GError **error);
const char *redress_upload_get_path (RedressUpload *self);
const char *redress_upload_get_sha256 (RedressUpload *self);
gint64 redress_upload_get_size (RedressUpload *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressUpload, redress_upload_free)

G_END_DECLS
