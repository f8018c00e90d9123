/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/draft-keeper.h"

/* What could not be saved is tried again after this time. */
#define RETRY_MS 2000

/* What was typed on a ticket, until it is on the disk. */
typedef struct
{
  RedressDraft *draft; /* (owned) */
  guint serial;        /* of the save that is on its way; 0: none is */
  gboolean is_newer;   /* than what that save has */
} Waiting;

struct _RedressDraftKeeper
{
  GObject parent_instance;

  RedressStore *store; /* (owned) (nullable) */
  GHashTable *waiting; /* (owned) (element-type gint64 Waiting) */
  guint last_serial;
  guint retry_id;
  gboolean is_told; /* that saving fails; once, until it works again */
};

typedef struct
{
  RedressDraftKeeper *keeper; /* (owned) */
  gint64 ticket;
  guint serial;
} Saving;

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressDraftKeeper, redress_draft_keeper, G_TYPE_OBJECT)

static void
waiting_free (Waiting *self)
{
  redress_draft_free (self->draft);
  g_free (self);
}

static void
saving_free (Saving *self)
{
  g_object_unref (self->keeper);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void save (RedressDraftKeeper *self, Waiting *waiting);

static void
retry_cb (gpointer user_data)
{
  RedressDraftKeeper *self = user_data;

  self->retry_id = 0;
  redress_draft_keeper_flush (self);
}

static void
note_failure (RedressDraftKeeper *self, const GError *error)
{
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add_once (RETRY_MS, retry_cb, self);
  if (self->is_told)
    return;
  self->is_told = TRUE;
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  RedressDraftKeeper *self = saving->keeper;
  g_autoptr (GError) error = NULL;
  gboolean saved = redress_store_save_draft_finish (REDRESS_STORE (source), result, &error);
  Waiting *waiting = g_hash_table_lookup (self->waiting, &saving->ticket);

  if (saved)
    self->is_told = FALSE;
  /* Forgotten meanwhile: a decision took its place, or the desk another store. */
  if (waiting == NULL || waiting->serial != saving->serial)
    return;
  waiting->serial = 0;
  if (!saved)
    note_failure (self, error);
  else if (waiting->is_newer)
    save (self, waiting);
  else
    g_hash_table_remove (self->waiting, &saving->ticket);
}

/* One save of a ticket at a time: what is typed meanwhile goes along with the next. */
static void
save (RedressDraftKeeper *self, Waiting *waiting)
{
  Saving *saving;

  if (self->store == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->keeper = g_object_ref (self);
  saving->ticket = waiting->draft->ticket;
  saving->serial = waiting->serial = ++self->last_serial;
  waiting->is_newer = FALSE;
  redress_store_save_draft_async (self->store, waiting->draft, NULL, saved_cb, saving);
}

static void
redress_draft_keeper_dispose (GObject *object)
{
  RedressDraftKeeper *self = REDRESS_DRAFT_KEEPER (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
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
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)waiting_free);
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
  Waiting *waiting;

  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));
  g_return_if_fail (draft != NULL);

  waiting = g_hash_table_lookup (self->waiting, &draft->ticket);
  if (waiting == NULL)
    {
      waiting = g_new0 (Waiting, 1);
      g_hash_table_insert (self->waiting, g_memdup2 (&draft->ticket, sizeof draft->ticket),
                           waiting);
    }
  redress_draft_free (waiting->draft);
  waiting->draft = redress_draft_copy (draft);
  waiting->is_newer = TRUE;
  if (waiting->serial == 0)
    save (self, waiting);
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
  gpointer value;

  g_return_if_fail (REDRESS_IS_DRAFT_KEEPER (self));

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Waiting *waiting = value;

      /* The saves of a ticket reach the disk in the order they were asked for in. */
      if (waiting->serial == 0 || waiting->is_newer)
        save (self, waiting);
    }
}
