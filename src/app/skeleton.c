/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/skeleton.h"

#define ROW_HEIGHT 76

struct _RedressSkeleton
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (RedressSkeleton, redress_skeleton, GTK_TYPE_WIDGET)

static void
bar (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float y, float width, float height)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (x, y, width, height), 4);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, color, &rect.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
redress_skeleton_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const float widths[] = { .69f, .58f, .46f, .62f, .5f, .67f };
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= .09f;
  for (int row = 0; row * ROW_HEIGHT < height; row++)
    {
      float y = row * ROW_HEIGHT;

      bar (snapshot, &color, 12, y + 12, 96, 10);
      bar (snapshot, &color, width - 72, y + 12, 60, 10);
      bar (snapshot, &color, 12, y + 32, width * widths[row % G_N_ELEMENTS (widths)], 12);
      bar (snapshot, &color, 12, y + 52, 20, 18);
      bar (snapshot, &color, 38, y + 56, 120, 10);
    }
}

static void
redress_skeleton_class_init (RedressSkeletonClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = redress_skeleton_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
redress_skeleton_init (RedressSkeleton *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
