/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view-private.h"

#include "config.h"

#include "app/format.h"
#include "app/why-dialog.h"

#include <glib/gi18n.h>

const RedressEvidence *
redress_evidence_view_get_seen (RedressEvidenceView *self)
{
  return self->revealed != NULL ? self->revealed : self->evidence;
}

static const char *
get_title (RedressEvidenceView *self)
{
  const RedressSlot *slot =
      self->open != NULL && self->open->data->policy != NULL
          ? redress_policy_find_slot (self->open->data->policy, self->evidence->slot)
          : NULL;

  return slot != NULL ? redress_text_get (&slot->label, redress_language ()) : self->evidence->slot;
}

/* Why it is masked, and what there is. */
static char *
describe (RedressEvidenceView *self)
{
  const char *why = self->evidence->sensitivity == REDRESS_SENSITIVITY_BIOMETRIC
                        ? _ ("It shows a face.")
                    : self->evidence->sensitivity == REDRESS_SENSITIVITY_SECRET
                        ? _ ("It shows an identity paper or a secret that is worth money.")
                        : _ ("It shows the number of an account.");
  g_autofree char *size = redress_format_bytes (self->evidence->size);
  RedressTime made = self->evidence->captured_at != REDRESS_TIME_UNKNOWN
                         ? self->evidence->captured_at
                         : self->evidence->received_at;
  g_autofree char *moment =
      self->open != NULL ? redress_format_moment (made, redress_open_case_get_now (self->open))
                         : g_strdup ("");

  return g_strdup_printf ("%s\n%s · %s · %s", why, self->evidence->media_type, size, moment);
}

void
redress_evidence_view_show_masked (RedressEvidenceView *self)
{
  /* Translators: %s is what kind of file it is, such as "ID photos" */
  g_autofree char *title = g_strdup_printf (_ ("Masked: %s"), get_title (self));
  g_autofree char *text = describe (self);

  gtk_label_set_text (self->masked_title, title);
  gtk_label_set_text (self->masked_text, text);
  gtk_stack_set_visible_child_name (self->stack, "masked");
}

static void
show_notice (RedressEvidenceView *self, const char *icon, const char *text, gboolean can_hide)
{
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  gtk_label_set_text (self->notice_label, text);
  gtk_widget_set_visible (self->hide, can_hide);
  gtk_widget_set_visible (self->notice, TRUE);
}

static void
show_redaction (RedressEvidenceView *self, const RedressRedaction *redaction)
{
  g_autofree char *moment =
      self->open != NULL
          ? redress_format_moment (redaction->at, redress_open_case_get_now (self->open))
          : g_strdup ("");
  /* Translators: who, when, and why */
  g_autofree char *text = g_strdup_printf (_ ("Painted over by %s, %s: %s"), redaction->actor_name,
                                           moment, redaction->reason);

  show_notice (self, "edit-cut-symbolic", text, FALSE);
}

void
redress_evidence_view_tell (RedressEvidenceView *self, const char *words)
{
  show_notice (self, "dialog-information-symbolic", words, FALSE);
}

void
redress_evidence_view_update_notice (RedressEvidenceView *self)
{
  GPtrArray *redactions = self->evidence != NULL ? self->evidence->redactions : NULL;

  if (self->revealed != NULL)
    {
      gint64 left =
          (self->masked_at - g_get_monotonic_time () + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
      /* Translators: a number of seconds */
      g_autofree char *text =
          g_strdup_printf (_ ("Revealed, recorded · masked again in %d s"), (int)MAX (left, 0));

      show_notice (self, "channel-insecure-symbolic", text, TRUE);
    }
  else if (redactions != NULL && redactions->len > 0)
    show_redaction (self, g_ptr_array_index (redactions, redactions->len - 1));
  else
    gtk_widget_set_visible (self->notice, FALSE);
}

gboolean
redress_evidence_view_update_veil (RedressEvidenceView *self)
{
  gboolean blurred = self->evidence != NULL && self->evidence->blurred && !self->looking &&
                     !(self->evidence->masked && self->revealed == NULL);

  redress_veil_set_veiled (self->veil, blurred);
  redress_veil_set_guard (self->veil, self->revealed != NULL);
  gtk_widget_set_visible (self->cover, blurred);
  return !blurred;
}

void
redress_evidence_view_forget_revealed (RedressEvidenceView *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->revealed, redress_evidence_free);
}

