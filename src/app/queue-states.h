/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressQueueStates:
 *
 * The widgets of the queue pane that say what is true when there are no rows, or when the
 * rows are old. Fields are template children of the pane.
 */
typedef struct
{
  GtkWidget *banner;
  GtkWidget *banner_box;
  GtkWidget *banner_icon;
  GtkWidget *banner_title;
  GtkWidget *banner_text;
  GtkWidget *banner_button;
  GtkWidget *progress;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *button;
  gboolean plain_seen; /* somebody has read that there is no keyring */
} RedressQueueStates;

void
redress_queue_states_show_empty (RedressQueueStates *self, RedressView view, gboolean filtered);
void redress_queue_states_show_no_hits (RedressQueueStates *self, const char *text);
void redress_queue_states_show_error (RedressQueueStates *self, const GError *error);
void redress_queue_states_update_banner (RedressQueueStates *self,
                                         RedressView view,
                                         RedressSync *sync,
                                         RedressClock *clock);

G_END_DECLS
