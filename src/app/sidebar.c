/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sidebar.h"

#include "config.h"

#include "app/given-up-button.h"
#include "app/late-menu.h"
#include "app/sidebar-row.h"
#include "app/sync-light.h"

#include <glib/gi18n.h>

struct _RedressSidebar
{
  GtkBox parent_instance;

  GtkListBox *list;
  RedressGivenUpButton *given_up;
  RedressSyncLight *sync_light;
  GtkMenuButton *menu_button;
  GMenuModel *menu;
  GtkWidget *views[REDRESS_N_VIEWS];
  GPtrArray *platforms; /* (element-type RedressSidebarRow) (unowned) */
  GtkWidget *heading;
  gboolean quiet; /* a selection by code: no signal */
};

enum
{
  SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressSidebar, redress_sidebar, GTK_TYPE_BOX)

static void
row_selected_cb (RedressSidebar *self, GtkListBoxRow *row)
{
  if (row == NULL || self->quiet)
    return;
  RedressSidebarRow *chosen = REDRESS_SIDEBAR_ROW (row);
  g_signal_emit (self, signals[SELECTED], 0, (guint)redress_sidebar_row_get_view (chosen),
                 redress_sidebar_row_get_platform (chosen));
}

static void
redress_sidebar_finalize (GObject *object)
{
  RedressSidebar *self = REDRESS_SIDEBAR (object);

  g_clear_pointer (&self->platforms, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_sidebar_parent_class)->finalize (object);
}

static void
redress_sidebar_class_init (RedressSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redress_sidebar_finalize;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  g_type_ensure (REDRESS_TYPE_GIVEN_UP_BUTTON);
  g_type_ensure (REDRESS_TYPE_SYNC_LIGHT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, RedressSidebar, given_up);
  gtk_widget_class_bind_template_child (widget_class, RedressSidebar, sync_light);
  gtk_widget_class_bind_template_child (widget_class, RedressSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RedressSidebar, menu);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "group");
  return row;
}

static void
redress_sidebar_init (RedressSidebar *self)
{
  self->platforms = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_late_menu_set (self->menu_button, self->menu);
  for (guint view = 0; view < REDRESS_N_VIEWS; view++)
    {
      self->views[view] = redress_sidebar_row_new_view (view);
      gtk_list_box_append (self->list, self->views[view]);
    }
  self->heading = create_heading (_ ("Platforms"));
  gtk_list_box_append (self->list, self->heading);
}

void
redress_sidebar_set_sync (RedressSidebar *self, RedressSync *sync, RedressClock *clock)
{
  g_return_if_fail (REDRESS_IS_SIDEBAR (self));
  redress_sync_light_set_sync (self->sync_light, sync, clock);
  redress_given_up_button_set_sync (self->given_up, sync);
}

void
redress_sidebar_set_platforms (RedressSidebar *self, const char *const *platforms)
{
  g_return_if_fail (REDRESS_IS_SIDEBAR (self));

  for (guint i = 0; i < self->platforms->len; i++)
    gtk_list_box_remove (self->list, g_ptr_array_index (self->platforms, i));
  g_ptr_array_set_size (self->platforms, 0);
  for (guint i = 0; platforms != NULL && platforms[i] != NULL; i++)
    {
      GtkWidget *row = redress_sidebar_row_new_platform (platforms[i]);

      gtk_list_box_append (self->list, row);
      g_ptr_array_add (self->platforms, row);
    }
  gtk_widget_set_visible (self->heading, self->platforms->len > 0);
}

void
redress_sidebar_set_counts (RedressSidebar *self, const RedressCounts *counts)
{
  g_return_if_fail (REDRESS_IS_SIDEBAR (self));

  for (guint view = 0; view < REDRESS_N_VIEWS; view++)
    /* Done only grows; its number says nothing. */
    redress_sidebar_row_set_counts (REDRESS_SIDEBAR_ROW (self->views[view]),
                                    view == REDRESS_VIEW_DONE ? -1 : counts->total[view],
                                    view == REDRESS_VIEW_DONE ? 0 : counts->late[view]);
  for (guint i = 0; i < self->platforms->len; i++)
    {
      RedressSidebarRow *row = g_ptr_array_index (self->platforms, i);
      const gint64 *n =
          g_hash_table_lookup (counts->platforms, redress_sidebar_row_get_platform (row));

      redress_sidebar_row_set_counts (row, n != NULL ? *n : 0, 0);
    }
  redress_sync_light_set_waiting (self->sync_light, counts->recorded, counts->leaving_at,
                                  counts->total[REDRESS_VIEW_TROUBLE]);
}

void
redress_sidebar_select (RedressSidebar *self, RedressView view, const char *platform)
{
  GtkWidget *row = self->views[view];

  g_return_if_fail (REDRESS_IS_SIDEBAR (self));

  for (guint i = 0; platform != NULL && i < self->platforms->len; i++)
    {
      RedressSidebarRow *candidate = g_ptr_array_index (self->platforms, i);

      if (g_strcmp0 (redress_sidebar_row_get_platform (candidate), platform) == 0)
        row = GTK_WIDGET (candidate);
    }
  self->quiet = TRUE;
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  self->quiet = FALSE;
}

void
redress_sidebar_tick (RedressSidebar *self)
{
  g_return_if_fail (REDRESS_IS_SIDEBAR (self));
  redress_sync_light_tick (self->sync_light);
}
