/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trail-entry.h"

/**
 * redress_trail_entry_new:
 *
 * Returns: (transfer full): an entry of nothing yet
 */
RedressTrailEntry *
redress_trail_entry_new (void)
{
  RedressTrailEntry *self = g_new0 (RedressTrailEntry, 1);

  self->at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_trail_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
redress_trail_entry_free (RedressTrailEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->action);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->role);
  g_free (self->external_id);
  g_free (self->leaf);
  g_free (self);
}

/**
 * redress_trail_page_new:
 *
 * Returns: (transfer full): a page of no log
 */
RedressTrailPage *
redress_trail_page_new (void)
{
  RedressTrailPage *self = g_new0 (RedressTrailPage, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_trail_entry_free);
  return self;
}

/**
 * redress_trail_page_free:
 * @self: (transfer full) (nullable): a page
 */
void
redress_trail_page_free (RedressTrailPage *self)
{
  if (self == NULL)
    return;

  g_free (self->log);
  g_ptr_array_unref (self->entries);
  g_free (self);
}
