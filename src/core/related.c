/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/related.h"

/**
 * redress_related_ticket_new:
 *
 * Returns: (transfer full): an empty one
 */
RedressRelatedTicket *
redress_related_ticket_new (void)
{
  RedressRelatedTicket *self = g_new0 (RedressRelatedTicket, 1);

  self->opened_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_related_ticket_free:
 * @self: (transfer full) (nullable): a related ticket
 */
void
redress_related_ticket_free (RedressRelatedTicket *self)
{
  if (self == NULL)
    return;

  g_free (self->external_id);
  g_free (self->title);
  g_strfreev (self->files);
  g_free (self);
}

/**
 * redress_related_ticket_can_end_in:
 * @self: a ticket related to another
 * @kind: of that other one
 *
 * A review and an appeal of one order are no duplicates of each other, and what was decided stays.
 *
 * Returns: whether it is the same request once more and may end in the other
 */
gboolean
redress_related_ticket_can_end_in (const RedressRelatedTicket *self, RedressKind kind)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->same_order && self->kind == kind &&
         redress_state_next (self->state, REDRESS_TRIGGER_MERGE, NULL, NULL);
}
