/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The strings of an enumeration, in its order. One table serves both directions. */
const char *redress_names_get (const char *const *names, guint n_names, guint value);
/* The value that @text names, or -1. @text may be NULL. */
int redress_names_find (const char *const *names, guint n_names, const char *text);

G_END_DECLS
