/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kills the PostgreSQL of tests/support/with-postgres, and starts it again. */
void outage_begin (void);
void outage_end (void);
/* All of its processes stand still, and their kernel answers for them. */
void outage_freeze (void);
void outage_thaw (void);

G_END_DECLS
