/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"

G_BEGIN_DECLS

/* (transfer full) (element-type utf8 utf8): connector key of each platform, from a file with
 * one "platform key" a line; empty lines and those that begin with # do not count. */
GHashTable *redress_keys_load (const char *path, GError **error);

/* (transfer full): second word of the line that begins with @name, such as a password in a file
 * with one "account password role" a line. */
char *redress_keys_find (const char *path, const char *name, GError **error);

G_END_DECLS
