/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/draft-keeper.h"

struct _RedressDraftKeeper
{
  GObject parent_instance;

  RedressStore *store; /* (owned) (nullable) */
  GHashTable *waiting; /* (owned) (element-type gint64 RedressDraft) */
  gboolean saving;
};

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressDraftKeeper, redress_draft_keeper, G_TYPE_OBJECT)

static void save_next (RedressDraftKeeper *self);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (!redress_store_save_draft_finish (REDRESS_STORE (source), result, &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  save_next (self);
}

static void
save (RedressDraftKeeper *self, const RedressDraft *draft)
{
  redress_store_save_draft_async (self->store, draft, NULL, saved_cb, g_object_ref (self));
}

static void
save_next (RedressDraftKeeper *self)
{
  GHashTableIter iter;
  gpointer draft;

  if (self->saving || self->store == NULL)
    return;
  g_hash_table_iter_init (&iter, self->waiting);
  if (!g_hash_table_iter_next (&iter, NULL, &draft))
    return;
  self->saving = TRUE;
  save (self, draft);
  g_hash_table_iter_remove (&iter);
}

static void
redress_draft_keeper_dispose (GObject *object)
{
  RedressDraftKeeper *self = REDRESS_DRAFT_KEEPER (object);

  g_clear_object (&self->store);
  g_hash_table_remove_all (self->waiting);
  G_OBJECT_CLASS (redress_draft_keeper_parent_class)->dispose (object);
}

static void
redress_draft_keeper_finalize (GObject *object)
{
  RedressDraftKeeper *self = REDRESS_DRAFT_KEEPER (object);

  g_hash_table_unref (self->waiting);
  G_OBJECT_CLASS (redress_draft_keeper_parent_class)->finalize (object);
}

static void
redress_draft_keeper_class_init (RedressDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_draft_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_draft_keeper_finalize;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
redress_draft_keeper_init (RedressDraftKeeper *self)
{
  self->waiting =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)redress_draft_free);
}

RedressDraftKeeper *
redress_draft_keeper_new (void)
{
  return g_object_new (REDRESS_TYPE_DRAFT_KEEPER, NULL);
}

void
redress_draft_keeper_set_store (RedressDraftKeeper *self, RedressStore *store)
{
  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));

  if (self->store == store)
    return;
  redress_draft_keeper_flush (self);
  g_hash_table_remove_all (self->waiting);
  g_set_object (&self->store, store);
}

void
redress_draft_keeper_put (RedressDraftKeeper *self, const RedressDraft *draft)
{
  RedressDraft *copy;

  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));
  g_return_if_fail (draft != NULL);

  copy = redress_draft_copy (draft);
  g_hash_table_replace (self->waiting, &copy->ticket, copy);
  save_next (self);
}

void
redress_draft_keeper_forget (RedressDraftKeeper *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));

  g_hash_table_remove (self->waiting, &ticket);
}

void
redress_draft_keeper_flush (RedressDraftKeeper *self)
{
  GHashTableIter iter;
  gpointer draft;

  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));

  if (self->store == NULL)
    return;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &draft))
    {
      save (self, draft);
      g_hash_table_iter_remove (&iter);
    }
}
