/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/video-view.h"

#include "config.h"

#include "app/format.h"
#include "app/memory-file.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

#define STEP (5 * REDRESS_SECOND)

struct _RedressVideoView
{
  AdwBin parent_instance;

  GtkPicture *picture;
  GtkButton *play;
  GtkScale *position;
  GtkLabel *time;
  GtkToggleButton *mute;

  GtkMediaStream *stream;  /* (owned) (nullable) */
  RedressMemoryFile *file; /* (owned) (nullable): what the stream reads */
  GCancellable *cancellable;
  gboolean told; /* whether it can be played */
};

enum
{
  READY,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressVideoView, redress_video_view, ADW_TYPE_BIN)

static void
update_play (RedressVideoView *self)
{
  gboolean playing = self->stream != NULL && gtk_media_stream_get_playing (self->stream);
  const char *word = playing ? C_ ("video", "Pause") : C_ ("video", "Play");

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, word,
                                  -1);
}

static void
update_time (RedressVideoView *self)
{
  gint64 now = self->stream != NULL ? gtk_media_stream_get_timestamp (self->stream) : 0;
  gint64 end = self->stream != NULL ? gtk_media_stream_get_duration (self->stream) : 0;
  g_autofree char *here = redress_format_play_time (now);
  g_autofree char *whole = redress_format_play_time (end);
  g_autofree char *text = g_strdup_printf ("%s / %s", here, whole);

  gtk_label_set_text (self->time, text);
  gtk_range_set_range (GTK_RANGE (self->position), 0, MAX ((double)end / REDRESS_SECOND, .1));
  gtk_range_set_value (GTK_RANGE (self->position), (double)now / REDRESS_SECOND);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->position),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
update_sound (RedressVideoView *self)
{
  gboolean muted = gtk_toggle_button_get_active (self->mute);

  gtk_button_set_icon_name (GTK_BUTTON (self->mute),
                            muted ? "audio-volume-muted-symbolic" : "audio-volume-high-symbolic");
  if (self->stream != NULL)
    gtk_media_stream_set_muted (self->stream, muted);
}

/* GTK calls a stream prepared that has failed, too. */
static void
prepared_cb (RedressVideoView *self)
{
  if (self->told || !gtk_media_stream_is_prepared (self->stream) ||
      gtk_media_stream_get_error (self->stream) != NULL)
    return;
  self->told = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->mute), gtk_media_stream_has_audio (self->stream));
  update_time (self);
  g_signal_emit (self, signals[READY], 0);
}

static void
error_cb (RedressVideoView *self)
{
  const GError *error = gtk_media_stream_get_error (self->stream);

  if (error == NULL)
    return;
  g_debug ("video: %s", error->message);
  g_signal_emit (self, signals[FAILED], 0);
}

