/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/kind.h"
#include "core/state.h"
#include "core/types.h"
#include "core/verdict.h"

G_BEGIN_DECLS

/**
 * RedressRelatedTicket:
 * @same_order: it is about the same order
 * @files: (nullable): digests of originals of this ticket's customer that lie in that ticket, too
 *
 * Another ticket of the same platform that whoever decides has to know of (K20: one order comes by
 * several ways; K8: one proof is handed in for several orders).
 */
typedef struct
{
  gint64 ticket;
  RedressKind kind;
  RedressState state;
  RedressVerdict verdict;
  char *external_id;
  char *title;
  RedressTime opened_at;
  gboolean same_order;
  char **files;
} RedressRelatedTicket;

RedressRelatedTicket *redress_related_ticket_new (void);
void redress_related_ticket_free (RedressRelatedTicket *self);
gboolean redress_related_ticket_can_end_in (const RedressRelatedTicket *self, RedressKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRelatedTicket, redress_related_ticket_free)

G_END_DECLS
