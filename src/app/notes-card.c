/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/notes-card.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressNotesCard
{
  GtkBox parent_instance;

  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (RedressNotesCard, redress_notes_card, GTK_TYPE_BOX)

static void
redress_notes_card_class_init (RedressNotesCardClass *klass)
{
}

static void
redress_notes_card_init (RedressNotesCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 5);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self), redress_line_new (_ ("Notes of colleagues"), "heading"));
  gtk_box_append (GTK_BOX (self), self->rows);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

static GtkWidget *
create_row (const RedressNote *note, RedressTime now)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (note->text);
  g_autofree char *moment = redress_format_moment (note->at, now);
  g_autofree char *who = g_strdup_printf ("%s · %s", note->actor_name, moment);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_focusable (text, FALSE);
  gtk_widget_add_css_class (text, "small");
  gtk_box_append (GTK_BOX (row), redress_line_new (who, "caption-dim numeric"));
  gtk_box_append (GTK_BOX (row), text);
  return row;
}

void
redress_notes_card_show (RedressNotesCard *self, RedressOpenCase *open)
{
  GPtrArray *notes;
  GtkWidget *child;

  g_return_if_fail (REDRESS_IS_NOTES_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  notes = open->data->ticket != NULL ? open->data->ticket->notes : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), notes != NULL && notes->len > 0);
  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  for (guint i = notes != NULL ? notes->len : 0; i > 0; i--)
    gtk_box_append (GTK_BOX (self->rows), create_row (g_ptr_array_index (notes, i - 1),
                                                      redress_open_case_get_now (open)));
}
