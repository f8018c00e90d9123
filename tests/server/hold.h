/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/jobs.h"

G_BEGIN_DECLS

/**
 * Hold:
 *
 * Keeps the database thread of a server busy until it is freed.
 */
typedef struct _Hold Hold;

/* When this returns, the database thread is held. */
Hold *hold_new (RedressJobs *jobs);
void hold_free (Hold *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hold, hold_free)

G_END_DECLS
