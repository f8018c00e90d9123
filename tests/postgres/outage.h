/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kills the PostgreSQL of tests/support/with-postgres, and starts it again. */
void outage_begin (void);
void outage_end (void);

G_END_DECLS
