/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/clock.h"
#include "core/evaluation.h"
#include "core/ticket.h"
#include "store/damage-report.h"
#include "store/draft.h"
#include "store/outbox-entry.h"
#include "store/query.h"

G_BEGIN_DECLS

/**
 * RedressStore:
 *
 * The disk of one account on this computer: cache.db and search.db, which may be deleted at
 * any time, outbox.db, which must never be, and evidence files. Every call is asynchronous
 * and runs on the store's worker thread; signals arrive in the main context of the thread
 * that opened the store.
 *
 * Signals:
 * - "queue-changed": rows of some queue changed
 * - "ticket-changed" (gint64 id): summary or details of the ticket changed
 * - "outbox-changed": an outbox row was added, changed or left
 * - "evidence-changed" (char *sha256): a piece arrived on the disk
 * - "trouble" (GError *error): the disk failed or something was rebuilt; for a banner
 */
#define REDRESS_TYPE_STORE (redress_store_get_type ())
G_DECLARE_FINAL_TYPE (RedressStore, redress_store, REDRESS, STORE, GObject)

/**
 * RedressStorePaths:
 * @data: folder of outbox.db
 * @cache: folder of cache.db, search.db and evidence/
 */
typedef struct
{
  char *data;
  char *cache;
} RedressStorePaths;

/* @seal_key: (nullable): 32 bytes from the Secret Service; NULL: evidence and details stay
 * in memory, outbox bodies are plain (contracts of "at rest"). */
