/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panes.h"

#define N_PANES 3
#define SIDEBAR 0
#define QUEUE 1
#define CASE 2
#define COVER 3
#define N_CHILDREN 4

#define SIDEBAR_WIDTH 220
#define QUEUE_WIDTH_MIN 290
#define QUEUE_WIDTH_DEFAULT 312
#define QUEUE_WIDTH_MAX 420
#define THREE_PANES_FROM 1200
#define TWO_PANES_FROM 760
#define DIVIDER_REACH 4

struct _RedressPanes
{
  GtkWidget parent_instance;

  GtkWidget *panes[N_CHILDREN]; /* (unowned) children */
  guint n_panes;
  guint n_shown;
  int queue_width;
  int divider_x; /* -1 while there is none */
  int drag_from;
  gboolean show_case;
  gboolean sidebar_shown;
  gboolean cover_shown;
  guint notify_id;
};

typedef enum
{
  PROP_N_SHOWN = 1,
  PROP_SHOW_CASE,
  PROP_SIDEBAR_SHOWN,
  PROP_QUEUE_WIDTH,
  PROP_COVER_SHOWN,
} RedressPanesProperty;

static GParamSpec *properties[PROP_COVER_SHOWN + 1];
static GtkBuildableIface *parent_buildable;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedressPanes,
                               redress_panes,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static int
measure_pane (RedressPanes *self, guint pane, GtkOrientation orientation)
{
  int minimum = 0;

  gtk_widget_measure (self->panes[pane], orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static guint
count_shown (RedressPanes *self, int width)
{
  int queue = MAX (self->queue_width, measure_pane (self, QUEUE, GTK_ORIENTATION_HORIZONTAL));
  int needed = queue + measure_pane (self, CASE, GTK_ORIENTATION_HORIZONTAL);

  if (width >= THREE_PANES_FROM && width >= needed + SIDEBAR_WIDTH)
    return 3;
  return width >= TWO_PANES_FROM && width >= needed ? 2 : 1;
}

static void
notify_n_shown (gpointer user_data)
{
  RedressPanes *self = user_data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

static void
place (RedressPanes *self, guint pane, gboolean shown, int x, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int total = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_widget_set_child_visible (self->panes[pane], shown);
  if (!shown)
    return;
  width = MAX (width, measure_pane (self, pane, GTK_ORIENTATION_HORIZONTAL));
  GtkAllocation allocation = { rtl ? total - x - width : x, 0, width, height };
  gtk_widget_size_allocate (self->panes[pane], &allocation, -1);
}

static void
redress_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedressPanes *self = REDRESS_PANES (widget);

  if (self->n_panes < N_CHILDREN)
    return;
  guint n_shown = count_shown (self, width);
  if (n_shown != self->n_shown)
    {
      self->n_shown = n_shown;
      if (n_shown == 3)
        self->sidebar_shown = FALSE;
      if (self->notify_id == 0)
        self->notify_id = g_idle_add_once (notify_n_shown, self);
    }

  int queue_x = n_shown == 3 ? SIDEBAR_WIDTH : 0;
  gboolean queue_shown = n_shown > 1 || !self->show_case;
  int queue_width = n_shown == 1 ? width : self->queue_width;
  int case_x = n_shown == 1 ? 0 : queue_x + queue_width;

  self->divider_x = n_shown == 1 || self->cover_shown ? -1 : case_x;
  place (self, QUEUE, queue_shown && !self->cover_shown, queue_x, queue_width, height);
  place (self, CASE, (n_shown > 1 || self->show_case) && !self->cover_shown, case_x, width - case_x,
         height);
  place (self, COVER, self->cover_shown, queue_x, width - queue_x, height);
  place (self, SIDEBAR, n_shown == 3 || self->sidebar_shown, 0, SIDEBAR_WIDTH, height);
}

static void
redress_panes_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  RedressPanes *self = REDRESS_PANES (widget);

  *minimum = 0;
  for (guint i = 0; i < self->n_panes; i++)
    *minimum = MAX (*minimum, measure_pane (self, i, orientation));
  *natural = *minimum;
}

static GtkSizeRequestMode
redress_panes_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Distance from the start edge, whatever the text direction. */
static double
from_start (RedressPanes *self, double x)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
}

static gboolean
at_divider (RedressPanes *self, double x)
{
  return self->divider_x >= 0 && ABS (from_start (self, x) - self->divider_x) <= DIVIDER_REACH;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, RedressPanes *self)
{
  if (!at_divider (self, x))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_from = self->queue_width;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, RedressPanes *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  g_object_set (self, "queue-width", self->drag_from + (int)(rtl ? -dx : dx), NULL);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, RedressPanes *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), at_divider (self, x) ? "col-resize" : NULL);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, RedressPanes *self)
{
  if (self->sidebar_shown && from_start (self, x) > SIDEBAR_WIDTH)
    redress_panes_set_sidebar_shown (self, FALSE);
}

static void
redress_panes_add_child (GtkBuildable *buildable,
                         GtkBuilder *builder,
                         GObject *child,
                         const char *type)
{
  RedressPanes *self = REDRESS_PANES (buildable);

  if (!GTK_IS_WIDGET (child) || self->n_panes == N_CHILDREN)
    {
      parent_buildable->add_child (buildable, builder, child, type);
      return;
    }
  self->panes[self->n_panes++] = GTK_WIDGET (child);
  gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (self));
  /* The sidebar is drawn and picked last, so that it can lie over the queue. */
  if (self->n_panes == N_CHILDREN)
    gtk_widget_insert_before (self->panes[SIDEBAR], GTK_WIDGET (self), NULL);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = redress_panes_add_child;
}

