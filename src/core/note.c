/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"

/**
 * redress_note_new:
 *
 * Returns: (transfer full): an empty note
 */
RedressNote *
redress_note_new (void)
{
  RedressNote *self = g_new0 (RedressNote, 1);

  self->at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_note_free:
 * @self: (transfer full) (nullable): a note
 */
void
redress_note_free (RedressNote *self)
{
  if (self == NULL)
    return;

  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->text);
  g_free (self);
}
