/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/live-items.h"
#include "store/queue-source.h"
#include "store/queue.h"

G_BEGIN_DECLS

/* A high window is full with it, and a list view builds a widget for each at once. */
#define REDRESS_QUEUE_FIRST 32

struct _RedressQueue
{
  GObject parent_instance;

  RedressStore *store;    /* (owned) */
  char *account;          /* (owned) (nullable) */
  RedressQuery *query;    /* (owned) */
  RedressLiveItems *live; /* (owned) */

  /* While differences are told one by one the queue is the beginning of the old list and the end
   * of the new one; otherwise old is NULL. */
  RedressIdList *ids; /* (owned) */
  RedressIdList *old; /* (owned) (nullable) */
  guint n_old;
  guint new_start;

  GCancellable *running; /* (owned) (nullable): the list is being read */
  guint n_loads;         /* queries it got */
  gboolean is_stale;     /* it has to be read again */
  gboolean is_deferred;  /* another query came while differences were told */
  gboolean is_replacing; /* what comes is of another query than what is shown */
  guint pause;           /* source id: not again before this */
  guint wake;            /* source id: the next ticket will be late */

  gboolean loading;
  guint n_late;
  GError *error; /* (owned) (nullable) */
};

/* queue.c */
gint64 redress_queue_get_id (RedressQueue *self, guint position);
guint redress_queue_get_length (RedressQueue *self);
void redress_queue_set_loading (RedressQueue *self, gboolean loading);
void redress_queue_set_late (RedressQueue *self, guint n_late);
void redress_queue_take_error (RedressQueue *self, GError *error);

/* queue-show.c */
void redress_queue_show (RedressQueue *self, RedressIdList *ids, GArray *splices);
void redress_queue_replace (RedressQueue *self, RedressIdList *ids);
gpointer redress_queue_take_item (RedressQueue *self, guint position);
void redress_queue_renew_item (RedressQueue *self, gint64 ticket);

/* queue-load.c */
void redress_queue_load (RedressQueue *self);
void redress_queue_refresh (RedressQueue *self);
void redress_queue_stop (RedressQueue *self);

G_END_DECLS
