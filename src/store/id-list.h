/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressIdList:
 * @n: how many
 * @ids: (array length=n): tickets in the order of a queue
 *
 * The tickets of a queue, eight bytes each. Never changed once it is shared between threads.
 */
typedef struct
{
  gatomicrefcount ref_count;
  guint n;
  gint64 *ids;
} RedressIdList;

RedressIdList *redress_id_list_new_take (gint64 *ids, guint n);
RedressIdList *redress_id_list_ref (RedressIdList *self);
void redress_id_list_unref (RedressIdList *self);
guint redress_id_list_find (RedressIdList *self, gint64 id);

/**
 * RedressSplice:
 * @old_start: where it begins in the old list
 * @n_removed: how many leave there
 * @new_start: where it begins in the new list
 * @n_added: how many come there
 *
 * One difference between two lists.
 */
typedef struct
{
  guint old_start;
  guint n_removed;
  guint new_start;
  guint n_added;
} RedressSplice;

GArray *redress_id_list_diff (RedressIdList *old, RedressIdList *new, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressIdList, redress_id_list_unref)

G_END_DECLS
