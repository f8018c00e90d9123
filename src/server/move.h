/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean redress_move (const char *from, const char *to, GString *report, GError **error);

G_END_DECLS
