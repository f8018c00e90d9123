/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reveals.h"

struct _RedressReveals
{
  GObject parent_instance;

  GHashTable *shown; /* (element-type utf8 Shown) */
};

typedef struct
{
  RedressReveals *owner;
  RedressFact *fact;
  guint timeout_id;
} Shown;

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressReveals, redress_reveals, G_TYPE_OBJECT)

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_clear_handle_id (&shown->timeout_id, g_source_remove);
  redress_fact_free (shown->fact);
  g_free (shown);
}

static void
redress_reveals_finalize (GObject *object)
{
  g_hash_table_unref (REDRESS_REVEALS (object)->shown);
  G_OBJECT_CLASS (redress_reveals_parent_class)->finalize (object);
}

static void
redress_reveals_class_init (RedressRevealsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_reveals_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_reveals_init (RedressReveals *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, shown_free);
}

RedressReveals *
redress_reveals_new (void)
{
  return g_object_new (REDRESS_TYPE_REVEALS, NULL);
}

static void
over_cb (gpointer user_data)
{
  Shown *shown = user_data;

  shown->timeout_id = 0;
  redress_reveals_hide (shown->owner, shown->fact->name);
}

void
redress_reveals_add (RedressReveals *self, const RedressRevealed *revealed)
{
  Shown *shown;

  g_return_if_fail (REDRESS_IS_REVEALS (self));
  g_return_if_fail (revealed != NULL && revealed->fact != NULL);

  shown = g_new0 (Shown, 1);
  shown->owner = self;
  shown->fact = redress_fact_copy (revealed->fact);
  shown->timeout_id = g_timeout_add_once (revealed->seconds * 1000, over_cb, shown);
  g_hash_table_replace (self->shown, shown->fact->name, shown);
  g_signal_emit (self, signals[CHANGED], 0);
}

const RedressFact *
redress_reveals_get (RedressReveals *self, const char *name)
{
  const Shown *shown;

  g_return_val_if_fail (REDRESS_IS_REVEALS (self), NULL);

  shown = g_hash_table_lookup (self->shown, name);
  return shown != NULL ? shown->fact : NULL;
}

void
redress_reveals_hide (RedressReveals *self, const char *name)
{
  g_return_if_fail (REDRESS_IS_REVEALS (self));

  if (g_hash_table_remove (self->shown, name))
    g_signal_emit (self, signals[CHANGED], 0);
}

void
redress_reveals_clear (RedressReveals *self)
{
  g_return_if_fail (REDRESS_IS_REVEALS (self));

  g_hash_table_remove_all (self->shown);
}
