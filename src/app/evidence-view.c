/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view-private.h"

#include "config.h"

#include <glib/gi18n.h>

enum
{
  SHOWN,
  LEAVE,
  RECORD,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressEvidenceView, redress_evidence_view, ADW_TYPE_BIN)

/* A line with neither name nor tools says nothing. */
static void
update_head (RedressEvidenceView *self)
{
  gtk_widget_set_visible (self->head, gtk_widget_get_visible (GTK_WIDGET (self->title)) ||
                                          gtk_widget_get_visible (self->search_tools) ||
                                          gtk_widget_get_visible (self->page_tools));
}

void
redress_evidence_view_say_shown (RedressEvidenceView *self)
{
  if (redress_evidence_view_update_veil (self))
    g_signal_emit (self, signals[SHOWN], 0, self->evidence->sha256);
}

void
redress_evidence_view_show_tools (RedressEvidenceView *self, gboolean image, gboolean text)
{
  gtk_widget_set_visible (self->still_note, FALSE);
  gtk_widget_set_visible (self->image_tools, image);
  gtk_widget_set_visible (self->search_tools, text);
  gtk_widget_set_visible (self->guide, text);
  gtk_widget_set_visible (self->page_tools, image && self->n_pages > 1);
  update_head (self);
}

void
redress_evidence_view_update_zoom (RedressEvidenceView *self)
{
  g_autofree char *text = g_strdup_printf ("%d %%", redress_image_stage_get_zoom (self->stage));

  gtk_label_set_text (self->zoom, text);
}

void
redress_evidence_view_record (RedressEvidenceView *self, RedressCommand *command)
{
  g_signal_emit (self, signals[RECORD], 0, command);
}

static void
try_again_cb (RedressEvidenceView *self)
{
  if (self->evidence != NULL)
    redress_evidence_view_load (self, TRUE);
}

static void
step_page (RedressEvidenceView *self, int by)
{
  guint page = self->page + (guint)by;

  if (page < 1 || page > self->n_pages)
    return;
  self->page = page;
  redress_evidence_view_load (self, FALSE);
}

static void
previous_page_cb (RedressEvidenceView *self)
{
  step_page (self, -1);
}

static void
next_page_cb (RedressEvidenceView *self)
{
  step_page (self, 1);
}

/* The image tools by key and by button; one table for both. */
static const struct
{
  guint key;
  void (*act) (RedressImageStage *stage);
} image_keys[] = {
  { GDK_KEY_plus, redress_image_stage_zoom_in },
  { GDK_KEY_KP_Add, redress_image_stage_zoom_in },
  { GDK_KEY_equal, redress_image_stage_zoom_in },
  { GDK_KEY_minus, redress_image_stage_zoom_out },
  { GDK_KEY_KP_Subtract, redress_image_stage_zoom_out },
  { GDK_KEY_0, redress_image_stage_fit },
  { GDK_KEY_1, redress_image_stage_show_original },
};

static void
zoom_in_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_plus, 0);
}

static void
zoom_out_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_minus, 0);
}

static void
fit_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_0, 0);
}

static void
original_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_1, 0);
}

static void
rotate_left_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_R, GDK_SHIFT_MASK);
}

static void
rotate_right_cb (RedressEvidenceView *self)
{
  redress_evidence_view_press (self, GDK_KEY_r, 0);
}

static void
redress_evidence_view_dispose (GObject *object)
{
  RedressEvidenceView *self = REDRESS_EVIDENCE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  redress_evidence_view_forget_revealed (self);
  g_clear_object (&self->open);
  g_clear_object (&self->ticket);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (redress_evidence_view_parent_class)->dispose (object);
}

