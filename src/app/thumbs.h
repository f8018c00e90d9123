/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressThumbs:
 *
 * Reads small pictures of evidence from the disk, verified, and decodes them off the main
 * thread.
 */
#define REDRESS_TYPE_THUMBS (redress_thumbs_get_type ())
G_DECLARE_FINAL_TYPE (RedressThumbs, redress_thumbs, REDRESS, THUMBS, GObject)

RedressThumbs *redress_thumbs_new (void);
/* @store: (nullable) */
void redress_thumbs_set_store (RedressThumbs *self, RedressStore *store);
/* NOT_FOUND: it is not on this computer. */
void redress_thumbs_load_async (RedressThumbs *self,
                                const char *sha256,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* (transfer full) */
GdkTexture *redress_thumbs_load_finish (RedressThumbs *self, GAsyncResult *result, GError **error);

G_END_DECLS
