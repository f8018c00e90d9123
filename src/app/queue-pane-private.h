/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/incident-list.h"
#include "app/queue-filter.h"
#include "app/queue-list.h"
#include "app/queue-pane.h"
#include "app/queue-states.h"
#include "store/queue.h"

G_BEGIN_DECLS

struct _RedressQueuePane
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkSearchEntry *search;
  RedressQueueFilter *filter;
  GtkWidget *filter_button;
  GtkWidget *sidebar_button;
  RedressQueueList *list;
  GtkStack *stack;
  RedressQueueStates states;
  RedressIncidentList *incidents;

  RedressSync *sync;
  RedressClock *clock;
  RedressQueue *queue; /* (owned) (nullable) */
  char *account;       /* (nullable): id */
  RedressView view;
  char *platform;
  gint64 total, late;
  guint loading_id;
  gboolean narrow, alone;
  GCancellable *cancellable;
};

enum
{
  REDRESS_QUEUE_PANE_TICKET_SELECTED,
  REDRESS_QUEUE_PANE_TICKET_OPENED,
  REDRESS_QUEUE_PANE_N_SIGNALS
};
extern guint redress_queue_pane_signals[REDRESS_QUEUE_PANE_N_SIGNALS];

void redress_queue_pane_search_activate_cb (RedressQueuePane *self);
void redress_queue_pane_stop_search_cb (RedressQueuePane *self);

G_END_DECLS
