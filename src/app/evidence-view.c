/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view.h"

#include "config.h"

#include "app/evidence-trouble.h"
#include "app/image-stage.h"
#include "app/log-view.h"
#include "app/transcript-view.h"
#include "core/error.h"
#include "sync/evidence-loader.h"

#include <glib/gi18n.h>

struct _RedressEvidenceView
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkLabel *title;
  GtkStack *stack;
  RedressImageStage *stage;
  GtkWidget *image_tools;
  GtkLabel *zoom;
  GtkWidget *page_tools;
  GtkLabel *page_label;
  GtkWidget *search_tools;
  GtkSearchEntry *search;
  GtkLabel *hits_label;
  GtkScrolledWindow *text_scroller;
  GtkLabel *error_title;
  GtkLabel *error_text;
  GtkWidget *try_again;
  GtkSpinner *spinner;

  RedressSync *sync;
  RedressTicket *ticket;           /* (owned) (nullable) */
  const RedressEvidence *evidence; /* (unowned): of the ticket */
  RedressSearchable *searchable;   /* (unowned) (nullable) */
  guint page, n_pages;
  guint hit, n_hits;
  GCancellable *cancellable;
};

enum
{
  SHOWN,
  LEAVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressEvidenceView, redress_evidence_view, ADW_TYPE_BIN)

static void
show_trouble (RedressEvidenceView *self, RedressEvidenceTrouble trouble)
{
  gtk_label_set_text (self->error_title, trouble.title);
  gtk_label_set_text (self->error_text, trouble.text);
  gtk_widget_set_visible (self->try_again, trouble.again);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/* A line with neither name nor tools says nothing. */
static void
update_head (RedressEvidenceView *self)
{
  gtk_widget_set_visible (self->head, gtk_widget_get_visible (GTK_WIDGET (self->title)) ||
                                          gtk_widget_get_visible (self->search_tools) ||
                                          gtk_widget_get_visible (self->page_tools));
}

static void
show_tools (RedressEvidenceView *self, gboolean image, gboolean text)
{
  gtk_widget_set_visible (self->image_tools, image);
  gtk_widget_set_visible (self->search_tools, text);
  gtk_widget_set_visible (self->page_tools, image && self->n_pages > 1);
  update_head (self);
}

static void
update_zoom (RedressEvidenceView *self)
{
  g_autofree char *text = g_strdup_printf ("%d %%", redress_image_stage_get_zoom (self->stage));

  gtk_label_set_text (self->zoom, text);
}

static void
say_shown (RedressEvidenceView *self)
{
  g_signal_emit (self, signals[SHOWN], 0, self->evidence->sha256);
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
  show_tools (self, TRUE, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "image");
  update_zoom (self);
  say_shown (self);
}

static void
show_text (RedressEvidenceView *self, GtkWidget *view)
{
  self->searchable = REDRESS_SEARCHABLE (view);
  gtk_scrolled_window_set_child (self->text_scroller, view);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  show_tools (self, FALSE, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "text");
  say_shown (self);
}

static void
show_content (RedressEvidenceView *self, RedressEvidenceContent *content)
{
  gsize length;
  const char *data;

  if (content->transcript != NULL)
    show_text (self,
               redress_transcript_view_new (content->transcript, self->ticket->order.requested_at));
  else if (content->log != NULL)
    show_text (self, redress_log_view_new (content->log));
  else if (g_str_has_prefix (content->media_type, "text/"))
    {
      data = g_bytes_get_data (content->bytes, &length);
      g_autofree char *text = g_strndup (data, length);
      show_text (self, redress_log_view_new_for_text (text));
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (self, self->cancellable, decoded_cb, NULL);

      g_task_set_task_data (task, content, (GDestroyNotify)redress_evidence_content_free);
      g_task_run_in_thread (task, decode_on_worker);
      return;
    }
  redress_evidence_content_free (content);
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

/* @again: somebody wants it, whatever came the last time */
static void
load (RedressEvidenceView *self, gboolean again)
{
  const RedressRendition *rendition =
      self->n_pages > 0 ? redress_evidence_find (self->evidence, REDRESS_USE_PAGE, self->page)
                        : redress_evidence_find (self->evidence, REDRESS_USE_VIEW, 0);
  g_autofree char *label = g_strdup_printf ("%u / %u", self->page, self->n_pages);
  const GError *known;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->page_label, label);
  if (rendition == NULL || self->evidence->rendition_state != REDRESS_RENDITION_READY)
    {
      show_tools (self, FALSE, FALSE);
      show_trouble (self, redress_evidence_trouble_from_state (self->evidence->rendition_state));
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
  redress_sync_load_evidence_async (self->sync, self->ticket->summary->id, rendition->sha256,
                                    rendition->media_type, self->cancellable, loaded_cb,
                                    g_object_ref (self));
}

static void
try_again_cb (RedressEvidenceView *self)
{
  if (self->evidence != NULL)
    load (self, TRUE);
}

static void
step_page (RedressEvidenceView *self, int by)
{
  guint page = self->page + (guint)by;

  if (page < 1 || page > self->n_pages)
    return;
  self->page = page;
  load (self, FALSE);
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
    g_signal_emit (self, signals[LEAVE], 0);
}

static void
next_hit_cb (RedressEvidenceView *self)
{
  if (self->n_hits == 0)
    return;
  self->hit = (self->hit + 1) % self->n_hits;
  update_hits (self);
}

static void
previous_hit_cb (RedressEvidenceView *self)
{
  if (self->n_hits == 0)
    return;
  self->hit = (self->hit + self->n_hits - 1) % self->n_hits;
  update_hits (self);
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
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REDRESS_TYPE_IMAGE_STAGE);
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
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, search_tools);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, search);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, hits_label);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, text_scroller);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, error_title);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, error_text);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, try_again);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, spinner);
  gtk_widget_class_bind_template_callback (widget_class, update_zoom);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_hit_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_hit_cb);
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
  show_tools (self, FALSE, FALSE);
}

void
redress_evidence_view_set_sync (RedressEvidenceView *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_VIEW (self));
  g_set_object (&self->sync, sync);
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
  self->searchable = NULL;
  self->evidence = NULL;
  self->n_hits = 0;
  redress_image_stage_set_texture (self->stage, NULL);
  gtk_scrolled_window_set_child (self->text_scroller, NULL);
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
  show_tools (self, FALSE, FALSE);
  load (self, FALSE);
}

gboolean
redress_evidence_view_press (RedressEvidenceView *self, guint keyval, GdkModifierType state)
{
  g_return_val_if_fail (REDRESS_IS_EVIDENCE_VIEW (self), FALSE);

  if ((state & GDK_CONTROL_MASK) && keyval == GDK_KEY_f &&
      gtk_widget_get_visible (self->search_tools))
    return gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (self->n_pages > 1 && (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down))
    {
      step_page (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
      return TRUE;
    }
  if (!gtk_widget_get_visible (self->image_tools) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_r)
    {
      redress_image_stage_rotate (self->stage, state & GDK_SHIFT_MASK ? -1 : 1);
      update_zoom (self);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (image_keys); i++)
    if (image_keys[i].key == keyval)
      {
        image_keys[i].act (self->stage);
        update_zoom (self);
        return TRUE;
      }
  return FALSE;
}
