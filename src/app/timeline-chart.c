/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-chart.h"

#include "config.h"

#include "app/format.h"
#include "app/timeline-columns.h"
#include "app/timeline-mark.h"
#include "app/timeline-words.h"

#include <glib/gi18n.h>

#define N_LANES 3
#define HEIGHT (REDRESS_TIMELINE_AXIS + N_LANES * REDRESS_TIMELINE_LANE)
#define AXIS_GAP 12

struct _RedressTimelineChart
{
  GtkWidget parent_instance;

  GPtrArray *marks; /* (owned) (element-type RedressTimelineMark) (unowned): children */
  GPtrArray *axis;  /* (owned) (element-type PangoLayout): times over the columns */
  RedressTimelineColumns *columns; /* (owned) (nullable) */
  GPtrArray *events;               /* (owned) (nullable) (element-type RedressEvent) */
  GArray *x;                       /* (element-type int): starts of the columns */
  int selected;                    /* -1: none */
};

enum
{
  SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressTimelineChart, redress_timeline_chart, GTK_TYPE_WIDGET)

const char *
redress_lane_get_label (RedressLane lane)
{
  switch (lane)
    {
    case REDRESS_LANE_CUSTOMER:
      return C_ ("lane", "Customer");
    case REDRESS_LANE_SYSTEM:
      return C_ ("lane", "System");
    case REDRESS_LANE_MONEY:
    default:
      return C_ ("lane", "Money");
    }
}

static const RedressTimelineColumn *
get_column (RedressTimelineChart *self, guint column)
{
  return &g_array_index (self->columns->columns, RedressTimelineColumn, column);
}

static int
get_x (RedressTimelineChart *self, guint column)
{
  return g_array_index (self->x, int, column);
}

static int
get_axis_width (RedressTimelineChart *self, guint column)
{
  int width;

  pango_layout_get_pixel_size (g_ptr_array_index (self->axis, column), &width, NULL);
  return width + AXIS_GAP;
}

static void
redress_timeline_chart_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline)
{
  RedressTimelineChart *self = REDRESS_TIMELINE_CHART (widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (guint i = 0; i < self->axis->len; i++)
      *minimum += get_axis_width (self, i);
  *natural = *minimum;
}

static void
place_columns (RedressTimelineChart *self, int width)
{
  guint n = self->columns->columns->len;
  g_autofree int *least = g_new (int, MAX (n, 1));
  g_autofree int *needed = g_new (int, MAX (self->marks->len, 1));

  for (guint i = 0; i < n; i++)
    least[i] = get_axis_width (self, i);
  for (guint i = 0; i < self->marks->len; i++)
    needed[i] = redress_timeline_mark_get_needed (g_ptr_array_index (self->marks, i));
  g_array_set_size (self->x, n + 1);
  redress_timeline_columns_place (self->columns, self->events, least, needed, width,
                                  (int *)(gpointer)self->x->data);
}

static void
redress_timeline_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedressTimelineChart *self = REDRESS_TIMELINE_CHART (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (self->columns == NULL)
    return;
  place_columns (self, width);
  for (guint i = 0; i < self->marks->len; i++)
    {
      RedressTimelineMark *mark = g_ptr_array_index (self->marks, i);
      int lane = (int)redress_timeline_mark_get_lane (mark);
      int from = get_x (self, g_array_index (self->columns->places, guint, i));
      int to = get_x (self, redress_timeline_columns_find_end (self->columns, self->events, i));
      int needed = MIN (redress_timeline_mark_get_needed (mark), to - from);
      GtkAllocation box = { rtl ? width - from - needed : from,
                            REDRESS_TIMELINE_AXIS + lane * REDRESS_TIMELINE_LANE, needed,
                            REDRESS_TIMELINE_LANE };

      gtk_widget_size_allocate (GTK_WIDGET (mark), &box, -1);
    }
}

static void
fill (RedressTimelineChart *self,
      GtkSnapshot *snapshot,
      const GdkRGBA *color,
      int x,
      int y,
      int width,
      int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int start = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x;

  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (start, y, width, height));
}

/* Whether words of the lane stand over a line at @x. */
static gboolean
is_covered (RedressTimelineChart *self, int lane, int x)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      RedressTimelineMark *mark = g_ptr_array_index (self->marks, i);
      int from = get_x (self, g_array_index (self->columns->places, guint, i));

      if ((int)redress_timeline_mark_get_lane (mark) == lane &&
          x > from + REDRESS_TIMELINE_DOT + 1 &&
          x < from + gtk_widget_get_width (GTK_WIDGET (mark)))
        return TRUE;
    }
  return FALSE;
}

