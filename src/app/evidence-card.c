/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-card.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/format.h"
#include "app/line.h"
#include "app/veil.h"
#include "core/error.h"

#include <glib/gi18n.h>

#define THUMB_WIDTH 34
#define NARROW_THUMB 28
#define THUMB_HEIGHT 42
#define THUMB_BLUR 6

struct _RedressEvidenceCard
{
  GtkButton parent_instance;

  GtkWidget *picture; /* @thumb and, over it, @mark */
  GtkWidget *thumb;
  GtkWidget *mark;   /* it moves */
  RedressVeil *veil; /* over the thumb */
  GtkWidget *title;
  GtkWidget *holder;
  GtkWidget *status_icon;
  GtkWidget *status;
  GtkWidget *status_box;
  RedressThumbs *thumbs; /* (owned) */
  GCancellable *cancellable;
  char *sha256;       /* of the original */
  char *thumb_sha256; /* (nullable): loaded, or on its way */
  const char *here;   /* word for the status while it is not cited */
  const char *here_icon;
  const char *here_style;
  gboolean cited;
  RedressEvidenceRoom room;
};

G_DEFINE_FINAL_TYPE (RedressEvidenceCard, redress_evidence_card, GTK_TYPE_BUTTON)

static gboolean
is_present (RedressOpenCase *open, const char *sha256)
{
  return open->data->evidence_present != NULL &&
         g_strv_contains ((const char *const *)open->data->evidence_present, sha256);
}

static gboolean
is_whole (RedressOpenCase *open, const RedressEvidence *evidence)
{
  for (guint i = 0; i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      /* A video comes when it is opened. */
      if (rendition->use != REDRESS_USE_VIDEO && !is_present (open, rendition->sha256))
        return FALSE;
    }
  return evidence->renditions->len > 0;
}

/* Only its picture has been looked at then. */
static gboolean
is_video_away (RedressOpenCase *open, const RedressEvidence *evidence)
{
  for (guint i = 0; i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      if (rendition->use == REDRESS_USE_VIDEO && !is_present (open, rendition->sha256))
        return TRUE;
    }
  return FALSE;
}

/* A piece that does not come is no piece that is on its way. */
static void
find_failure (RedressEvidenceCard *self, const GError *error)
{
  self->here_icon = "dialog-warning-symbolic";
  self->here_style = "warn-c";
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    self->here = C_ ("evidence", "came damaged");
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE))
    self->here = C_ ("evidence", "too large");
  else
    self->here = C_ ("evidence", "does not come");
}

static void
find_status (RedressEvidenceCard *self, RedressOpenCase *open, const RedressEvidence *evidence)
{
  const GError *error = redress_open_case_get_piece_error (open, evidence);

  self->here_style = "dim";
  if (evidence->masked)
    {
      self->here = C_ ("evidence", "masked");
      self->here_icon = "channel-secure-symbolic";
      return;
    }
  switch (evidence->rendition_state)
    {
    case REDRESS_RENDITION_PENDING:
      self->here = C_ ("evidence", "being prepared");
      self->here_icon = "content-loading-symbolic";
      return;
    case REDRESS_RENDITION_FAILED:
    case REDRESS_RENDITION_UNAVAILABLE:
      self->here = C_ ("evidence", "cannot be shown");
      self->here_icon = "dialog-warning-symbolic";
      self->here_style = "warn-c";
      return;
    case REDRESS_RENDITION_READY:
    default:
      break;
    }
  if (is_whole (open, evidence) && !g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    {
      self->here = is_video_away (open, evidence) ? C_ ("evidence", "picture verified")
                                                  : C_ ("evidence", "verified");
      self->here_icon = "emblem-ok-symbolic";
      self->here_style = "ok-c";
      return;
    }
  if (error != NULL && !g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE))
    {
      find_failure (self, error);
      return;
    }
  self->here = C_ ("evidence", "not here yet");
  self->here_icon = "folder-download-symbolic";
}

