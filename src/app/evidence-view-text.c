/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view-private.h"

#include "config.h"

#include "core/use.h"

#include <glib/gi18n.h>

/* Logs and chats: search, and stepping to what rules used and to pauses. */

static void
update_hits (RedressEvidenceView *self)
{
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    text = g_strdup ("");
  else if (self->n_hits == 0)
    text = g_strdup (_ ("not found"));
  else
    text = g_strdup_printf ("%u / %u", self->hit + 1, self->n_hits);
  gtk_label_set_text (self->hits_label, text);
  if (self->n_hits > 0)
    redress_searchable_show_hit (self->searchable, self->hit);
}

static void
search_changed_cb (RedressEvidenceView *self)
{
  if (self->searchable == NULL)
    return;
  self->hit = 0;
  self->n_hits = redress_searchable_search (self->searchable,
                                            gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_hits (self);
}

/* Escape: out of the search first, then out of the file. */
static void
stop_search_cb (RedressEvidenceView *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    g_signal_emit_by_name (self, "leave");
}

static void
step_hit (RedressEvidenceView *self, int by)
{
  if (self->n_hits == 0)
    return;
  self->hit = (self->hit + self->n_hits + (guint)by) % self->n_hits;
  update_hits (self);
}

static void
next_hit_cb (RedressEvidenceView *self)
{
  step_hit (self, 1);
}

static void
previous_hit_cb (RedressEvidenceView *self)
{
  step_hit (self, -1);
}

/* (transfer full): what the rules used of the piece; empty where they could not be asked. */
static GPtrArray *
list_uses (RedressEvidenceView *self)
{
  RedressCase *data = self->open != NULL ? self->open->data : NULL;

  if (data == NULL || data->evaluation == NULL || data->policy == NULL || data->ticket == NULL)
    return g_ptr_array_new ();
  return redress_evaluation_list_uses (data->evaluation, data->policy, data->ticket,
                                       self->evidence->sha256);
}

void
redress_evidence_view_update_uses (RedressEvidenceView *self)
{
  g_autoptr (GPtrArray) uses = NULL;
  guint at;

  if (self->searchable == NULL || self->evidence == NULL || self->open == NULL)
    return;
  uses = list_uses (self);
  at = redress_stop_bar_get_at (self->uses);
  redress_searchable_set_uses (self->searchable, self->open, uses);
  redress_stop_bar_update (self->uses, at);
}

/* A chat has no place before it has a size. */
static gboolean
seek_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  RedressEvidenceView *self = user_data;
  guint entry = self->sought;

  if (GTK_WIDGET (self->searchable) != view)
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_height (view) == 0)
    return G_SOURCE_CONTINUE;
  self->sought = 0;
  redress_stop_bar_update (self->uses, redress_searchable_show_entry (self->searchable, entry));
  return G_SOURCE_REMOVE;
}

void
redress_evidence_view_seek (RedressEvidenceView *self, guint entry)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));

  self->sought = entry;
  if (entry > 0 && self->searchable != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->searchable), seek_cb, g_object_ref (self),
                                  g_object_unref);
}

void
redress_evidence_view_show_text (RedressEvidenceView *self, GtkWidget *view, GtkWidget *legend)
{
  self->searchable = REDRESS_SEARCHABLE (view);
  gtk_scrolled_window_set_child (self->text_scroller, view);
  adw_bin_set_child (self->legend, legend);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), legend != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  redress_stop_bar_show (self->uses, self->searchable, REDRESS_STOP_USE);
  redress_stop_bar_show (self->pauses, self->searchable, REDRESS_STOP_PAUSE);
  redress_evidence_view_update_uses (self);
  redress_evidence_view_show_tools (self, FALSE, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "text");
  redress_evidence_view_say_shown (self);
  redress_evidence_view_seek (self, self->sought);
}

void
redress_evidence_view_forget_text (RedressEvidenceView *self)
{
  self->searchable = NULL;
  self->n_hits = 0;
  self->sought = 0;
  redress_stop_bar_show (self->uses, NULL, REDRESS_STOP_USE);
  redress_stop_bar_show (self->pauses, NULL, REDRESS_STOP_PAUSE);
  adw_bin_set_child (self->legend, NULL);
  gtk_scrolled_window_set_child (self->text_scroller, NULL);
}

gboolean
redress_evidence_view_press_text (RedressEvidenceView *self, guint keyval, GdkModifierType state)
{
  if (!gtk_widget_get_visible (self->search_tools))
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    return keyval == GDK_KEY_f && gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (state & GDK_ALT_MASK)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_j:
      return redress_stop_bar_step (self->uses, 1);
    case GDK_KEY_k:
      return redress_stop_bar_step (self->uses, -1);
    case GDK_KEY_J:
      return redress_stop_bar_step (self->pauses, 1);
    case GDK_KEY_K:
      return redress_stop_bar_step (self->pauses, -1);
    default:
      return FALSE;
    }
}

void
redress_evidence_view_bind_text (GtkWidgetClass *widget_class)
{
  g_type_ensure (REDRESS_TYPE_STOP_BAR);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, search_tools);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, search);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, hits_label);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, text_scroller);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, guide);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, legend);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, uses);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, pauses);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_hit_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_hit_cb);
}
