/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressRevealGrants:
 *
 * Which account may look at which masked piece of evidence, for a short while after it said why.
 * In memory alone: after a restart it is said again.
 */
typedef struct _RedressRevealGrants RedressRevealGrants;

RedressRevealGrants *redress_reveal_grants_new (void);
void redress_reveal_grants_free (RedressRevealGrants *self);
void redress_reveal_grants_add (RedressRevealGrants *self,
                                const char *account,
                                gint64 evidence,
                                RedressTime until,
                                RedressTime now);
gboolean redress_reveal_grants_has (RedressRevealGrants *self,
                                    const char *account,
                                    gint64 evidence,
                                    RedressTime now);

G_END_DECLS
