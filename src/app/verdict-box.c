/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/verdict-box.h"

#include "config.h"

#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

#define N_BUTTONS 3

struct _RedressVerdictBox
{
  GtkBox parent_instance;

  GtkWidget *linked;
  GtkWidget *buttons[N_BUTTONS];
  GtkWidget *more;
  GtkWidget *more_label;
  GtkWidget *more_arrow;
  RedressVerdict verdicts[REDRESS_N_VERDICTS];
  guint n_verdicts;
  RedressVerdict chosen;
  RedressKind kind;
  gboolean compact;
  gboolean updating;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressVerdictBox, redress_verdict_box, GTK_TYPE_BOX)

static GtkWidget *
create_content (RedressVerdictBox *self, RedressVerdict verdict, guint digit, gboolean checked)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *key = g_strdup_printf ("%u", digit);
  GtkWidget *icon;

  if (checked)
    {
      icon = gtk_image_new_from_icon_name ("object-select-symbolic");
      gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
      gtk_box_append (GTK_BOX (box), icon);
    }
  gtk_box_append (GTK_BOX (box),
                  redress_line_new_whole (redress_verdict_get_label (verdict, self->kind), NULL));
  GtkWidget *cap = redress_line_new_whole (key, "key");
  gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), cap);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  return box;
}

/* Which verdict stands on the n-th button: in the compact form there is one for what is chosen. */
static RedressVerdict
get_on_button (RedressVerdictBox *self, guint n)
{
  if (self->compact)
    return n == 0 ? self->chosen : REDRESS_VERDICT_NONE;
  return n < MIN (self->n_verdicts, N_BUTTONS) ? self->verdicts[n] : REDRESS_VERDICT_NONE;
}

static guint
get_digit (RedressVerdictBox *self, RedressVerdict verdict)
{
  for (guint i = 0; i < self->n_verdicts; i++)
    if (self->verdicts[i] == verdict)
      return i + 1;
  return 0;
}

static gboolean
is_on_button (RedressVerdictBox *self, RedressVerdict verdict)
{
  for (guint i = 0; i < N_BUTTONS; i++)
    if (verdict != REDRESS_VERDICT_NONE && get_on_button (self, i) == verdict)
      return TRUE;
  return FALSE;
}

static void
update_button (RedressVerdictBox *self, guint n)
{
  GtkWidget *button = self->buttons[n];
  RedressVerdict verdict = get_on_button (self, n);
  gboolean checked = verdict != REDRESS_VERDICT_NONE && verdict == self->chosen;

  gtk_widget_set_visible (button, verdict != REDRESS_VERDICT_NONE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), checked);
  if (verdict == REDRESS_VERDICT_NONE)
    return;
  gtk_button_set_child (GTK_BUTTON (button),
                        create_content (self, verdict, get_digit (self, verdict), checked));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  redress_verdict_get_label (verdict, self->kind), -1);
}

static void
update_more (RedressVerdictBox *self)
{
  gboolean inside = self->chosen != REDRESS_VERDICT_NONE && !is_on_button (self, self->chosen);
  const char *label =
      inside ? redress_verdict_get_label (self->chosen, self->kind) : C_ ("verdict", "More");

  if (self->compact)
    label = self->chosen == REDRESS_VERDICT_NONE ? _ ("Verdict") : "";
  gtk_label_set_text (GTK_LABEL (self->more_label), label);
  gtk_widget_set_visible (self->more_label, *label != '\0');
  gtk_image_set_from_icon_name (GTK_IMAGE (self->more_arrow),
                                self->compact ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_widget_set_visible (self->more, self->compact || self->n_verdicts > N_BUTTONS);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->more), GTK_ARROW_UP);
  if (inside)
    gtk_widget_add_css_class (self->more, "chosen");
  else
    gtk_widget_remove_css_class (self->more, "chosen");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *label != '\0' ? label : C_ ("verdict", "More"), -1);
}

static void
update (RedressVerdictBox *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < N_BUTTONS; i++)
    update_button (self, i);
  update_more (self);
  self->updating = FALSE;
}

static void
choose (RedressVerdictBox *self, RedressVerdict verdict)
{
  self->chosen = verdict;
  update (self);
  g_signal_emit (self, signals[CHOSEN], 0, (int)verdict);
}

static void
toggled_cb (GtkToggleButton *button, RedressVerdictBox *self)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "n"));

  if (self->updating)
    return;
  choose (self,
          gtk_toggle_button_get_active (button) ? get_on_button (self, n) : REDRESS_VERDICT_NONE);
}

