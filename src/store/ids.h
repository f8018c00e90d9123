/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small sets of ticket numbers. Statements take them as one JSON array. */

char *redress_ids_to_json (GArray *ids);

G_END_DECLS