static void
redress_evidence_view_class_init (RedressEvidenceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_evidence_view_dispose;
  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RECORD] = g_signal_new ("record", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REDRESS_TYPE_IMAGE_STAGE);
  g_type_ensure (REDRESS_TYPE_VIDEO_VIEW);
  g_type_ensure (REDRESS_TYPE_VEIL);
  g_type_ensure (REDRESS_TYPE_REDACT_LAYER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/evidence-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, title);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, head);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, stack);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, stage);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, image_tools);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, zoom);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, page_tools);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, page_label);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, error_title);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, error_icon);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, error_text);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, try_again);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, spinner);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, video);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, still_note);
  gtk_widget_class_bind_template_callback (widget_class, redress_evidence_view_video_ready);
  gtk_widget_class_bind_template_callback (widget_class, redress_evidence_view_video_failed);
  gtk_widget_class_bind_template_callback (widget_class, redress_evidence_view_update_zoom);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, veil);
  redress_evidence_view_bind_text (widget_class);
  redress_evidence_view_bind_masked (widget_class);
  redress_evidence_view_bind_redact (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, fit_cb);
  gtk_widget_class_bind_template_callback (widget_class, original_cb);
  gtk_widget_class_bind_template_callback (widget_class, rotate_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, rotate_right_cb);
}

static void
redress_evidence_view_init (RedressEvidenceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_evidence_view_show_tools (self, FALSE, FALSE);
}

void
redress_evidence_view_set_sync (RedressEvidenceView *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));
  g_set_object (&self->sync, sync);
}

void
redress_evidence_view_set_case (RedressEvidenceView *self, RedressOpenCase *open)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));

  g_set_object (&self->open, open);
  redress_evidence_view_update_uses (self);
}

void
redress_evidence_view_set_titled (RedressEvidenceView *self, gboolean titled)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->title), titled);
  update_head (self);
}

void
redress_evidence_view_clear (RedressEvidenceView *self)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  redress_evidence_view_forget_revealed (self);
  redress_evidence_view_stop_drawing (self);
  self->looking = FALSE;
  redress_evidence_view_forget_text (self);
  self->evidence = NULL;
  self->cannot_play = FALSE;
  redress_image_stage_set_texture (self->stage, NULL);
  redress_video_view_clear (self->video);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  g_clear_object (&self->ticket);
}

void
redress_evidence_view_show (RedressEvidenceView *self,
                            RedressTicket *ticket,
                            const RedressEvidence *evidence,
                            const char *title)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));
  g_return_if_fail (REDRESS_IS_TICKET (ticket));

  g_autoptr (RedressTicket) kept = g_object_ref (ticket);

  redress_evidence_view_clear (self);
  g_set_object (&self->ticket, kept);
  self->evidence = evidence;
  self->n_pages = redress_evidence_count_pages (evidence);
  self->page = 1;
  gtk_label_set_text (self->title, title);
  redress_evidence_view_show_tools (self, FALSE, FALSE);
  redress_evidence_view_update_veil (self);
  redress_evidence_view_update_notice (self);
  redress_evidence_view_load (self, FALSE);
}

gboolean
redress_evidence_view_press (RedressEvidenceView *self, guint keyval, GdkModifierType state)
{
  g_return_val_if_fail (REDRESS_IS_EVIDENCE_VIEW (self), FALSE);

  if (redress_evidence_view_press_text (self, keyval, state))
    return TRUE;
  if (self->n_pages > 1 && (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down))
    {
      step_page (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
      return TRUE;
    }
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "video") == 0)
    return redress_video_view_press (self->video, keyval, state);
  if (keyval == GDK_KEY_Escape && redress_evidence_view_is_drawing (self))
    {
      redress_evidence_view_stop_drawing (self);
      return TRUE;
    }
  if (!gtk_widget_get_visible (self->image_tools) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  if (redress_evidence_view_press_redact (self, keyval))
    return TRUE;
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_r)
    {
      redress_image_stage_rotate (self->stage, state & GDK_SHIFT_MASK ? -1 : 1);
      redress_evidence_view_update_zoom (self);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (image_keys); i++)
    if (image_keys[i].key == keyval)
      {
        image_keys[i].act (self->stage);
        redress_evidence_view_update_zoom (self);
        return TRUE;
      }
  return FALSE;
}
