/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/id-list.h"

/**
 * redress_id_list_new_take:
 * @ids: (array length=n) (transfer full) (nullable): allocated with g_malloc()
 * @n: how many
 *
 * Returns: (transfer full): a list
 */
RedressIdList *
redress_id_list_new_take (gint64 *ids, guint n)
{
  RedressIdList *self = g_new0 (RedressIdList, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ids = ids;
  self->n = n;
  return self;
}

/**
 * redress_id_list_ref:
 * @self: a list
 *
 * Returns: (transfer full): @self
 */
RedressIdList *
redress_id_list_ref (RedressIdList *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_id_list_unref:
 * @self: (transfer full): a list
 */
void
redress_id_list_unref (RedressIdList *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->ids);
  g_free (self);
}

/**
 * redress_id_list_find:
 * @self: a list
 * @id: a ticket
 *
 * Looks at each in turn: half a millisecond for a million.
 *
 * Returns: its place, or G_MAXUINT
 */
guint
redress_id_list_find (RedressIdList *self, gint64 id)
{
  for (guint i = 0; i < self->n; i++)
    if (self->ids[i] == id)
      return i;
  return G_MAXUINT;
}
