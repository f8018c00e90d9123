/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reason-choice.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressReasonChoice
{
  AdwBin parent_instance;

  GtkWidget *drop_down;
  RedressPolicy *policy; /* (owned) (nullable) */
  RedressVerdict verdict;
  GPtrArray *codes; /* (owned) (element-type utf8) (nullable elements): of each row */
  gboolean updating;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressReasonChoice, redress_reason_choice, ADW_TYPE_BIN)

/* The default row is as wide as its text and would set the width of the pane. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, redress_line_new ("", NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (string));
}

static void
selected_cb (RedressReasonChoice *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHOSEN], 0, redress_reason_choice_get_code (self));
}

static void
redress_reason_choice_finalize (GObject *object)
{
  RedressReasonChoice *self = REDRESS_REASON_CHOICE (object);

  g_clear_pointer (&self->policy, redress_policy_unref);
  g_ptr_array_unref (self->codes);
  G_OBJECT_CLASS (redress_reason_choice_parent_class)->finalize (object);
}

static void
redress_reason_choice_class_init (RedressReasonChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_reason_choice_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkListItemFactory *
create_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

static void
redress_reason_choice_init (RedressReasonChoice *self)
{
  g_autoptr (GtkListItemFactory) factory = create_factory ();

  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->drop_down = gtk_drop_down_new (NULL, NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), factory);
  gtk_widget_set_hexpand (self->drop_down, TRUE);
  gtk_widget_add_css_class (self->drop_down, "compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("decision", "Reason"), -1);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
  adw_bin_set_child (ADW_BIN (self), self->drop_down);
}

static void
fill (RedressReasonChoice *self)
{
  GPtrArray *reasons = self->policy != NULL ? redress_policy_get_reasons (self->policy) : NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->codes, 0);
  gtk_string_list_append (labels, C_ ("decision", "Reason"));
  g_ptr_array_add (self->codes, NULL);
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (reasons, i);

      if ((reason->verdicts & REDRESS_VERDICT_BIT (self->verdict)) == 0)
        continue;
      gtk_string_list_append (labels, redress_text_get (&reason->label, redress_language ()));
      g_ptr_array_add (self->codes, g_strdup (reason->code));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (labels));
  gtk_widget_set_sensitive (self->drop_down, self->codes->len > 1);
}

static guint
find (RedressReasonChoice *self, const char *code)
{
  for (guint i = 1; code != NULL && i < self->codes->len; i++)
    if (g_str_equal (g_ptr_array_index (self->codes, i), code))
      return i;
  return 0;
}

void
redress_reason_choice_set (RedressReasonChoice *self,
                           RedressPolicy *policy,
                           RedressVerdict verdict,
                           const char *code)
{
  g_return_if_fail (REDRESS_IS_REASON_CHOICE (self));

  self->updating = TRUE;
  if (policy != self->policy || verdict != self->verdict || self->codes->len == 0)
    {
      g_clear_pointer (&self->policy, redress_policy_unref);
      self->policy = policy != NULL ? redress_policy_ref (policy) : NULL;
      self->verdict = verdict;
      fill (self);
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), find (self, code));
  self->updating = FALSE;
}

const char *
redress_reason_choice_get_code (RedressReasonChoice *self)
{
  guint selected;

  g_return_val_if_fail (REDRESS_IS_REASON_CHOICE (self), NULL);

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  return selected < self->codes->len ? g_ptr_array_index (self->codes, selected) : NULL;
}
