/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-strip.h"

#include "config.h"

#include "app/evidence-card.h"

#include <glib/gi18n.h>

/* So many whole cards fit the smallest wide layout. */
#define N_WIDE_CARDS 5
/* So many in a row fit half of it, without pictures. */
#define N_PER_ROW 3

struct _RedressEvidenceStrip
{
  AdwBin parent_instance;

  GtkWidget *viewport;
  GtkWidget *box;
  GPtrArray *cards; /* (owned) (element-type RedressEvidenceCard) (unowned): as the evidence */
  RedressThumbs *thumbs;
  char *shown; /* (nullable): what the cards stand for */
};

G_DEFINE_FINAL_TYPE (RedressEvidenceStrip, redress_evidence_strip, ADW_TYPE_BIN)

static void
redress_evidence_strip_dispose (GObject *object)
{
  RedressEvidenceStrip *self = REDRESS_EVIDENCE_STRIP (object);

  g_clear_object (&self->thumbs);
  G_OBJECT_CLASS (redress_evidence_strip_parent_class)->dispose (object);
}

static void
redress_evidence_strip_finalize (GObject *object)
{
  RedressEvidenceStrip *self = REDRESS_EVIDENCE_STRIP (object);

  g_ptr_array_unref (self->cards);
  g_free (self->shown);
  G_OBJECT_CLASS (redress_evidence_strip_parent_class)->finalize (object);
}

static void
redress_evidence_strip_class_init (RedressEvidenceStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_evidence_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_evidence_strip_finalize;
}

static void
redress_evidence_strip_init (RedressEvidenceStrip *self)
{
  GtkWidget *scroll;

  self->cards = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "evidence-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Evidence"), -1);
  self->viewport = gtk_viewport_new (NULL, NULL);
  gtk_viewport_set_child (GTK_VIEWPORT (self->viewport), self->box);
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (self->viewport), GTK_SCROLL_NATURAL);
  scroll = gtk_scrolled_window_new ();
  g_object_set (scroll, "vscrollbar-policy", GTK_POLICY_NEVER, "child", self->viewport, NULL);
  adw_bin_set_child (ADW_BIN (self), scroll);
}

void
redress_evidence_strip_set_thumbs (RedressEvidenceStrip *self, RedressThumbs *thumbs)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));

  g_set_object (&self->thumbs, thumbs);
}

/* Changes when other cards are needed than those that are there. */
static char *
describe (RedressOpenCase *open, GPtrArray *evidence, char *const *missing)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GINT64_FORMAT, open->data->summary->id);
  for (guint i = 0; i < evidence->len; i++)
    g_string_append_printf (text, " %s",
                            ((const RedressEvidence *)g_ptr_array_index (evidence, i))->sha256);
  for (guint i = 0; missing != NULL && missing[i] != NULL; i++)
    g_string_append_printf (text, " %s", missing[i]);
  return g_string_free (text, FALSE);
}

static GtkWidget *
add_row (RedressEvidenceStrip *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (GTK_BOX (self->box), row);
  return row;
}

static void
build (RedressEvidenceStrip *self, guint n_cards, guint per_row)
{
  GtkWidget *child, *row = self->box;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  g_ptr_array_set_size (self->cards, 0);
  for (guint i = 0; i < n_cards; i++)
    {
      GtkWidget *card = redress_evidence_card_new (self->thumbs);

      if (per_row > 0 && i % per_row == 0)
        row = add_row (self);
      gtk_box_append (GTK_BOX (row), card);
      g_ptr_array_add (self->cards, card);
    }
}

/* How long a missing piece may still take changes by the minute, so these are made anew. */
static void
show_missing (RedressEvidenceStrip *self, RedressOpenCase *open, char *const *missing)
{
  GtkWidget *child = gtk_widget_get_first_child (self->box);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (!REDRESS_IS_EVIDENCE_CARD (child))
        gtk_box_remove (GTK_BOX (self->box), child);
      child = next;
    }
  for (guint i = 0; missing != NULL && missing[i] != NULL; i++)
    gtk_box_append (GTK_BOX (self->box), redress_evidence_card_new_missing (open, missing[i]));
}

static guint
count (char *const *names)
{
  return names != NULL ? g_strv_length ((char **)names) : 0;
}

static void
show_cards (RedressEvidenceStrip *self,
            RedressOpenCase *open,
            GPtrArray *evidence,
            char *const *missing,
            guint per_row,
            RedressEvidenceRoom room)
{
  g_autofree char *wanted = describe (open, evidence, missing);

  if (g_strcmp0 (wanted, self->shown) != 0)
    {
      build (self, evidence->len, per_row);
      g_free (self->shown);
      self->shown = g_steal_pointer (&wanted);
    }
  for (guint i = 0; i < self->cards->len; i++)
    {
      redress_evidence_card_set_room (g_ptr_array_index (self->cards, i), room);
      redress_evidence_card_show (g_ptr_array_index (self->cards, i), open,
                                  g_ptr_array_index (evidence, i));
    }
}

static void
show_all (RedressEvidenceStrip *self, RedressOpenCase *open)
{
  GPtrArray *evidence = open->data->ticket->evidence;
  char *const *missing =
      open->data->evaluation != NULL ? open->data->evaluation->missing_slots : NULL;

  show_cards (self, open, evidence, missing, 0,
              evidence->len + count (missing) > N_WIDE_CARDS ? REDRESS_EVIDENCE_ROOM_LITTLE
                                                             : REDRESS_EVIDENCE_ROOM_FULL);
  show_missing (self, open, missing);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
}

void
redress_evidence_strip_show (RedressEvidenceStrip *self, RedressOpenCase *open)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  if (open->data->ticket == NULL || open->data->policy == NULL)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  else
    show_all (self, open);
}

void
redress_evidence_strip_show_some (RedressEvidenceStrip *self,
                                  RedressOpenCase *open,
                                  GPtrArray *evidence)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_VERTICAL);
  show_cards (self, open, evidence, NULL, evidence->len == 4 ? 2 : N_PER_ROW,
              evidence->len < N_PER_ROW ? REDRESS_EVIDENCE_ROOM_FULL : REDRESS_EVIDENCE_ROOM_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self), evidence->len > 0);
}

void
redress_evidence_strip_set_cited (RedressEvidenceStrip *self, char *const *cited)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));

  for (guint i = 0; i < self->cards->len; i++)
    {
      RedressEvidenceCard *card = g_ptr_array_index (self->cards, i);

      redress_evidence_card_set_cited (
          card, cited != NULL && g_strv_contains ((const char *const *)cited,
                                                  redress_evidence_card_get_sha256 (card)));
    }
}

void
redress_evidence_strip_set_current (RedressEvidenceStrip *self, const char *const *current)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));

  for (guint i = 0; i < self->cards->len; i++)
    {
      RedressEvidenceCard *card = g_ptr_array_index (self->cards, i);

      redress_evidence_card_set_current (
          card,
          current != NULL && g_strv_contains (current, redress_evidence_card_get_sha256 (card)));
    }
}

void
redress_evidence_strip_set_vertical (RedressEvidenceStrip *self, gboolean vertical)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_STRIP (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  vertical ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (self->viewport),
                                     vertical ? GTK_SCROLL_MINIMUM : GTK_SCROLL_NATURAL);
}
