/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ask-choice.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressAskChoice
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *label;
  RedressOpenCase *open; /* (owned) (nullable) */
  GPtrArray *asked;      /* (owned) (element-type utf8) */
  GPtrArray *checks;     /* (owned) (element-type GtkCheckButton) (unowned): of the popover */
  gboolean updating;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressAskChoice, redress_ask_choice, ADW_TYPE_BIN)

static gboolean
is_asked (RedressAskChoice *self, const char *name)
{
  return g_ptr_array_find_with_equal_func (self->asked, name, g_str_equal, NULL);
}

static void
update_label (RedressAskChoice *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->asked->len; i++)
    g_string_append_printf (
        text, "%s%s", i == 0 ? _ ("Ask for: ") : C_ ("list", ", "),
        redress_open_case_get_name_label (self->open, g_ptr_array_index (self->asked, i)));
  gtk_label_set_text (GTK_LABEL (self->label), text->len > 0 ? text->str : _ ("Ask for…"));
}

static const char *
get_name (GtkCheckButton *check)
{
  return g_object_get_data (G_OBJECT (check), "name");
}

static const char *
get_side (RedressAskChoice *self, const char *name)
{
  return redress_decision_get_asked_side (self->open->data->policy, name);
}

/* Whatever belongs to the other side is let go. */
static void
keep_side (RedressAskChoice *self, const char *side)
{
  for (guint i = self->asked->len; i > 0; i--)
    if (!g_str_equal (get_side (self, g_ptr_array_index (self->asked, i - 1)), side))
      g_ptr_array_remove_index (self->asked, i - 1);
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i),
                                 is_asked (self, get_name (g_ptr_array_index (self->checks, i))));
}

static void
toggled_cb (GtkCheckButton *check, RedressAskChoice *self)
{
  const char *name = get_name (check);
  guint index;

  if (self->updating)
    return;
  self->updating = TRUE;
  if (g_ptr_array_find_with_equal_func (self->asked, name, g_str_equal, &index))
    g_ptr_array_remove_index (self->asked, index);
  else
    g_ptr_array_add (self->asked, g_strdup (name));
  if (is_asked (self, name))
    keep_side (self, get_side (self, name));
  self->updating = FALSE;
  update_label (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer)name);
}

/* What would help most stands first, the policy's other slots after it. */
static GPtrArray *
list_names (RedressOpenCase *open)
{
  const RedressEvaluation *evaluation = open->data->evaluation;
  GPtrArray *slots = redress_policy_get_slots (open->data->policy);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; evaluation->missing_slots[i] != NULL; i++)
    add_name (names, evaluation->missing_slots[i]);
  for (guint i = 0; evaluation->ask[i] != NULL; i++)
    if (redress_policy_find_fact (open->data->policy, evaluation->ask[i]) != NULL)
      add_name (names, evaluation->ask[i]);
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      for (guint k = 0; finding->missing != NULL && finding->missing[k] != NULL; k++)
        if (redress_policy_find_fact (open->data->policy, finding->missing[k]) != NULL)
          add_name (names, finding->missing[k]);
    }
  for (guint i = 0; i < slots->len; i++)
    add_name (names, ((const RedressSlot *)g_ptr_array_index (slots, i))->id);
  return names;
}

static void
add_side (
    RedressAskChoice *self, GtkWidget *list, GPtrArray *names, const char *side, const char *title)
{
  gboolean headed = FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      GtkWidget *check;

      if (!g_str_equal (get_side (self, name), side))
        continue;
      if (!headed)
        gtk_box_append (GTK_BOX (list), redress_line_new (title, "heading"));
      headed = TRUE;
      check = gtk_check_button_new_with_label (redress_open_case_get_name_label (self->open, name));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_asked (self, name));
      g_object_set_data_full (G_OBJECT (check), "name", g_strdup (name), g_free);
      g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
      g_ptr_array_add (self->checks, check);
      gtk_box_append (GTK_BOX (list), check);
    }
}

static void
closed_cb (RedressAskChoice *self)
{
  g_ptr_array_set_size (self->checks, 0);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  RedressAskChoice *self = user_data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autoptr (GPtrArray) names = NULL;

  g_ptr_array_set_size (self->checks, 0);
  if (self->open != NULL)
    {
      names = list_names (self->open);
      add_side (self, list, names, "customer", _ ("Ask the customer"));
      add_side (self, list, names, "platform", _ ("Ask the platform"));
    }
  gtk_widget_add_css_class (list, "popover-list");
  g_object_set (scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "propagate-natural-width", TRUE, "max-content-height", 420, "child", list, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), scroll);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (closed_cb), self);
  gtk_menu_button_set_popover (button, popover);
}

static void
redress_ask_choice_dispose (GObject *object)
{
  RedressAskChoice *self = REDRESS_ASK_CHOICE (object);

  g_clear_object (&self->open);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_ask_choice_parent_class)->dispose (object);
}

static void
redress_ask_choice_class_init (RedressAskChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_ask_choice_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_ask_choice_init (RedressAskChoice *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->asked = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_ptr_array_new ();
  self->button = gtk_menu_button_new ();
  gtk_widget_add_css_class (self->button, "compact");
  self->label = redress_line_new (_ ("Ask for…"), NULL);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (content), self->label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), content);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popover_cb, self,
                                         NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

void
redress_ask_choice_set (RedressAskChoice *self, RedressOpenCase *open, char *const *asked)
{
  g_return_if_fail (REDRESS_IS_ASK_CHOICE (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  g_set_object (&self->open, open);
  g_ptr_array_set_size (self->asked, 0);
  for (guint i = 0; asked != NULL && asked[i] != NULL; i++)
    g_ptr_array_add (self->asked, g_strdup (asked[i]));
  update_label (self);
}

char **
redress_ask_choice_dup_asked (RedressAskChoice *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (REDRESS_IS_ASK_CHOICE (self), NULL);

  for (guint i = 0; i < self->asked->len; i++)
    g_strv_builder_add (names, g_ptr_array_index (self->asked, i));
  return g_strv_builder_end (names);
}
