/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/engine.h"
#include "sync/home.h"
#include "sync/secrets.h"
#include "sync/sync.h"

G_BEGIN_DECLS

struct _RedressSync
{
  GObject parent_instance;

  RedressClock *clock;
  char *data_dir;
  char *cache_dir;

  GMainContext *main_context;
  GMainContext *engine_context;
  GMainLoop *engine_loop;
  GThread *thread;       /* (nullable): NULL after shutdown */
  RedressEngine *engine; /* touched on the sync thread only */

  RedressHome *home; /* (owned) (nullable): opened by the first job */
  gboolean is_plain; /* the store was opened without a key to seal with */
  char *key;         /* (nullable): folder key of the store's account */
  char *server;
  RedressAccount *account; /* (nullable) */
  RedressStore *store;     /* (nullable) */

  RedressSyncStatus status;
  RedressTime since;
  RedressTime last_sync;
  gint64 clock_skew;
  guint progress_done, progress_total;
  char *trouble;
  GPtrArray *proofs;        /* (nullable) (element-type RedressLogProof) */
  GHashTable *fetch_errors; /* (element-type utf8 GError): by ticket or digest */
};

/* Runs @function on the sync thread. @data is freed by @destroy afterwards. */
void redress_sync_invoke (RedressSync *self,
                          GSourceFunc function,
                          gpointer data,
                          GDestroyNotify destroy);
/* On the sync thread; takes @task. */
typedef void (*RedressAskFunc) (RedressEngine *engine, gpointer data, GTask *task);
/* The way of a window's question to the sync thread: takes @task (nullable), and @data, which
 * @destroy (nullable) frees afterwards. */
void redress_sync_ask (
    RedressSync *self, GTask *task, RedressAskFunc func, gpointer data, GDestroyNotify destroy);
/* Takes @store (nullable) and @account (nullable) over and tells the windows. */
void redress_sync_adopt (RedressSync *self,
                         const char *server,
                         RedressAccount *account,
                         RedressStore *store);
/* sync-fetched.c: a #RedressFetchedFunc, on the sync thread. */
void
redress_sync_note_fetched (gint64 ticket, const char *sha256, const GError *error, gpointer owner);
/* sync-proofs.c: a #RedressWitnessFunc, on the sync thread. */
void redress_sync_note_proofs (GPtrArray *proofs, gpointer owner);

G_END_DECLS
