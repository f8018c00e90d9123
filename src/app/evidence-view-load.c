/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view-private.h"

#include "config.h"

#include "app/evidence-trouble.h"
#include "app/transcript-legend.h"
#include "app/transcript-view.h"
#include "sync/evidence-loader.h"

#include <glib/gi18n.h>

static void
show_trouble (RedressEvidenceView *self, RedressEvidenceTrouble trouble)
{
  gtk_label_set_text (self->error_title, trouble.title);
  gtk_label_set_text (self->error_text, trouble.text);
  gtk_widget_set_visible (self->try_again, trouble.again);
  gtk_button_set_label (GTK_BUTTON (self->try_again),
                        trouble.alarm ? _ ("Fetch it again") : _ ("Try again"));
  gtk_image_set_from_icon_name (self->error_icon,
                                trouble.alarm ? "dialog-error-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->error_icon),
                              (const char *[]){ trouble.alarm ? "error" : "dim", NULL });
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static gboolean
is_video (const RedressEvidence *evidence)
{
  return redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0) != NULL;
}

static void
decode_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RedressEvidenceContent *content = data;
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_bytes (content->bytes, &error);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressEvidenceView *self = REDRESS_EVIDENCE_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texture == NULL)
    {
      show_trouble (self, (RedressEvidenceTrouble){ _ ("The picture cannot be shown"),
                                                    error->message, FALSE });
      return;
    }
  redress_image_stage_set_texture (self->stage, texture);
  redress_evidence_view_show_tools (self, TRUE, FALSE);
  gtk_widget_set_visible (self->still_note, is_video (redress_evidence_view_get_seen (self)));
  gtk_stack_set_visible_child_name (self->stack, "image");
  redress_evidence_view_update_zoom (self);
  /* One picture of a video is not the video. */
  if (!is_video (redress_evidence_view_get_seen (self)))
    redress_evidence_view_say_shown (self);
}

static void
show_content (RedressEvidenceView *self, RedressEvidenceContent *content)
{
  gsize length;
  const char *data;

  if (content->transcript != NULL)
    redress_evidence_view_show_text (
        self, redress_transcript_view_new (content->transcript, self->ticket->order.requested_at),
        redress_transcript_legend_new (content->transcript));
  else if (content->log != NULL)
    redress_evidence_view_show_text (self, redress_log_view_new (content->log), NULL);
  else if (g_str_has_prefix (content->media_type, "text/"))
    {
      data = g_bytes_get_data (content->bytes, &length);
      g_autofree char *text = g_strndup (data, length);
      redress_evidence_view_show_text (self, redress_log_view_new_for_text (text), NULL);
    }
  else if (g_str_has_prefix (content->media_type, "video/"))
    redress_video_view_show (self->video, content->bytes);
  else
    {
      g_autoptr (GTask) task = g_task_new (self, self->cancellable, decoded_cb, NULL);

      g_task_set_task_data (task, content, (GDestroyNotify)redress_evidence_content_free);
      g_task_run_in_thread (task, decode_on_worker);
      return;
    }
  redress_evidence_content_free (content);
}

void
redress_evidence_view_video_ready (RedressEvidenceView *self)
{
  redress_evidence_view_show_tools (self, FALSE, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "video");
  redress_evidence_view_say_shown (self);
}

/* The poster is a plain picture, which every computer shows. */
void
redress_evidence_view_video_failed (RedressEvidenceView *self)
{
  redress_video_view_clear (self->video);
  self->cannot_play = TRUE;
  redress_evidence_view_load (self, FALSE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  RedressEvidenceContent *content =
      redress_sync_load_evidence_finish (REDRESS_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_spinner_stop (self->spinner);
  if (content != NULL)
    show_content (self, content);
  else
    show_trouble (self, redress_evidence_trouble_from_error (error));
}

static const RedressRendition *
find_rendition (RedressEvidenceView *self)
{
  const RedressEvidence *seen = redress_evidence_view_get_seen (self);

  if (self->n_pages > 0)
    return redress_evidence_find (seen, REDRESS_USE_PAGE, self->page);
  if (!is_video (seen))
    return redress_evidence_find (seen, REDRESS_USE_VIEW, 0);
  return redress_evidence_find (
      seen,
      self->cannot_play || !redress_video_view_can_play () ? REDRESS_USE_POSTER : REDRESS_USE_VIDEO,
      0);
}

void
redress_evidence_view_load (RedressEvidenceView *self, gboolean again)
{
  const RedressEvidence *seen = redress_evidence_view_get_seen (self);
  const RedressRendition *rendition = find_rendition (self);
  g_autofree char *label = g_strdup_printf ("%u / %u", self->page, self->n_pages);
  const GError *known;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  redress_video_view_clear (self->video);
  gtk_label_set_text (self->page_label, label);
  if (self->evidence->masked && self->revealed == NULL)
    {
      redress_evidence_view_show_tools (self, FALSE, FALSE);
      redress_evidence_view_show_masked (self);
      return;
    }
  if (rendition == NULL || seen->rendition_state != REDRESS_RENDITION_READY)
    {
      redress_evidence_view_show_tools (self, FALSE, FALSE);
      show_trouble (self, redress_evidence_trouble_from_state (seen));
      return;
    }
  known = redress_sync_get_fetch_error (self->sync, self->ticket->summary->id, rendition->sha256);
  if (!again && redress_evidence_trouble_is_final (known))
    {
      show_trouble (self, redress_evidence_trouble_from_error (known));
      return;
    }
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  if (self->revealed != NULL)
    redress_sync_load_revealed_async (self->sync, self->ticket->summary->id, rendition->sha256,
                                      rendition->media_type, self->cancellable, loaded_cb,
                                      g_object_ref (self));
  else
    redress_sync_load_evidence_async (self->sync, self->ticket->summary->id, rendition->sha256,
                                      rendition->media_type, self->cancellable, loaded_cb,
                                      g_object_ref (self));
}
