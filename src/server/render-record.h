/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "server/server.h"

G_BEGIN_DECLS

/* Writes down what came of a piece of evidence, and lets its platform's feed move. */
gboolean redress_render_record (RedressServer *server,
                                gint64 evidence,
                                RedressRenditionState state,
                                const char *reason,
                                GPtrArray *renditions,
                                GError **error);

G_END_DECLS