void redress_store_open_async (const RedressStorePaths *paths,
                               GBytes *seal_key,
                               RedressClock *clock,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
RedressStore *redress_store_open_finish (GAsyncResult *result, GError **error);
/* Waits for the worker to end. */
void redress_store_close (RedressStore *self);

/* Decisions in the outbox of an account that is not signed in; looks at the file alone.
 * Blocks: for a worker thread. */
gboolean
redress_store_count_waiting_sync (const RedressStorePaths *paths, guint *waiting, GError **error);

/* What was done at opening. */
typedef enum
{
  REDRESS_STORE_FRESH = 1 << 0,
  REDRESS_STORE_CACHE_REBUILT = 1 << 1,
  REDRESS_STORE_PLAIN_OUTBOX = 1 << 2, /* no Secret Service */
} RedressStoreNotes;
guint redress_store_get_notes (RedressStore *self);
const RedressDamageReport *redress_store_get_damage_report (RedressStore *self);
void redress_store_forget_damage_report (RedressStore *self);

/* Counts of the sidebar. */
typedef struct
{
  gint64 total[REDRESS_N_VIEWS];
  gint64 late[REDRESS_N_VIEWS];
  GHashTable *platforms; /* (element-type utf8 gint64*): unfinished tickets by platform */
  gint64 recorded;       /* outbox rows that will leave by themselves */
  gint64 leaving_at;     /* earliest not_before, or REDRESS_TIME_UNKNOWN */
} RedressCounts;
void redress_counts_free (RedressCounts *self);
void redress_store_load_counts_async (RedressStore *self,
                                      const char *account,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
RedressCounts *
redress_store_load_counts_finish (RedressStore *self, GAsyncResult *result, GError **error);

/**
 * RedressCase:
 * @ticket: NULL if only the summary is on this computer
 * @policy: (nullable): the version that judges the ticket
 * @evidence_present: digests of renditions that are on the disk and verified, of @previous too
 * @ready_offline: details and all evidence are here
 */
typedef struct
{
  RedressSummary *summary;
  RedressTicket *ticket;
  RedressPolicy *policy;
  RedressEvaluation *evaluation;
  RedressDraft *draft;              /* (nullable) */
  RedressOutboxEntry *outbox_entry; /* (nullable): one that needs somebody, else the newest */
  RedressTicket *previous;          /* (nullable): original of an appeal, if cached */
  char **evidence_present;
  gint64 incident_tickets; /* how many of its incident are here, decided or not */
  gboolean ready_offline;
  RedressTime fetched_at; /* of the details */
} RedressCase;
void redress_case_free (RedressCase *self);
/* Reads, parses and evaluates on the worker. NOT_FOUND if not even the summary is here. */
void redress_store_load_case_async (RedressStore *self,
                                    gint64 ticket,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
RedressCase *
redress_store_load_case_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* The ticket whose external id, order number or T-number @text is; 0 if none is here. */
void redress_store_find_number_async (RedressStore *self,
                                      const char *text,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean redress_store_find_number_finish (RedressStore *self,
                                           GAsyncResult *result,
                                           gint64 *ticket,
                                           GError **error);

/**
 * RedressIncidentLine:
 * @title: what its tickets have in common, in words
 * @open: how many are not decided
 * @decided: how many are
 * @newest: when the last of them was opened
 *
 * An incident of which some ticket is still open.
 */
typedef struct
{
  RedressIncident *incident;
  char *platform;
  char *flow;
  char *title;
  gint64 open;
  gint64 decided;
  RedressTime newest;
} RedressIncidentLine;
RedressIncidentLine *redress_incident_line_copy (const RedressIncidentLine *self);
void redress_incident_line_free (RedressIncidentLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressIncidentLine, redress_incident_line_free)

/* (transfer full) (element-type RedressIncidentLine): those of the cache with most open tickets
 * first, their titles in @language. */
void redress_store_list_incidents_async (RedressStore *self,
                                         const char *language,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GPtrArray *
redress_store_list_incidents_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* (transfer full) (element-type gint64): those of its tickets that are not decided, at most @max,
 * due ones first. */
void redress_store_list_incident_tickets_async (RedressStore *self,
                                                gint64 incident,
                                                guint max,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
GArray *redress_store_list_incident_tickets_finish (RedressStore *self,
                                                    GAsyncResult *result,
                                                    GError **error);

/**
 * RedressHeldTicket:
 * @has_draft: something is typed for it
 * @is_unsent: a command for it is recorded and not answered; what it says needs the claim
 */
typedef struct
{
  RedressSummary *summary;
  gboolean has_draft;
  gboolean is_unsent;
} RedressHeldTicket;
void redress_held_ticket_free (RedressHeldTicket *self);

/* (transfer full) (element-type RedressHeldTicket): what @account holds, due ones first. */
void redress_store_list_held_async (RedressStore *self,
                                    const char *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *
redress_store_list_held_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* Verified bytes of a rendition. NOT_FOUND: not here yet. CORRUPT: digest differs. */
void redress_store_read_evidence_async (RedressStore *self,
                                        const char *sha256,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GBytes *
redress_store_read_evidence_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* The last call for a ticket wins; an empty draft deletes the row. */
void redress_store_save_draft_async (RedressStore *self,
                                     const RedressDraft *draft,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean redress_store_save_draft_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* Commits the command with fsync, computing command_id (if NULL), seen_digest and bytes, and
 * deletes the ticket's draft in the same transaction. @undo_seconds: how long it may be taken
 * back. Finishes only after the commit. */
void redress_store_record_async (RedressStore *self,
                                 const RedressCommand *command,
                                 guint undo_seconds,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
RedressOutboxEntry *
redress_store_record_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* Undo: the row leaves the outbox and becomes the ticket's draft again. CONFLICT: already on
 * its way. */
void redress_store_take_back_async (RedressStore *self,
                                    const char *command_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
RedressDraft *
redress_store_take_back_finish (RedressStore *self, GAsyncResult *result, GError **error);
/* "Send now": not_before = now. */
void redress_store_send_now_async (RedressStore *self,
                                   const char *command_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean redress_store_send_now_finish (RedressStore *self, GAsyncResult *result, GError **error);
/* The agent has read a refusal or dropped a conflicting decision. @keep_as_draft keeps the
 * text as a draft. */
void redress_store_acknowledge_async (RedressStore *self,
                                      const char *command_id,
                                      gboolean keep_as_draft,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
redress_store_acknowledge_finish (RedressStore *self, GAsyncResult *result, GError **error);
/* A command that cannot be read leaves the outbox; its bytes are kept in the file whose path is
 * returned. CONFLICT: it can be read. */
void redress_store_set_aside_async (RedressStore *self,
                                    const char *command_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *redress_store_set_aside_finish (RedressStore *self, GAsyncResult *result, GError **error);
/* (transfer full) (element-type RedressOutboxEntry): all rows, oldest first. */
void redress_store_list_outbox_async (RedressStore *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
redress_store_list_outbox_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* (transfer container) (element-type RedressPolicy): the newest version of each flow, for
 * titles, tiles and labels. Emits "policies-changed" when one arrives. */
void redress_store_list_policies_async (RedressStore *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *
redress_store_list_policies_finish (RedressStore *self, GAsyncResult *result, GError **error);

/* How long finished tickets stay, and how many bytes of evidence lie here (0: 2 GiB or a tenth
 * of the free space, whichever is less). Heeded from the next clearing up on. */
void redress_store_set_limits (RedressStore *self, guint keep_closed_days, gint64 evidence_quota);

/* Deletes cache, search and evidence; the outbox stays. The sync fills them again. */
void redress_store_rebuild_cache_async (RedressStore *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
redress_store_rebuild_cache_finish (RedressStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
