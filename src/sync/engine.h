/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"
#include "store/feed-store.h"
#include "sync/fetcher.h"
#include "sync/http.h"
#include "sync/machine.h"
#include "sync/witness.h"

G_BEGIN_DECLS

/**
 * RedressEngine:
 *
 * Does what the machine says: reads the feed, sends the outbox, keeps the session alive.
 * Everything here runs on the sync thread.
 */
typedef struct _RedressEngine RedressEngine;

/**
 * RedressEngineListener:
 *
 * What the engine tells its owner. Called on the sync thread.
 */
typedef struct
{
  void (*status) (RedressSyncStatus status, RedressTime since, gpointer owner);
  void (*synced) (RedressTime when, gint64 clock_skew, gpointer owner);
  void (*progress) (guint done, guint total, gpointer owner);
  void (*trouble) (const char *text, gpointer owner); /* NULL: it is over */
  void (*session) (const RedressSession *session, gpointer owner);
  void (*settled) (const char *command_id, gint64 ticket, guint status, gpointer owner);
  RedressFetchedFunc fetched;
  RedressWitnessFunc proofs;
} RedressEngineListener;

RedressEngine *
redress_engine_new (RedressClock *clock, const RedressEngineListener *listener, gpointer owner);
void redress_engine_free (RedressEngine *self);

/* From the next start on: where it is remembered what was signed of the server's logs. Without it
 * they are not looked at. */
void redress_engine_set_witness_folder (RedressEngine *self, const char *folder);
/* Takes @http and @session. */
void redress_engine_start (RedressEngine *self,
                           RedressHttp *http,
                           RedressSession *session,
                           RedressStore *store);
/* Cancels what is under way and forgets session and store. */
void redress_engine_stop (RedressEngine *self);
/* Somebody asks: try now, whatever the back-off says. */
void redress_engine_wake (RedressEngine *self);
/* The outbox changed: look when the next row may leave. Keeps the back-off. */
void redress_engine_look (RedressEngine *self);
void redress_engine_set_open_ticket (RedressEngine *self, gint64 ticket);
void redress_engine_set_prefetch (RedressEngine *self, gboolean prefetch);

/* The calls below return through @task: RedressClaim, GBytes, GPtrArray, gboolean. */
/* Takes @command. */
void redress_engine_claim (RedressEngine *self, RedressCommand *command, GTask *task);
void
redress_engine_fetch_evidence (RedressEngine *self, gint64 ticket, const char *sha256, GTask *task);
/* RedressRevealed. @fact, @sha256: (nullable): one of them */
void redress_engine_reveal (RedressEngine *self,
                            gint64 ticket,
                            const char *fact,
                            const char *sha256,
                            const char *reason,
                            GTask *task);
void
redress_engine_fetch_revealed (RedressEngine *self, gint64 ticket, const char *sha256, GTask *task);
void redress_engine_search (RedressEngine *self, const char *text, GTask *task);
void redress_engine_peaks (RedressEngine *self,
                           RedressPeakAction action,
                           const RedressPeak *peak,
                           GTask *task);
/* RedressConnectors. */
void redress_engine_connectors (RedressEngine *self,
                                const RedressConnectorsRequest *request,
                                GTask *task);
/* RedressExport. */
void redress_engine_export (RedressEngine *self, gint64 ticket, const char *reason, GTask *task);
void redress_engine_sign_out (RedressEngine *self, GTask *task);

G_END_DECLS
