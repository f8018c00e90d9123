/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressCannedServer:
 *
 * Answers on loopback with exactly the bytes a test wants, so that answers can be cut, garbled
 * or missing on command, which the real server cannot do.
 */
typedef struct _RedressCannedServer RedressCannedServer;

/* Returns (transfer full) the raw answer with status line, or NULL: close without one. Called
 * on a thread of the server. */
typedef GBytes *(*RedressCannedAnswer) (const char *method,
                                        const char *path,
                                        const char *body,
                                        gpointer user_data);

RedressCannedServer *redress_canned_server_new (RedressCannedAnswer answer, gpointer user_data);
void redress_canned_server_free (RedressCannedServer *self);
const char *redress_canned_server_get_url (RedressCannedServer *self);
guint redress_canned_server_count (RedressCannedServer *self, const char *path_prefix);

/* A whole answer with Content-Length. */
GBytes *redress_canned_json (guint status, const char *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCannedServer, redress_canned_server_free)

G_END_DECLS