static void
set_stream (RedressVideoView *self, RedressMemoryFile *file)
{
  g_autoptr (GFile) place = redress_memory_file_get_place (file);

  self->file = file;
  self->stream = gtk_media_file_new ();
  g_signal_connect_object (self->stream, "notify::playing", G_CALLBACK (update_play), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "notify::timestamp", G_CALLBACK (update_time), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "notify::duration", G_CALLBACK (update_time), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "notify::prepared", G_CALLBACK (prepared_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stream, "notify::error", G_CALLBACK (error_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (self->stream));
  gtk_media_file_set_file (GTK_MEDIA_FILE (self->stream), place);
  update_sound (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressVideoView *self = REDRESS_VIDEO_VIEW (source);
  g_autoptr (GError) error = NULL;
  RedressMemoryFile *file = redress_memory_file_new_finish (result, &error);

  if (file != NULL)
    set_stream (self, file);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0);
}

static void
toggle_play (RedressVideoView *self)
{
  if (self->stream == NULL || !gtk_media_stream_is_prepared (self->stream))
    return;
  if (gtk_media_stream_get_playing (self->stream))
    gtk_media_stream_pause (self->stream);
  else
    {
      if (gtk_media_stream_get_ended (self->stream))
        gtk_media_stream_seek (self->stream, 0);
      gtk_media_stream_play (self->stream);
    }
}

static void
seek (RedressVideoView *self, gint64 to)
{
  if (self->stream != NULL && gtk_media_stream_is_seekable (self->stream))
    gtk_media_stream_seek (self->stream,
                           CLAMP (to, 0, gtk_media_stream_get_duration (self->stream)));
}

/* Only what a person does: what the stream says comes by the value itself. */
static gboolean
change_value_cb (RedressVideoView *self, GtkScrollType scroll, double value)
{
  seek (self, (gint64)(value * REDRESS_SECOND));
  return GDK_EVENT_STOP;
}

/* Out of sight it goes on neither to be heard nor to be seen. */
static void
redress_video_view_unmap (GtkWidget *widget)
{
  RedressVideoView *self = REDRESS_VIDEO_VIEW (widget);

  if (self->stream != NULL)
    gtk_media_stream_pause (self->stream);
  GTK_WIDGET_CLASS (redress_video_view_parent_class)->unmap (widget);
}

static void
redress_video_view_dispose (GObject *object)
{
  redress_video_view_clear (REDRESS_VIDEO_VIEW (object));
  G_OBJECT_CLASS (redress_video_view_parent_class)->dispose (object);
}

static void
redress_video_view_class_init (RedressVideoViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_video_view_dispose;
  widget_class->unmap = redress_video_view_unmap;
  signals[READY] =
      g_signal_new ("ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/video-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressVideoView, picture);
  gtk_widget_class_bind_template_child (widget_class, RedressVideoView, play);
  gtk_widget_class_bind_template_child (widget_class, RedressVideoView, position);
  gtk_widget_class_bind_template_child (widget_class, RedressVideoView, time);
  gtk_widget_class_bind_template_child (widget_class, RedressVideoView, mute);
  gtk_widget_class_bind_template_callback (widget_class, toggle_play);
  gtk_widget_class_bind_template_callback (widget_class, change_value_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_sound);
}

static void
redress_video_view_init (RedressVideoView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_play (self);
}

gboolean
redress_video_view_can_play (void)
{
  g_autoptr (GtkMediaStream) stream = gtk_media_file_new ();

  /* What GTK takes where it finds no module. */
  return g_strcmp0 (G_OBJECT_TYPE_NAME (stream), "GtkNoMediaFile") != 0;
}

void
redress_video_view_show (RedressVideoView *self, GBytes *bytes)
{
  g_return_if_fail (REDRESS_IS_VIDEO_VIEW (self));
  g_return_if_fail (bytes != NULL);

  redress_video_view_clear (self);
  self->cancellable = g_cancellable_new ();
  redress_memory_file_new_async (G_OBJECT (self), bytes, self->cancellable, written_cb);
}

void
redress_video_view_clear (RedressVideoView *self)
{
  g_return_if_fail (REDRESS_IS_VIDEO_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->told = FALSE;
  if (self->stream != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->stream, self);
      gtk_media_stream_pause (self->stream);
      gtk_media_file_clear (GTK_MEDIA_FILE (self->stream));
      gtk_picture_set_paintable (self->picture, NULL);
      g_clear_object (&self->stream);
      update_play (self);
      update_time (self);
    }
  g_clear_pointer (&self->file, redress_memory_file_free);
}

gboolean
redress_video_view_press (RedressVideoView *self, guint keyval, GdkModifierType state)
{
  gint64 now;

  g_return_val_if_fail (REDRESS_IS_VIDEO_VIEW (self), FALSE);

  if (self->stream == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  now = gtk_media_stream_get_timestamp (self->stream);
  if (keyval == GDK_KEY_space)
    toggle_play (self);
  else if (keyval == GDK_KEY_m)
    gtk_toggle_button_set_active (self->mute, !gtk_toggle_button_get_active (self->mute));
  else if (keyval == GDK_KEY_Left && (state & GDK_SHIFT_MASK) != 0)
    seek (self, now - STEP);
  else if (keyval == GDK_KEY_Right && (state & GDK_SHIFT_MASK) != 0)
    seek (self, now + STEP);
  else
    return FALSE;
  return TRUE;
}