static void
redress_panes_dispose (GObject *object)
{
  RedressPanes *self = REDRESS_PANES (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (guint i = 0; i < N_CHILDREN; i++)
    g_clear_pointer (&self->panes[i], gtk_widget_unparent);
  self->n_panes = 0;
  G_OBJECT_CLASS (redress_panes_parent_class)->dispose (object);
}

static void
redress_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressPanes *self = REDRESS_PANES (object);

  switch ((RedressPanesProperty)id)
    {
    case PROP_N_SHOWN:
      g_value_set_uint (value, self->n_shown);
      break;
    case PROP_SHOW_CASE:
      g_value_set_boolean (value, self->show_case);
      break;
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value, self->sidebar_shown);
      break;
    case PROP_QUEUE_WIDTH:
      g_value_set_int (value, self->queue_width);
      break;
    case PROP_COVER_SHOWN:
      g_value_set_boolean (value, self->cover_shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_queue_width (RedressPanes *self, int width)
{
  width = CLAMP (width, QUEUE_WIDTH_MIN, QUEUE_WIDTH_MAX);
  if (width == self->queue_width)
    return;
  self->queue_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE_WIDTH]);
}

static void
redress_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RedressPanes *self = REDRESS_PANES (object);

  switch ((RedressPanesProperty)id)
    {
    case PROP_SHOW_CASE:
      redress_panes_set_show_case (self, g_value_get_boolean (value));
      break;
    case PROP_SIDEBAR_SHOWN:
      redress_panes_set_sidebar_shown (self, g_value_get_boolean (value));
      break;
    case PROP_QUEUE_WIDTH:
      set_queue_width (self, g_value_get_int (value));
      break;
    case PROP_COVER_SHOWN:
      redress_panes_set_cover_shown (self, g_value_get_boolean (value));
      break;
    case PROP_N_SHOWN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_panes_class_init (RedressPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redress_panes_dispose;
  object_class->get_property = redress_panes_get_property;
  object_class->set_property = redress_panes_set_property;
  widget_class->measure = redress_panes_measure;
  widget_class->size_allocate = redress_panes_size_allocate;
  widget_class->get_request_mode = redress_panes_get_request_mode;

  properties[PROP_N_SHOWN] = g_param_spec_uint ("n-shown", NULL, NULL, 0, N_PANES, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_CASE] =
      g_param_spec_boolean ("show-case", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR_SHOWN] =
      g_param_spec_boolean ("sidebar-shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUEUE_WIDTH] =
      g_param_spec_int ("queue-width", NULL, NULL, 0, G_MAXINT, QUEUE_WIDTH_DEFAULT,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COVER_SHOWN] =
      g_param_spec_boolean ("cover-shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
redress_panes_init (RedressPanes *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->queue_width = QUEUE_WIDTH_DEFAULT;
  self->divider_x = -1;
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

guint
redress_panes_get_n_shown (RedressPanes *self)
{
  g_return_val_if_fail (REDRESS_IS_PANES (self), 0);
  return self->n_shown;
}

gboolean
redress_panes_get_show_case (RedressPanes *self)
{
  g_return_val_if_fail (REDRESS_IS_PANES (self), FALSE);
  return self->show_case;
}

void
redress_panes_set_show_case (RedressPanes *self, gboolean show_case)
{
  g_return_if_fail (REDRESS_IS_PANES (self));

  if (self->show_case == !!show_case)
    return;
  self->show_case = !!show_case;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CASE]);
}

gboolean
redress_panes_get_sidebar_shown (RedressPanes *self)
{
  g_return_val_if_fail (REDRESS_IS_PANES (self), FALSE);
  return self->sidebar_shown;
}

void
redress_panes_set_sidebar_shown (RedressPanes *self, gboolean shown)
{
  g_return_if_fail (REDRESS_IS_PANES (self));

  if (self->sidebar_shown == !!shown || self->n_shown == N_PANES)
    return;
  self->sidebar_shown = !!shown;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

gboolean
redress_panes_get_cover_shown (RedressPanes *self)
{
  g_return_val_if_fail (REDRESS_IS_PANES (self), FALSE);
  return self->cover_shown;
}

void
redress_panes_set_cover_shown (RedressPanes *self, gboolean shown)
{
  g_return_if_fail (REDRESS_IS_PANES (self));

  if (self->cover_shown == !!shown)
    return;
  self->cover_shown = !!shown;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVER_SHOWN]);
}

void
redress_panes_cycle_focus (RedressPanes *self, gboolean forward)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  int at = -1;

  for (int i = 0; i < N_CHILDREN; i++)
    if (focus != NULL &&
        (focus == self->panes[i] || gtk_widget_is_ancestor (focus, self->panes[i])))
      at = i;
  for (int step = 1; step <= N_CHILDREN; step++)
    {
      int next = (at + (forward ? step : N_CHILDREN * 2 - step)) % N_CHILDREN;

      if (gtk_widget_get_child_visible (self->panes[next]) &&
          gtk_widget_child_focus (self->panes[next], GTK_DIR_TAB_FORWARD))
        return;
    }
}