/* A line down through the lanes that leaves words alone. @off: 0 for a whole line. */
static void
draw_line (RedressTimelineChart *self,
           GtkSnapshot *snapshot,
           const GdkRGBA *color,
           int x,
           int width,
           int on,
           int off)
{
  for (int lane = 0; lane < N_LANES; lane++)
    {
      int top = REDRESS_TIMELINE_AXIS + lane * REDRESS_TIMELINE_LANE;

      if (is_covered (self, lane, x))
        continue;
      for (int y = top; y < top + REDRESS_TIMELINE_LANE; y += on + off)
        fill (self, snapshot, color, x, y, width, MIN (on, top + REDRESS_TIMELINE_LANE - y));
    }
}

/* Lines along the lanes, but not through words. */
static void
draw_lanes (RedressTimelineChart *self, GtkSnapshot *snapshot, GdkRGBA color, int width)
{
  GdkRGBA band = color;
  int from[N_LANES] = { 0 };

  band.alpha *= .035f;
  color.alpha *= .18f;
  for (int lane = 0; lane < N_LANES; lane += 2)
    fill (self, snapshot, &band, 0, REDRESS_TIMELINE_AXIS + lane * REDRESS_TIMELINE_LANE, width,
          REDRESS_TIMELINE_LANE);
  for (guint i = 0; i <= self->marks->len + N_LANES - 1; i++)
    {
      RedressTimelineMark *mark = i < self->marks->len ? g_ptr_array_index (self->marks, i) : NULL;
      int lane =
          mark != NULL ? (int)redress_timeline_mark_get_lane (mark) : (int)(i - self->marks->len);
      int to = mark != NULL ? get_x (self, g_array_index (self->columns->places, guint, i)) : width;

      if (to > from[lane])
        fill (self, snapshot, &color, from[lane],
              REDRESS_TIMELINE_AXIS + lane * REDRESS_TIMELINE_LANE + REDRESS_TIMELINE_LANE / 2,
              to - from[lane], 1);
      if (mark != NULL)
        from[lane] = to + gtk_widget_get_width (GTK_WIDGET (mark));
    }
}

static void
draw_axis_label (RedressTimelineChart *self,
                 GtkSnapshot *snapshot,
                 guint column,
                 const GdkRGBA *color)
{
  PangoLayout *layout = g_ptr_array_index (self->axis, column);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = get_x (self, column) + 3, width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (rtl)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, 0));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_column (RedressTimelineChart *self, GtkSnapshot *snapshot, guint index, const GdkRGBA *fg)
{
  const RedressTimelineColumn *column = get_column (self, index);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  int x = get_x (self, index) + REDRESS_TIMELINE_DOT;
  GdkRGBA accent = *fg, line = *fg, text = *fg;

  line.alpha *= .12f;
  text.alpha *= .75f;
  if (column->is_request && gtk_style_context_lookup_color (context, "accent_color", &accent))
    text = accent;
  if (column->is_request)
    draw_line (self, snapshot, &accent, x - 1, 2, 4, 3);
  else
    draw_line (self, snapshot, &line, x, 1, REDRESS_TIMELINE_LANE, 0);
  if (column->after_gap)
    {
      line.alpha = fg->alpha * .45f;
      draw_line (self, snapshot, &line, get_x (self, index) - 5, 1, 2, 3);
    }
  draw_axis_label (self, snapshot, index, &text);
}

static void
redress_timeline_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressTimelineChart *self = REDRESS_TIMELINE_CHART (widget);
  GdkRGBA fg;

  if (self->columns == NULL || self->x->len == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &fg);
  draw_lanes (self, snapshot, fg, gtk_widget_get_width (widget));
  for (guint i = 0; i < self->columns->columns->len; i++)
    draw_column (self, snapshot, i, &fg);
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->marks, i), snapshot);
}

static void
select_mark (RedressTimelineChart *self, int index)
{
  if (self->selected >= 0 && self->selected < (int)self->marks->len)
    redress_timeline_mark_set_selected (g_ptr_array_index (self->marks, self->selected), FALSE);
  self->selected = index;
  if (index < 0)
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self),
                                     GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
      g_signal_emit (self, signals[SELECTED], 0, NULL);
      return;
    }
  RedressTimelineMark *mark = g_ptr_array_index (self->marks, index);
  redress_timeline_mark_set_selected (mark, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT,
                                  mark, -1);
  g_signal_emit (self, signals[SELECTED], 0, redress_timeline_mark_get_told (mark));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedressTimelineChart *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int step = keyval == GDK_KEY_Right ? 1 : keyval == GDK_KEY_Left ? -1 : 0;
  int next;

  if (step == 0 || self->marks->len == 0)
    return GDK_EVENT_PROPAGATE;
  next = self->selected < 0 ? (step > 0 ? 0 : (int)self->marks->len - 1)
                            : self->selected + (rtl ? -step : step);
  select_mark (self, CLAMP (next, 0, (int)self->marks->len - 1));
  return GDK_EVENT_STOP;
}

