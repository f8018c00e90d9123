/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"
#include "store/reader.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What the files of the store share; windows and sync see store.h and feed-store.h. */

struct _RedressStore
{
  GObject parent_instance;

  RedressClock *clock;
  RedressNotices *notices;
  RedressDisk *disk;         /* the writer's; only its folders and generation are read elsewhere */
  RedressSqlWorker *writer;  /* (nullable): NULL once closed */
  RedressSqlWorker *reader;  /* (nullable): NULL once closed */
  RedressSqlWorker *checker; /* (nullable): looks through the cache */
  GCancellable *check;       /* (nullable) */
  RedressReader *reading;    /* the reader's */
  RedressReader *window;     /* of the thread that opened the store */
  guint window_turn;         /* source that ends the window's read transaction */
  RedressOverlay *overlay;
  guint notes;
  gboolean is_working;  /* a slice of the work behind the window runs */
  gboolean has_work;    /* another one is to follow */
  gboolean is_checking; /* damage was reported and is looked at */
};

void redress_store_write_async (RedressStore *self,
                                RedressSqlPriority priority,
                                RedressSqlJobFunc func,
                                gpointer job,
                                GDestroyNotify job_free,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void redress_store_read_async (RedressStore *self,
                               RedressSqlPriority priority,
                               RedressSqlJobFunc func,
                               gpointer job,
                               GDestroyNotify job_free,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean
redress_store_write_sync (RedressStore *self, RedressSqlJobFunc func, gpointer job, GError **error);
gboolean redress_store_finish (GAsyncResult *result, gpointer *job, GError **error);

RedressOverlay *redress_store_get_overlay (RedressStore *self);
void redress_store_report_damage (RedressStore *self, const GError *damage);

/* checker.c */
void redress_store_start_check (RedressStore *self);
void redress_store_stop_check (RedressStore *self);

/* window-cache.c */
RedressSqlConnection *redress_store_get_window_cache (RedressStore *self, GError **error);
void redress_store_close_window_cache (RedressStore *self);

/* upkeep.c */
void redress_store_work (RedressStore *self);

G_END_DECLS