static void
update_status (RedressEvidenceCard *self)
{
  const char *word = self->cited ? C_ ("evidence", "cited") : self->here;
  const char *styles[] = { self->cited ? "acc-c" : self->here_style, NULL };
  g_autofree char *label = NULL;

  gtk_label_set_text (GTK_LABEL (self->status), word);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->status_icon),
                                self->cited ? "object-select-symbolic" : self->here_icon);
  gtk_widget_set_css_classes (self->status_box, styles);
  if (self->cited)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cited");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "cited");
  label = g_strdup_printf ("%s, %s, %s", gtk_label_get_text (GTK_LABEL (self->title)),
                           gtk_label_get_text (GTK_LABEL (self->holder)), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static const char *
get_icon (const RedressEvidence *evidence)
{
  const char *type = evidence->media_type != NULL ? evidence->media_type : "";

  if (g_str_equal (type, REDRESS_MEDIA_TRANSCRIPT))
    return "chat-message-new-symbolic";
  if (g_str_equal (type, REDRESS_MEDIA_LOG) || g_str_has_prefix (type, "text/"))
    return "text-x-generic-symbolic";
  if (g_str_has_prefix (type, "video/"))
    return "video-x-generic-symbolic";
  if (g_str_equal (type, "application/pdf"))
    return "x-office-document-symbolic";
  return "image-x-generic-symbolic";
}

static void
thumb_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
      redress_thumbs_load_finish (REDRESS_THUMBS (source), result, &error);

  if (texture != NULL)
    {
      gtk_image_set_from_paintable (GTK_IMAGE (self->thumb), GDK_PAINTABLE (texture));
      gtk_image_set_pixel_size (GTK_IMAGE (self->thumb), self->room == REDRESS_EVIDENCE_ROOM_FULL
                                                             ? THUMB_HEIGHT
                                                             : NARROW_THUMB);
      gtk_widget_set_visible (self->picture, TRUE);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_pointer (&self->thumb_sha256, g_free);
}

static void
load_thumb (RedressEvidenceCard *self, RedressOpenCase *open, const RedressEvidence *evidence)
{
  const RedressRendition *thumb = redress_evidence_find (evidence, REDRESS_USE_THUMB, 0);

  if (self->room == REDRESS_EVIDENCE_ROOM_NONE || thumb == NULL ||
      !is_present (open, thumb->sha256) || g_strcmp0 (self->thumb_sha256, thumb->sha256) == 0)
    return;
  g_free (self->thumb_sha256);
  self->thumb_sha256 = g_strdup (thumb->sha256);
  redress_thumbs_load_async (self->thumbs, thumb->sha256, self->cancellable, thumb_loaded_cb,
                             g_object_ref (self));
}

static void
cite (RedressEvidenceCard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case.cite", "(sb)", self->sha256, !self->cited);
}

static gboolean
cite_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  cite (REDRESS_EVIDENCE_CARD (widget));
  return TRUE;
}

static void
redress_evidence_card_dispose (GObject *object)
{
  RedressEvidenceCard *self = REDRESS_EVIDENCE_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->thumbs);
  G_OBJECT_CLASS (redress_evidence_card_parent_class)->dispose (object);
}

static void
redress_evidence_card_finalize (GObject *object)
{
  RedressEvidenceCard *self = REDRESS_EVIDENCE_CARD (object);

  g_object_unref (self->cancellable);
  g_free (self->sha256);
  g_free (self->thumb_sha256);
  G_OBJECT_CLASS (redress_evidence_card_parent_class)->finalize (object);
}

static const char *
get_hint (void)
{
  return _ ("Open; the other mouse button cites it");
}

/* To set the text would ask the display where the pointer is, for each card of a case. */
static gboolean
redress_evidence_card_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, get_hint ());
  return TRUE;
}

static void
redress_evidence_card_class_init (RedressEvidenceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_evidence_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_evidence_card_finalize;
  widget_class->query_tooltip = redress_evidence_card_query_tooltip;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, cite_shortcut_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, cite_shortcut_cb, NULL);
}

static GtkWidget *
create_status (RedressEvidenceCard *self)
{
  self->status_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  self->status_icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->status_icon), 12);
  self->status = redress_line_new ("", "small-caption");
  gtk_box_append (GTK_BOX (self->status_box), self->status_icon);
  gtk_box_append (GTK_BOX (self->status_box), self->status);
  return self->status_box;
}

static GtkWidget *
create_content (RedressEvidenceCard *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->thumb = gtk_image_new ();
  gtk_widget_set_size_request (self->thumb, THUMB_WIDTH, THUMB_HEIGHT);
  gtk_widget_set_overflow (self->thumb, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (self->thumb, "thumb");
  self->mark = gtk_image_new_from_icon_name ("media-playback-start-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->mark), 12);
  redress_add_css_classes (self->mark, "osd play-mark");
  gtk_widget_set_halign (self->mark, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->mark, GTK_ALIGN_CENTER);
  self->picture = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->picture), self->thumb);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->picture), self->mark);
  self->title = redress_line_new ("", "small-caption semibold");
  self->holder = redress_line_new ("", "caption-dim");
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->holder);
  gtk_box_append (GTK_BOX (lines), create_status (self));
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  self->veil = REDRESS_VEIL (redress_veil_new (self->picture));
  redress_veil_set_radius (self->veil, THUMB_BLUR);
  g_object_bind_property (self->picture, "visible", self->veil, "visible", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->veil));
  gtk_box_append (GTK_BOX (content), lines);
  return content;
}

