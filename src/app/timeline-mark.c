/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-mark.h"

#define RADIUS 4
#define TEXT_X (REDRESS_TIMELINE_DOT + 9)
#define GAP_AFTER 6

struct _RedressTimelineMark
{
  GtkWidget parent_instance;

  PangoLayout *layout; /* (owned) */
  RedressLane lane;
  gboolean trouble;
  gboolean is_request;
  gboolean selected;
  char *told;
};

G_DEFINE_FINAL_TYPE (RedressTimelineMark, redress_timeline_mark, GTK_TYPE_WIDGET)

static void
get_color (RedressTimelineMark *self, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  const char *name = self->is_request ? "accent_color" : self->trouble ? "t_warn" : NULL;

  gtk_style_context_get_color (context, color);
  if (name != NULL)
    gtk_style_context_lookup_color (context, name, color);
}

static void
draw_dot (RedressTimelineMark *self, GtkSnapshot *snapshot, float x, float y, const GdkRGBA *color)
{
  graphene_rect_t box = GRAPHENE_RECT_INIT (-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS);
  GskRoundedRect round;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  if (self->trouble)
    {
      gtk_snapshot_rotate (snapshot, 45);
      gtk_snapshot_append_color (snapshot, color, &box);
    }
  else
    {
      gsk_rounded_rect_init_from_rect (&round, &box, RADIUS);
      gtk_snapshot_push_rounded_clip (snapshot, &round);
      gtk_snapshot_append_color (snapshot, color, &box);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_restore (snapshot);
}

static void
draw_selection (RedressTimelineMark *self, GtkSnapshot *snapshot, int width, int height)
{
  GskRoundedRect round;
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_color", &color))
    return;
  gsk_rounded_rect_init_from_rect (&round, &GRAPHENE_RECT_INIT (0, 4, width, height - 8), 5);
  gtk_snapshot_append_border (snapshot, &round, (float[]){ 2, 2, 2, 2 },
                              (GdkRGBA[]){ color, color, color, color });
}

static void
redress_timeline_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressTimelineMark *self = REDRESS_TIMELINE_MARK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int text_width, text_height;
  float x = TEXT_X;
  GdkRGBA color;

  get_color (self, &color);
  pango_layout_set_width (self->layout, MAX (width - TEXT_X, 0) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  if (self->selected)
    draw_selection (self, snapshot, MIN (TEXT_X + text_width + 4, width), height);
  draw_dot (self, snapshot, rtl ? width - REDRESS_TIMELINE_DOT : REDRESS_TIMELINE_DOT, height / 2.f,
            &color);
  if (rtl)
    x = (float)(width - TEXT_X - text_width);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (height - text_height) / 2.f));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* To set the text would ask the display where the pointer is, for each of many marks. */
static gboolean
redress_timeline_mark_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, REDRESS_TIMELINE_MARK (widget)->told);
  return TRUE;
}

static void
redress_timeline_mark_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RedressTimelineMark *self = REDRESS_TIMELINE_MARK (widget);

  GTK_WIDGET_CLASS (redress_timeline_mark_parent_class)->css_changed (widget, change);
  if (self->layout != NULL)
    pango_layout_context_changed (self->layout);
}

static void
redress_timeline_mark_finalize (GObject *object)
{
  RedressTimelineMark *self = REDRESS_TIMELINE_MARK (object);

  g_clear_object (&self->layout);
  g_free (self->told);
  G_OBJECT_CLASS (redress_timeline_mark_parent_class)->finalize (object);
}

static void
redress_timeline_mark_class_init (RedressTimelineMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redress_timeline_mark_finalize;
  widget_class->snapshot = redress_timeline_mark_snapshot;
  widget_class->query_tooltip = redress_timeline_mark_query_tooltip;
  widget_class->css_changed = redress_timeline_mark_css_changed;
  gtk_widget_class_set_css_name (widget_class, "timeline-mark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
redress_timeline_mark_init (RedressTimelineMark *self)
{
}

static PangoLayout *
create_layout (RedressTimelineMark *self, const char *words)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (.82));
  if (self->trouble || self->is_request)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

GtkWidget *
redress_timeline_mark_new (RedressLane lane,
                           const char *words,
                           gboolean trouble,
                           gboolean is_request,
                           const char *spoken,
                           const char *told)
{
  RedressTimelineMark *self = g_object_new (REDRESS_TYPE_TIMELINE_MARK, NULL);

  self->lane = lane;
  self->trouble = trouble;
  self->is_request = is_request;
  self->told = g_strdup (told);
  self->layout = create_layout (self, words);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, told, -1);
  return GTK_WIDGET (self);
}

RedressLane
redress_timeline_mark_get_lane (RedressTimelineMark *self)
{
  g_return_val_if_fail (REDRESS_IS_TIMELINE_MARK (self), REDRESS_LANE_CUSTOMER);

  return self->lane;
}

const char *
redress_timeline_mark_get_told (RedressTimelineMark *self)
{
  g_return_val_if_fail (REDRESS_IS_TIMELINE_MARK (self), NULL);

  return self->told;
}

void
redress_timeline_mark_set_selected (RedressTimelineMark *self, gboolean selected)
{
  g_return_if_fail (REDRESS_IS_TIMELINE_MARK (self));

  self->selected = selected;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
redress_timeline_mark_get_needed (RedressTimelineMark *self)
{
  int width;

  g_return_val_if_fail (REDRESS_IS_TIMELINE_MARK (self), 0);

  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  return TEXT_X + width + GAP_AFTER;
}
