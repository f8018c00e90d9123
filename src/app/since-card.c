/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/since-card.h"

#include "config.h"

#include "app/chip.h"
#include "app/evidence-strip.h"
#include "app/fact-words.h"
#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressSinceCard
{
  GtkBox parent_instance;

  GtkWidget *count;
  GtkWidget *rows;
  GtkWidget *title;
  GtkWidget *strip;
};

G_DEFINE_FINAL_TYPE (RedressSinceCard, redress_since_card, GTK_TYPE_BOX)

static void
redress_since_card_class_init (RedressSinceCardClass *klass)
{
}

static void
redress_since_card_init (RedressSinceCard *self)
{
  GtkBox *box = GTK_BOX (self);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = redress_line_new_whole (_ ("Since then"), "heading");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (box, 5);
  self->count = redress_chip_new ("", NULL, "");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (heading), self->count);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  self->title = redress_line_new (_ ("New evidence"), "caption-dim");
  self->strip = g_object_new (REDRESS_TYPE_EVIDENCE_STRIP, NULL);
  gtk_box_append (box, heading);
  gtk_box_append (box, self->rows);
  gtk_box_append (box, self->title);
  gtk_box_append (box, self->strip);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

static void
add_row (RedressSinceCard *self,
         const char *icon,
         const char *style,
         const char *lit,
         const char *title,
         const char *detail)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_image_set_pixel_size (GTK_IMAGE (image), 14);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 2);
  gtk_widget_add_css_class (image, style);
  gtk_box_append (GTK_BOX (lines), redress_line_new (title, "small semibold"));
  gtk_box_append (GTK_BOX (lines), redress_line_new (detail, "caption-dim numeric"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), lines);
  redress_add_css_classes (row, "cell row-start row-end");
  gtk_widget_add_css_class (row, lit);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
add_evidence (RedressSinceCard *self, RedressOpenCase *open, const RedressEvidence *evidence)
{
  const RedressSlot *slot = redress_policy_find_slot (open->data->policy, evidence->slot);
  g_autofree char *moment =
      redress_format_moment (evidence->received_at, redress_open_case_get_now (open));
  /* Translators: who sent it, when */
  g_autofree char *detail =
      g_strdup_printf (_ ("%s, %s · not seen before"),
                       redress_fact_get_source_label (open, evidence->holder), moment);

  add_row (self, "list-add-symbolic", "acc-c", "lit-ok",
           slot != NULL ? redress_text_get (&slot->label, redress_language ()) : evidence->slot,
           detail);
}

/* Returns how many rows there are. */
static guint
add_version (RedressSinceCard *self, RedressOpenCase *open)
{
  RedressTicket *previous = open->data->previous;
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;

  if (previous->policy_version == open->data->ticket->policy_version)
    return 0;
  title = g_strdup_printf (_ ("Rules: version %d"), (int)open->data->ticket->policy_version);
  detail = g_strdup_printf (_ ("the first decision was made under version %d"),
                            (int)previous->policy_version);
  add_row (self, "document-edit-symbolic", "warn-c", "lit", title, detail);
  return 1;
}

static GPtrArray *
list_new (RedressOpenCase *open)
{
  GPtrArray *fresh = g_ptr_array_new ();
  RedressTicket *ticket = open->data->ticket, *previous = open->data->previous;

  for (guint i = 0; i < ticket->evidence->len; i++)
    {
      RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);

      if (redress_ticket_find_evidence (previous, evidence->sha256) == NULL)
        g_ptr_array_add (fresh, evidence);
    }
  return fresh;
}

/* Nobody knows then what is new. */
static void
show_all (RedressSinceCard *self, RedressOpenCase *open)
{
  gtk_box_append (
      GTK_BOX (self->rows),
      redress_line_new (_ ("What was there at the first decision is not known."), "small dim"));
  gtk_widget_set_visible (self->count, FALSE);
  gtk_widget_set_visible (self->title, FALSE);
  redress_evidence_strip_show_some (REDRESS_EVIDENCE_STRIP (self->strip), open,
                                    open->data->ticket->evidence);
}

void
redress_since_card_set_thumbs (RedressSinceCard *self, RedressThumbs *thumbs)
{
  g_return_if_fail (REDRESS_IS_SINCE_CARD (self));

  redress_evidence_strip_set_thumbs (REDRESS_EVIDENCE_STRIP (self->strip), thumbs);
}

void
redress_since_card_show (RedressSinceCard *self, RedressOpenCase *open)
{
  g_autoptr (GPtrArray) fresh = NULL;
  g_autofree char *count = NULL;
  GtkWidget *child;
  guint rows;

  g_return_if_fail (REDRESS_IS_SINCE_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  if (open->data->previous == NULL)
    {
      show_all (self, open);
      return;
    }
  fresh = list_new (open);
  for (guint i = 0; i < fresh->len; i++)
    add_evidence (self, open, g_ptr_array_index (fresh, i));
  rows = fresh->len + add_version (self, open);
  if (rows == 0)
    gtk_box_append (GTK_BOX (self->rows),
                    redress_line_new (_ ("Nothing new was sent."), "small dim"));
  count = g_strdup_printf (ngettext ("%u new", "%u new", rows), rows);
  redress_chip_set (REDRESS_CHIP (self->count), count, "list-add-symbolic", "acc");
  gtk_widget_set_visible (self->count, rows > 0);
  gtk_widget_set_visible (self->title, fresh->len > 0);
  redress_evidence_strip_show_some (REDRESS_EVIDENCE_STRIP (self->strip), open, fresh);
}

void
redress_since_card_set_cited (RedressSinceCard *self, char *const *cited)
{
  g_return_if_fail (REDRESS_IS_SINCE_CARD (self));

  redress_evidence_strip_set_cited (REDRESS_EVIDENCE_STRIP (self->strip), cited);
}