static void
focus_left_cb (RedressTimelineChart *self)
{
  select_mark (self, -1);
}

static void
clear (RedressTimelineChart *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->marks, i));
  g_ptr_array_set_size (self->marks, 0);
  g_ptr_array_set_size (self->axis, 0);
  g_array_set_size (self->x, 0);
  g_clear_pointer (&self->columns, redress_timeline_columns_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  self->selected = -1;
}

static void
redress_timeline_chart_dispose (GObject *object)
{
  clear (REDRESS_TIMELINE_CHART (object));
  G_OBJECT_CLASS (redress_timeline_chart_parent_class)->dispose (object);
}

static void
redress_timeline_chart_finalize (GObject *object)
{
  RedressTimelineChart *self = REDRESS_TIMELINE_CHART (object);

  g_ptr_array_unref (self->marks);
  g_ptr_array_unref (self->axis);
  g_array_unref (self->x);
  G_OBJECT_CLASS (redress_timeline_chart_parent_class)->finalize (object);
}

static void
redress_timeline_chart_class_init (RedressTimelineChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redress_timeline_chart_dispose;
  object_class->finalize = redress_timeline_chart_finalize;
  widget_class->measure = redress_timeline_chart_measure;
  widget_class->size_allocate = redress_timeline_chart_size_allocate;
  widget_class->snapshot = redress_timeline_chart_snapshot;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "timeline-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
redress_timeline_chart_init (RedressTimelineChart *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->marks = g_ptr_array_new ();
  self->axis = g_ptr_array_new_with_free_func (g_object_unref);
  self->x = g_array_new (FALSE, TRUE, sizeof (int));
  self->selected = -1;
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

static void
add_axis_label (RedressTimelineChart *self, RedressOpenCase *open, guint column)
{
  const RedressTimelineColumn *at = get_column (self, column);
  g_autofree char *text = redress_timeline_format_axis (open, at);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (.78));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (at->is_request)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  g_ptr_array_add (self->axis, layout);
}

static void
add_mark (RedressTimelineChart *self, RedressOpenCase *open, guint index)
{
  const RedressEvent *event = g_ptr_array_index (self->events, index);
  const RedressEvent *before = index > 0 ? g_ptr_array_index (self->events, index - 1) : NULL;
  guint place = g_array_index (self->columns->places, guint, index);
  gboolean is_request =
      get_column (self, place)->is_request && event->lane == REDRESS_LANE_CUSTOMER;
  g_autofree char *spoken = redress_timeline_format_spoken (open, event);
  g_autofree char *told = redress_timeline_format_told (open, event, before);
  g_autofree char *words = redress_timeline_dup_words (open, event);
  GtkWidget *mark =
      redress_timeline_mark_new (event->lane, words, event->trouble, is_request, spoken, told);

  gtk_widget_set_parent (mark, GTK_WIDGET (self));
  g_ptr_array_add (self->marks, mark);
}

void
redress_timeline_chart_clear (RedressTimelineChart *self)
{
  g_return_if_fail (REDRESS_IS_TIMELINE_CHART (self));

  clear (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
redress_timeline_chart_show (RedressTimelineChart *self, RedressOpenCase *open)
{
  RedressTicket *ticket;
  g_autofree char *label = NULL;

  g_return_if_fail (REDRESS_IS_TIMELINE_CHART (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  clear (self);
  ticket = open->data->ticket;
  if (ticket != NULL)
    {
      self->events = g_ptr_array_ref (ticket->events);
      self->columns = redress_timeline_columns_new (self->events, ticket->order.requested_at);
      for (guint i = 0; i < self->columns->columns->len; i++)
        add_axis_label (self, open, i);
      for (guint i = 0; i < self->events->len; i++)
        add_mark (self, open, i);
    }
  label = g_strdup_printf (ngettext ("Timeline, %u event", "Timeline, %u events", self->marks->len),
                           self->marks->len);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

int
redress_timeline_chart_get_request_x (RedressTimelineChart *self)
{
  g_return_val_if_fail (REDRESS_IS_TIMELINE_CHART (self), 0);

  for (guint i = 0; self->columns != NULL && i + 1 < self->x->len; i++)
    if (get_column (self, i)->is_request)
      return get_x (self, i);
  return 0;
}