static void
row_clicked_cb (GtkButton *row, RedressVerdictBox *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->more));
  choose (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "verdict")));
}

static void
add_row (RedressVerdictBox *self, GtkWidget *list, guint index)
{
  GtkWidget *row = gtk_button_new ();
  RedressVerdict verdict = self->verdicts[index];
  GtkWidget *content = create_content (self, verdict, index + 1, verdict == self->chosen);

  gtk_widget_set_hexpand (gtk_widget_get_prev_sibling (gtk_widget_get_last_child (content)), TRUE);
  gtk_widget_set_halign (content, GTK_ALIGN_FILL);
  gtk_button_set_child (GTK_BUTTON (row), content);
  gtk_widget_add_css_class (row, "flat");
  g_object_set_data (G_OBJECT (row), "verdict", GUINT_TO_POINTER (verdict));
  g_signal_connect (row, "clicked", G_CALLBACK (row_clicked_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  redress_verdict_get_label (verdict, self->kind), -1);
  gtk_box_append (GTK_BOX (list), row);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  RedressVerdictBox *self = user_data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = self->compact ? 0 : N_BUTTONS; i < self->n_verdicts; i++)
    add_row (self, list, i);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_popover (button, popover);
}

static void
redress_verdict_box_class_init (RedressVerdictBoxClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static GtkWidget *
create_more (RedressVerdictBox *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *more = gtk_menu_button_new ();

  self->more_label = redress_line_new_whole ("", NULL);
  gtk_box_append (GTK_BOX (content), self->more_label);
  self->more_arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  gtk_box_append (GTK_BOX (content), self->more_arrow);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (more), content);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (more), create_popover_cb, self, NULL);
  gtk_widget_add_css_class (more, "verdict-more");
  return more;
}

static void
redress_verdict_box_init (RedressVerdictBox *self)
{
  self->linked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->linked, "linked");
  for (guint i = 0; i < N_BUTTONS; i++)
    {
      self->buttons[i] = gtk_toggle_button_new ();
      gtk_widget_add_css_class (self->buttons[i], "verdict");
      g_object_set_data (G_OBJECT (self->buttons[i]), "n", GUINT_TO_POINTER (i));
      g_signal_connect (self->buttons[i], "toggled", G_CALLBACK (toggled_cb), self);
      gtk_box_append (GTK_BOX (self->linked), self->buttons[i]);
    }
  self->more = create_more (self);
  gtk_box_append (GTK_BOX (self), self->linked);
  gtk_box_append (GTK_BOX (self), self->more);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->linked), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Verdict"), -1);
  update (self);
}

void
redress_verdict_box_set_verdicts (RedressVerdictBox *self,
                                  const RedressVerdict *verdicts,
                                  guint n_verdicts,
                                  RedressKind kind)
{
  gboolean same;

  g_return_if_fail (REDRESS_IS_VERDICT_BOX (self));
  g_return_if_fail (n_verdicts <= REDRESS_N_VERDICTS);

  same = self->n_verdicts == n_verdicts && self->kind == kind;
  for (guint i = 0; i < n_verdicts; i++)
    {
      same = same && self->verdicts[i] == verdicts[i];
      self->verdicts[i] = verdicts[i];
    }
  self->n_verdicts = n_verdicts;
  self->kind = kind;
  if (!same)
    update (self);
}

void
redress_verdict_box_set_chosen (RedressVerdictBox *self, RedressVerdict verdict)
{
  g_return_if_fail (REDRESS_IS_VERDICT_BOX (self));

  if (self->chosen == verdict)
    return;
  self->chosen = verdict;
  update (self);
}

void
redress_verdict_box_set_compact (RedressVerdictBox *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_VERDICT_BOX (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  gtk_box_set_spacing (GTK_BOX (self), compact ? 0 : 6);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "linked");
  update (self);
}

gboolean
redress_verdict_box_press (RedressVerdictBox *self, guint n)
{
  g_return_val_if_fail (REDRESS_IS_VERDICT_BOX (self), FALSE);

  if (n == 0 || n > self->n_verdicts)
    return FALSE;
  choose (self, self->verdicts[n - 1]);
  return TRUE;
}

void
redress_verdict_box_focus (RedressVerdictBox *self)
{
  g_return_if_fail (REDRESS_IS_VERDICT_BOX (self));

  if (!gtk_widget_get_visible (self->buttons[0]))
    gtk_widget_grab_focus (self->more);
  else
    gtk_widget_grab_focus (self->buttons[0]);
}
