/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/redact-layer.h"

#include "config.h"

#include <glib/gi18n.h>

/* Pixels of the picture that a key moves, and the least that a drag draws. */
#define STEP 10
#define LEAST 3

struct _RedressRedactLayer
{
  GtkWidget parent_instance;

  RedressImageStage *stage; /* (owned) (nullable) */
  GPtrArray *boxes;         /* (element-type RedressBox) */
  guint chosen;
  gboolean preview;
  gboolean dragging;
  RedressBox drawn;
  double from_x, from_y;
};

enum
{
  CHANGED,
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressRedactLayer, redress_redact_layer, GTK_TYPE_WIDGET)

static RedressBox *
get_chosen (RedressRedactLayer *self)
{
  return self->chosen < self->boxes->len ? g_ptr_array_index (self->boxes, self->chosen) : NULL;
}

static void
changed (RedressRedactLayer *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
draw_box (RedressRedactLayer *self, GtkSnapshot *snapshot, const RedressBox *box, gboolean chosen)
{
  const GdkRGBA fill = { 0, 0, 0, self->preview ? 1.f : .55f };
  const GdkRGBA edge = { 1.f, chosen ? .75f : .3f, .2f, 1.f };
  const GdkRGBA edges[4] = { edge, edge, edge, edge };
  const float width = chosen ? 3.f : 2.f;
  const float widths[4] = { width, width, width, width };
  GskRoundedRect outline;
  graphene_rect_t rect;
  double x, y, scale;

  redress_image_stage_place (self->stage, &x, &y, &scale);
  graphene_rect_init (&rect, (float)(x + box->x * scale), (float)(y + box->y * scale),
                      (float)(box->width * scale), (float)(box->height * scale));
  gtk_snapshot_append_color (snapshot, &fill, &rect);
  if (self->preview)
    return;
  gsk_rounded_rect_init_from_rect (&outline, &rect, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, edges);
}

static void
redress_redact_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressRedactLayer *self = REDRESS_REDACT_LAYER (widget);

  if (self->stage == NULL)
    return;
  for (guint i = 0; i < self->boxes->len; i++)
    draw_box (self, snapshot, g_ptr_array_index (self->boxes, i), i == self->chosen);
  if (self->dragging)
    draw_box (self, snapshot, &self->drawn, TRUE);
}

/* What two corners of the stage span in the picture. */
static void
span (RedressRedactLayer *self, double x0, double y0, double x1, double y1, RedressBox *box)
{
  double x, y, scale;
  guint width, height;
  double left, top, right, bottom;

  redress_image_stage_place (self->stage, &x, &y, &scale);
  redress_image_stage_get_picture_size (self->stage, &width, &height);
  left = CLAMP ((MIN (x0, x1) - x) / scale, 0, width);
  right = CLAMP ((MAX (x0, x1) - x) / scale, 0, width);
  top = CLAMP ((MIN (y0, y1) - y) / scale, 0, height);
  bottom = CLAMP ((MAX (y0, y1) - y) / scale, 0, height);
  *box = (RedressBox){ (guint)left, (guint)top, (guint)(right + .5) - (guint)left,
                       (guint)(bottom + .5) - (guint)top };
}