/* The picture goes out of memory, too. */
static void
hide_cb (RedressEvidenceView *self)
{
  if (self->revealed == NULL)
    return;
  redress_evidence_view_forget_revealed (self);
  redress_evidence_view_stop_drawing (self);
  redress_video_view_clear (self->video);
  redress_image_stage_set_texture (self->stage, NULL);
  redress_evidence_view_forget_text (self);
  self->n_pages = 0;
  redress_evidence_view_update_veil (self);
  redress_evidence_view_update_notice (self);
  redress_evidence_view_load (self, FALSE);
  gtk_widget_grab_focus (self->reveal);
}

static gboolean
tick_cb (gpointer user_data)
{
  RedressEvidenceView *self = user_data;

  /* What was begun is ended first. */
  if (g_get_monotonic_time () < self->masked_at || redress_evidence_view_is_drawing (self))
    {
      redress_evidence_view_update_notice (self);
      return G_SOURCE_CONTINUE;
    }
  self->tick_id = 0;
  hide_cb (self);
  return G_SOURCE_REMOVE;
}

static void
show_refusal (RedressEvidenceView *self, const char *words)
{
  g_autofree char *text = describe (self);
  g_autofree char *whole = g_strconcat (text, "\n\n", words, NULL);

  gtk_label_set_text (self->masked_text, whole);
}

static void
revealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressRevealed) revealed =
      redress_sync_reveal_finish (REDRESS_SYNC (source), result, &error);

  gtk_widget_set_sensitive (self->reveal, TRUE);
  if (self->evidence == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (revealed == NULL || revealed->evidence == NULL ||
      g_strcmp0 (revealed->evidence->sha256, self->evidence->sha256) != 0)
    {
      if (error != NULL)
        show_refusal (self, error->message);
      return;
    }
  redress_evidence_view_forget_revealed (self);
  self->revealed = g_steal_pointer (&revealed->evidence);
  self->masked_at = g_get_monotonic_time () + revealed->seconds * G_USEC_PER_SEC;
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  self->n_pages = redress_evidence_count_pages (self->revealed);
  self->page = 1;
  redress_evidence_view_update_notice (self);
  redress_evidence_view_update_veil (self);
  redress_evidence_view_load (self, TRUE);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceView) self = user_data;
  g_autofree char *reason = redress_why_dialog_ask_finish (result);

  if (reason == NULL || self->evidence == NULL || !self->evidence->masked)
    return;
  gtk_widget_set_sensitive (self->reveal, FALSE);
  redress_sync_reveal_async (self->sync, self->ticket->summary->id, NULL, self->evidence->sha256,
                             reason, NULL, revealed_cb, g_object_ref (self));
}

static void
reveal_cb (RedressEvidenceView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *obstacle =
      self->open != NULL ? redress_open_case_get_reveal_obstacle (self->open) : NULL;

  if (obstacle != NULL)
    show_refusal (self, obstacle);
  else if (GTK_IS_WINDOW (root))
    redress_why_dialog_ask_reveal_async (GTK_WINDOW (root), get_title (self), asked_cb,
                                         g_object_ref (self));
}

/* For this look only: the next who comes finds it blurred. */
static void
look_cb (RedressEvidenceView *self)
{
  self->looking = TRUE;
  redress_evidence_view_say_shown (self);
}

void
redress_evidence_view_bind_masked (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, cover);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, masked_title);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, masked_text);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, reveal);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, notice);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, notice_label);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, hide);
  gtk_widget_class_bind_template_callback (widget_class, hide_cb);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_cb);
}
