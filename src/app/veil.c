/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/veil.h"

/* Letters of a page are no wider. */
#define RADIUS 32

struct _RedressVeil
{
  AdwBin parent_instance;

  double radius;
  gboolean veiled;
  gboolean guard;
  GtkWindow *window; /* (unowned) (nullable): the one that is heard */
};

G_DEFINE_FINAL_TYPE (RedressVeil, redress_veil, ADW_TYPE_BIN)

static void
redress_veil_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressVeil *self = REDRESS_VEIL (widget);
  gboolean down = redress_veil_is_down (self);

  if (down)
    {
      gtk_snapshot_push_clip (snapshot,
                              &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (widget),
                                                   (float)gtk_widget_get_height (widget)));
      gtk_snapshot_push_blur (snapshot, self->radius);
    }
  GTK_WIDGET_CLASS (redress_veil_parent_class)->snapshot (widget, snapshot);
  if (down)
    {
      gtk_snapshot_pop (snapshot);
      gtk_snapshot_pop (snapshot);
    }
}

static void
redress_veil_root (GtkWidget *widget)
{
  RedressVeil *self = REDRESS_VEIL (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (redress_veil_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (!GTK_IS_WINDOW (root))
    return;
  self->window = GTK_WINDOW (root);
  g_signal_connect_object (root, "notify::is-active", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static void
redress_veil_unroot (GtkWidget *widget)
{
  RedressVeil *self = REDRESS_VEIL (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  self->window = NULL;
  GTK_WIDGET_CLASS (redress_veil_parent_class)->unroot (widget);
}

static void
redress_veil_class_init (RedressVeilClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = redress_veil_snapshot;
  widget_class->root = redress_veil_root;
  widget_class->unroot = redress_veil_unroot;
}

static void
redress_veil_init (RedressVeil *self)
{
  self->radius = RADIUS;
}

GtkWidget *
redress_veil_new (GtkWidget *child)
{
  return g_object_new (REDRESS_TYPE_VEIL, "child", child, NULL);
}

void
redress_veil_set_veiled (RedressVeil *self, gboolean veiled)
{
  g_return_if_fail (REDRESS_IS_VEIL (self));

  self->veiled = veiled;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redress_veil_set_guard (RedressVeil *self, gboolean guard)
{
  g_return_if_fail (REDRESS_IS_VEIL (self));

  self->guard = guard;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redress_veil_set_radius (RedressVeil *self, double radius)
{
  g_return_if_fail (REDRESS_IS_VEIL (self));

  self->radius = radius;
}

gboolean
redress_veil_is_down (RedressVeil *self)
{
  g_return_val_if_fail (REDRESS_IS_VEIL (self), FALSE);

  return self->veiled ||
         (self->guard && self->window != NULL && !gtk_window_is_active (self->window));
}