static void
drag_begin_cb (RedressRedactLayer *self, double x, double y)
{
  self->from_x = x;
  self->from_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
drag_update_cb (RedressRedactLayer *self, double dx, double dy)
{
  if (self->stage == NULL)
    return;
  self->dragging = TRUE;
  span (self, self->from_x, self->from_y, self->from_x + dx, self->from_y + dy, &self->drawn);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
has_room (RedressRedactLayer *self)
{
  return self->stage != NULL && self->boxes->len < REDRESS_MAX_BOXES;
}

static void
take (RedressRedactLayer *self, const RedressBox *box)
{
  g_ptr_array_add (self->boxes, redress_box_new (box->x, box->y, box->width, box->height));
  self->chosen = self->boxes->len - 1;
  changed (self);
}

static void
drag_end_cb (RedressRedactLayer *self)
{
  gboolean drawn = self->dragging && self->drawn.width >= LEAST && self->drawn.height >= LEAST;

  self->dragging = FALSE;
  if (drawn && has_room (self))
    take (self, &self->drawn);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Moves or sizes one side of a box within a picture of @room. */
static void
shift (guint *at, guint *size, guint room, int by, gboolean sizes)
{
  if (sizes)
    *size = (guint)CLAMP ((int)*size + by, 1, (int)(room - *at));
  else
    *at = (guint)CLAMP ((int)*at + by, 0, (int)(room - *size));
}

static gboolean
move (RedressRedactLayer *self, guint keyval, gboolean sizes)
{
  RedressBox *box = get_chosen (self);
  int by = keyval == GDK_KEY_Left || keyval == GDK_KEY_Up ? -STEP : STEP;
  guint width, height;

  if (box == NULL || self->stage == NULL)
    return TRUE;
  redress_image_stage_get_picture_size (self->stage, &width, &height);
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right)
    shift (&box->x, &box->width, width, by, sizes);
  else
    shift (&box->y, &box->height, height, by, sizes);
  changed (self);
  return TRUE;
}

static gboolean
choose (RedressRedactLayer *self, guint by)
{
  if (self->boxes->len > 0)
    self->chosen = (self->chosen + self->boxes->len + by) % self->boxes->len;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedressRedactLayer *self)
{
  switch (keyval)
    {
    case GDK_KEY_n:
    case GDK_KEY_Insert:
      redress_redact_layer_add (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->boxes->len > 0)
        g_signal_emit (self, signals[DONE], 0);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      redress_redact_layer_remove (self);
      return TRUE;
    case GDK_KEY_Page_Down:
      return choose (self, 1);
    case GDK_KEY_Page_Up:
      return choose (self, self->boxes->len - 1);
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      return move (self, keyval, (state & GDK_SHIFT_MASK) != 0);
    default:
      return FALSE;
    }
}

static void
redress_redact_layer_dispose (GObject *object)
{
  g_clear_object (&REDRESS_REDACT_LAYER (object)->stage);
  G_OBJECT_CLASS (redress_redact_layer_parent_class)->dispose (object);
}

static void
redress_redact_layer_finalize (GObject *object)
{
  g_ptr_array_unref (REDRESS_REDACT_LAYER (object)->boxes);
  G_OBJECT_CLASS (redress_redact_layer_parent_class)->finalize (object);
}

static void
redress_redact_layer_class_init (RedressRedactLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_redact_layer_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_redact_layer_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = redress_redact_layer_snapshot;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
redress_redact_layer_init (RedressRedactLayer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->boxes = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_cursor_from_name (widget, "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Boxes to paint over"), -1);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
}

void
redress_redact_layer_start (RedressRedactLayer *self, RedressImageStage *stage)
{
  g_return_if_fail (REDRESS_IS_REDACT_LAYER (self));
  g_return_if_fail (REDRESS_IS_IMAGE_STAGE (stage));

  g_set_object (&self->stage, stage);
  g_ptr_array_set_size (self->boxes, 0);
  self->chosen = 0;
  self->preview = self->dragging = FALSE;
  changed (self);
}

GPtrArray *
redress_redact_layer_get_boxes (RedressRedactLayer *self)
{
  g_return_val_if_fail (REDRESS_IS_REDACT_LAYER (self), NULL);

  return self->boxes;
}

void
redress_redact_layer_add (RedressRedactLayer *self)
{
  guint width, height;
  RedressBox box;

  g_return_if_fail (REDRESS_IS_REDACT_LAYER (self));

  if (!has_room (self))
    return;
  redress_image_stage_get_picture_size (self->stage, &width, &height);
  box.width = MAX (width / 5, 1);
  box.height = MAX (height / 8, 1);
  box.x = (width - box.width) / 2;
  box.y = (height - box.height) / 2;
  take (self, &box);
}

void
redress_redact_layer_remove (RedressRedactLayer *self)
{
  g_return_if_fail (REDRESS_IS_REDACT_LAYER (self));

  if (get_chosen (self) == NULL)
    return;
  g_ptr_array_remove_index (self->boxes, self->chosen);
  self->chosen = self->boxes->len > 0 ? self->boxes->len - 1 : 0;
  changed (self);
}

void
redress_redact_layer_set_preview (RedressRedactLayer *self, gboolean preview)
{
  g_return_if_fail (REDRESS_IS_REDACT_LAYER (self));

  self->preview = preview;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
