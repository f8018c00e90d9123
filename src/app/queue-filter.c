/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-filter.h"

#include "config.h"

#include "app/labels.h"

#include <glib/gi18n.h>

/* States that an agent filters by, in the order of the menu; the views hold the rest. */
static const RedressState offered_states[] = {
  REDRESS_STATE_OPEN, REDRESS_STATE_WAITING_CUSTOMER, REDRESS_STATE_WAITING_PLATFORM,
  REDRESS_STATE_HELD, REDRESS_STATE_SECOND_APPROVAL,
};

struct _RedressQueueFilter
{
  GtkPopover parent_instance;

  GtkWidget *sort; /* (nullable), as the others: NULL until it is opened first */
  GtkWidget *due;
  GtkWidget *kinds[REDRESS_N_KINDS];
  GtkWidget *states[G_N_ELEMENTS (offered_states)];
  GtkWidget *reset;
  gboolean quiet;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressQueueFilter, redress_queue_filter, GTK_TYPE_POPOVER)

static void
changed_cb (RedressQueueFilter *self)
{
  if (self->quiet)
    return;
  gtk_widget_set_sensitive (self->reset, redress_queue_filter_is_active (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  return label;
}

static GtkWidget *
create_choice (RedressQueueFilter *self, const char *const *choices, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (choices);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (changed_cb), self);
  return choice;
}

/* Two in a row, or the last of them would not fit a small screen. */
static GtkWidget *
create_check (RedressQueueFilter *self, GtkWidget *grid, guint place, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_signal_connect_swapped (check, "toggled", G_CALLBACK (changed_cb), self);
  gtk_grid_attach (GTK_GRID (grid), check, (int)place % 2, (int)place / 2, 1, 1);
  return check;
}

static GtkWidget *
add_checks (GtkWidget *box, const char *heading)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 6, "column-spacing", 12,
                                  "column-homogeneous", TRUE, NULL);

  gtk_box_append (GTK_BOX (box), create_heading (heading));
  gtk_box_append (GTK_BOX (box), grid);
  return grid;
}

static void
build (RedressQueueFilter *self)
{
  const char *sorts[] = { _ ("Due first"), _ ("Newest first"), _ ("Largest amount first"), NULL };
  const char *dues[] = { _ ("Any due time"), _ ("Late"), _ ("Due today"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid;

  gtk_box_append (GTK_BOX (box), create_heading (_ ("Sort")));
  self->sort = create_choice (self, sorts, _ ("Sort"));
  gtk_box_append (GTK_BOX (box), self->sort);
  gtk_box_append (GTK_BOX (box), create_heading (_ ("Due")));
  self->due = create_choice (self, dues, _ ("Due"));
  gtk_box_append (GTK_BOX (box), self->due);
  grid = add_checks (box, _ ("Kind"));
  for (guint i = 0; i < REDRESS_N_KINDS; i++)
    self->kinds[i] = create_check (self, grid, i, redress_kind_get_label (i));
  grid = add_checks (box, _ ("State"));
  for (guint i = 0; i < G_N_ELEMENTS (offered_states); i++)
    self->states[i] = create_check (self, grid, i, redress_state_get_label (offered_states[i]));
  self->reset = gtk_button_new_with_label (_ ("Show all"));
  gtk_widget_set_margin_top (self->reset, 6);
  gtk_widget_set_sensitive (self->reset, FALSE);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (redress_queue_filter_reset), self);
  gtk_box_append (GTK_BOX (box), self->reset);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

/* What nobody opened filters nothing, and costs nothing when the window is built. */
static void
redress_queue_filter_show (GtkWidget *widget)
{
  RedressQueueFilter *self = REDRESS_QUEUE_FILTER (widget);

  if (self->sort == NULL)
    build (self);
  GTK_WIDGET_CLASS (redress_queue_filter_parent_class)->show (widget);
}

static void
redress_queue_filter_class_init (RedressQueueFilterClass *klass)
{
  GTK_WIDGET_CLASS (klass)->show = redress_queue_filter_show;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_queue_filter_init (RedressQueueFilter *self)
{
}

static guint
collect (GtkWidget **checks, guint n, const RedressState *codes)
{
  guint set = 0;

  for (guint i = 0; i < n; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (checks[i])))
      set |= 1u << (codes != NULL ? codes[i] : i);
  return set;
}

void
redress_queue_filter_apply (RedressQueueFilter *self, RedressQuery *query)
{
  g_return_if_fail (REDRESS_IS_QUEUE_FILTER (self));

  if (self->sort == NULL)
    return;
  query->sort = (RedressSort)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort));
  query->due = (RedressDueFilter)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->due));
  query->kinds = collect (self->kinds, REDRESS_N_KINDS, NULL);
  query->states = collect (self->states, G_N_ELEMENTS (offered_states), offered_states);
}

gboolean
redress_queue_filter_is_active (RedressQueueFilter *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_FILTER (self), FALSE);
  if (self->sort == NULL)
    return FALSE;
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sort)) != 0 ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->due)) != 0 ||
         collect (self->kinds, REDRESS_N_KINDS, NULL) != 0 ||
         collect (self->states, G_N_ELEMENTS (offered_states), offered_states) != 0;
}

void
redress_queue_filter_reset (RedressQueueFilter *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_FILTER (self));

  if (self->sort == NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  self->quiet = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sort), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->due), 0);
  for (guint i = 0; i < REDRESS_N_KINDS; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->kinds[i]), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (offered_states); i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->states[i]), FALSE);
  self->quiet = FALSE;
  changed_cb (self);
}
