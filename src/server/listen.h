/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* -1 with an error, otherwise a listening socket that does not block. @port: (inout). */
int redress_listen (const char *address, guint16 *port, gboolean try_next, GError **error);

G_END_DECLS
