/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"

G_BEGIN_DECLS

/**
 * RedressSeenCase:
 * @id: the ticket
 * @version: of the ticket as the window got it
 * @digest: of all that was shown
 *
 * What an agent looked at. A decision proves it by the digest, also if the ticket has changed on
 * this computer since.
 */
typedef struct
{
  gint64 id;
  gint64 version;
  char *digest;
  guint64 order;
} RedressSeenCase;

GHashTable *redress_seen_cases_new (void);
void redress_seen_cases_put (GHashTable *cases,
                             guint64 *n_seen,
                             const RedressSummary *summary,
                             const char *digest);
const RedressSeenCase *redress_seen_cases_find (GHashTable *cases, gint64 ticket);

G_END_DECLS
