/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/image-stage.h"

#define ZOOM_STEP 1.25
#define ZOOM_MIN .05
#define ZOOM_MAX 8.0

struct _RedressImageStage
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* (owned) (nullable) */
  double zoom;         /* 0: fit */
  int quarters;        /* 0 to 3, clockwise */
  double x, y;         /* offset of the picture's middle from the stage's */
  double drag_x, drag_y;
  double pinch_from;
  guint told_id;
};

enum
{
  ZOOM_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressImageStage, redress_image_stage, GTK_TYPE_WIDGET)

/* Size of the picture as it lies. */
static void
get_size (RedressImageStage *self, double *width, double *height)
{
  double w = gdk_texture_get_width (self->texture), h = gdk_texture_get_height (self->texture);

  *width = self->quarters % 2 == 0 ? w : h;
  *height = self->quarters % 2 == 0 ? h : w;
}

static double
get_scale (RedressImageStage *self)
{
  double width, height;

  if (self->zoom > 0)
    return self->zoom;
  get_size (self, &width, &height);
  return MIN (1.0, MIN (gtk_widget_get_width (GTK_WIDGET (self)) / width,
                        gtk_widget_get_height (GTK_WIDGET (self)) / height));
}

/* The picture's edge never comes further in than the stage's middle. */
static void
keep_in_reach (RedressImageStage *self)
{
  double width, height, scale = get_scale (self);

  get_size (self, &width, &height);
  self->x = CLAMP (self->x, -width * scale / 2, width * scale / 2);
  self->y = CLAMP (self->y, -height * scale / 2, height * scale / 2);
}

static void
set_zoom (RedressImageStage *self, double zoom)
{
  double before;

  if (self->texture == NULL)
    return;
  before = get_scale (self);
  self->zoom = CLAMP (zoom, ZOOM_MIN, ZOOM_MAX);
  self->x *= self->zoom / before;
  self->y *= self->zoom / before;
  keep_in_reach (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_zoom_cb (gpointer user_data)
{
  RedressImageStage *self = user_data;

  self->told_id = 0;
  g_signal_emit (self, signals[ZOOM_CHANGED], 0);
}

/* A picture that fits is larger or smaller now. Labels must not change within an allocation. */
static void
redress_image_stage_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedressImageStage *self = REDRESS_IMAGE_STAGE (widget);

  if (self->told_id == 0)
    self->told_id = g_idle_add_once (tell_zoom_cb, self);
}

static void
redress_image_stage_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressImageStage *self = REDRESS_IMAGE_STAGE (widget);
  double scale;
  float width, height;

  if (self->texture == NULL)
    return;
  scale = get_scale (self);
  width = (float)(gdk_texture_get_width (self->texture) * scale);
  height = (float)(gdk_texture_get_height (self->texture) * scale);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float)(gtk_widget_get_width (widget) / 2.0 + self->x),
                                      (float)(gtk_widget_get_height (widget) / 2.0 + self->y)));
  gtk_snapshot_rotate (snapshot, 90.f * (float)self->quarters);
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
}

static void
drag_begin_cb (RedressImageStage *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
drag_update_cb (RedressImageStage *self, double dx, double dy)
{
  if (self->texture == NULL)
    return;
  self->x = self->drag_x + dx;
  self->y = self->drag_y + dy;
  keep_in_reach (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (RedressImageStage *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
}

static gboolean
scroll_cb (RedressImageStage *self, double dx, double dy)
{
  if (dy < 0)
    redress_image_stage_zoom_in (self);
  else if (dy > 0)
    redress_image_stage_zoom_out (self);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (RedressImageStage *self)
{
  self->pinch_from = self->texture != NULL ? get_scale (self) : 1;
}

static void
pinch_cb (RedressImageStage *self, double scale)
{
  set_zoom (self, self->pinch_from * scale);
}

static void
redress_image_stage_dispose (GObject *object)
{
  RedressImageStage *self = REDRESS_IMAGE_STAGE (object);

  g_clear_handle_id (&self->told_id, g_source_remove);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (redress_image_stage_parent_class)->dispose (object);
}

static void
redress_image_stage_class_init (RedressImageStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_image_stage_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = redress_image_stage_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = redress_image_stage_size_allocate;
  signals[ZOOM_CHANGED] = g_signal_new ("zoom-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
redress_image_stage_init (RedressImageStage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_cursor_from_name (widget, "grab");
  gtk_widget_add_css_class (widget, "stage");
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
}

GtkWidget *
redress_image_stage_new (void)
{
  return g_object_new (REDRESS_TYPE_IMAGE_STAGE, NULL);
}

void
redress_image_stage_set_texture (RedressImageStage *self, GdkTexture *texture)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  g_set_object (&self->texture, texture);
  self->quarters = 0;
  redress_image_stage_fit (self);
}

void
redress_image_stage_zoom_in (RedressImageStage *self)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));
  if (self->texture != NULL)
    set_zoom (self, get_scale (self) * ZOOM_STEP);
}

void
redress_image_stage_zoom_out (RedressImageStage *self)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));
  if (self->texture != NULL)
    set_zoom (self, get_scale (self) / ZOOM_STEP);
}

void
redress_image_stage_fit (RedressImageStage *self)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  self->zoom = 0;
  self->x = self->y = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redress_image_stage_show_original (RedressImageStage *self)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));
  set_zoom (self, 1);
}

void
redress_image_stage_rotate (RedressImageStage *self, int quarters)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  self->quarters = ((self->quarters + quarters) % 4 + 4) % 4;
  self->x = self->y = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
redress_image_stage_get_zoom (RedressImageStage *self)
{
  g_return_val_if_fail (REDRESS_IS_IMAGE_STAGE (self), 0);
  return self->texture != NULL ? (int)(get_scale (self) * 100 + .5) : 0;
}

void
redress_image_stage_set_upright (RedressImageStage *self)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  self->quarters = 0;
  redress_image_stage_fit (self);
}

void
redress_image_stage_get_picture_size (RedressImageStage *self, guint *width, guint *height)
{
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  *width = self->texture != NULL ? (guint)gdk_texture_get_width (self->texture) : 1;
  *height = self->texture != NULL ? (guint)gdk_texture_get_height (self->texture) : 1;
}

void
redress_image_stage_place (RedressImageStage *self, double *x, double *y, double *scale)
{
  guint width, height;

  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (self));

  redress_image_stage_get_picture_size (self, &width, &height);
  *scale = self->texture != NULL ? get_scale (self) : 1;
  *x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 + self->x - width * *scale / 2;
  *y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 + self->y - height * *scale / 2;
}
