/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/**
 * RedressSeenCase:
 * @id: the ticket
 * @ticket: as the window got it
 * @policy: what judged it
 * @at: when it was judged
 *
 * What an agent looked at. A decision proves it by a digest, also if the ticket has changed on
 * this computer since.
 */
typedef struct
{
  gint64 id;
  RedressTicket *ticket;
  RedressPolicy *policy;
  RedressTime at;
  guint64 order;
} RedressSeenCase;

GHashTable *redress_seen_cases_new (void);
void redress_seen_cases_put (GHashTable *cases,
                             guint64 *n_seen,
                             RedressTicket *ticket,
                             RedressPolicy *policy,
                             RedressTime at);
const RedressSeenCase *redress_seen_cases_find (GHashTable *cases, gint64 ticket);

G_END_DECLS