static void
redress_evidence_card_init (RedressEvidenceCard *self)
{
  GtkGesture *second = gtk_gesture_click_new ();

  self->cancellable = g_cancellable_new ();
  self->here = "";
  self->here_style = "dim";
  gtk_button_set_child (GTK_BUTTON (self), create_content (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (second), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (second, "pressed", G_CALLBACK (cite), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (second));
  redress_add_css_classes (GTK_WIDGET (self), "flat evidence-card");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  get_hint (), -1);
}

GtkWidget *
redress_evidence_card_new (RedressThumbs *thumbs)
{
  RedressEvidenceCard *self = g_object_new (REDRESS_TYPE_EVIDENCE_CARD, NULL);

  self->thumbs = g_object_ref (thumbs);
  return GTK_WIDGET (self);
}

static const char *
get_slot_label (RedressOpenCase *open, const char *slot)
{
  const RedressSlot *known = redress_policy_find_slot (open->data->policy, slot);

  return known != NULL ? redress_text_get (&known->label, redress_language ()) : slot;
}

/* (transfer full): who sent it and, of a video, how long it is. */
static char *
describe_holder (RedressOpenCase *open, const RedressEvidence *evidence)
{
  const RedressRendition *video = redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0);
  const char *holder = redress_fact_get_source_label (open, evidence->holder);
  g_autofree char *length = NULL;

  if (video == NULL)
    return g_strdup (holder);
  length = redress_format_play_time (video->duration_ms * G_TIME_SPAN_MILLISECOND);
  return g_strdup_printf ("%s · %s", length, holder);
}

void
redress_evidence_card_show (RedressEvidenceCard *self,
                            RedressOpenCase *open,
                            const RedressEvidence *evidence)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));
  g_return_if_fail (evidence != NULL);

  g_autofree char *holder = NULL;

  g_free (self->sha256);
  self->sha256 = g_strdup (evidence->sha256);
  gtk_label_set_text (GTK_LABEL (self->title), get_slot_label (open, evidence->slot));
  holder = describe_holder (open, evidence);
  gtk_label_set_text (GTK_LABEL (self->holder), holder);
  gtk_widget_set_visible (self->mark,
                          redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0) != NULL);
  if (redress_evidence_find (evidence, REDRESS_USE_THUMB, 0) == NULL)
    g_clear_pointer (&self->thumb_sha256, g_free);
  if (self->thumb_sha256 == NULL)
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (self->thumb), get_icon (evidence));
      gtk_image_set_pixel_size (GTK_IMAGE (self->thumb), 20);
      gtk_widget_set_visible (self->picture, self->room == REDRESS_EVIDENCE_ROOM_FULL);
    }
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", evidence->sha256);
  /* What only the ticket before this one has cannot be opened from here. */
  gtk_actionable_set_action_name (
      GTK_ACTIONABLE (self),
      redress_ticket_find_evidence (open->data->ticket, evidence->sha256) != NULL
          ? "case.view-piece"
          : NULL);
  redress_veil_set_veiled (self->veil, evidence->blurred);
  find_status (self, open, evidence);
  update_status (self);
  load_thumb (self, open, evidence);
}

void
redress_evidence_card_set_room (RedressEvidenceCard *self, RedressEvidenceRoom room)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_CARD (self));

  self->room = room;
  gtk_widget_set_size_request (
      self->thumb, room == REDRESS_EVIDENCE_ROOM_FULL ? THUMB_WIDTH : NARROW_THUMB, THUMB_HEIGHT);
}

void
redress_evidence_card_set_cited (RedressEvidenceCard *self, gboolean cited)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_CARD (self));

  self->cited = cited;
  update_status (self);
}

void
redress_evidence_card_set_current (RedressEvidenceCard *self, gboolean current)
{
  g_return_if_fail (REDRESS_IS_EVIDENCE_CARD (self));

  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}

const char *
redress_evidence_card_get_sha256 (RedressEvidenceCard *self)
{
  g_return_val_if_fail (REDRESS_IS_EVIDENCE_CARD (self), NULL);

  return self->sha256;
}
