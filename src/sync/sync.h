/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"
#include "core/connector.h"
#include "core/export.h"
#include "store/store.h"
#include "sync/log-proof.h"

G_BEGIN_DECLS

/**
 * RedressSyncStatus:
 * @REDRESS_SYNC_SIGNED_OUT: nobody is signed in; a cached queue may still be read
 * @REDRESS_SYNC_CONNECTING: trying
 * @REDRESS_SYNC_FIRST: signed in, the first sync is filling the cache
 * @REDRESS_SYNC_ONLINE: the feed is read to its end
 * @REDRESS_SYNC_OFFLINE: the server cannot be reached
 * @REDRESS_SYNC_SIGN_IN_AGAIN: the server no longer takes the session; the outbox waits
 * @REDRESS_SYNC_TOO_OLD: this desk is too old for the server; the outbox still drains
 */
typedef enum
{
  REDRESS_SYNC_SIGNED_OUT,
  REDRESS_SYNC_CONNECTING,
  REDRESS_SYNC_FIRST,
  REDRESS_SYNC_ONLINE,
  REDRESS_SYNC_OFFLINE,
  REDRESS_SYNC_SIGN_IN_AGAIN,
  REDRESS_SYNC_TOO_OLD,
} RedressSyncStatus;

#define REDRESS_TYPE_SYNC_STATUS (redress_sync_status_get_type ())
GType redress_sync_status_get_type (void);

/**
 * RedressSync:
 *
 * The network side of the desk: signs in, reads the feed, sends the outbox, fetches details
 * and evidence. Lives on a thread of its own; properties and signals arrive in the main
 * context of the thread that made it.
 *
 * Properties: "status" (RedressSyncStatus), "since" (int64: when the status began),
 * "last-sync" (int64), "store" (RedressStore, nullable), "account-name" (string, nullable),
 * "progress-done" and "progress-total" (uint: first sync), "clock-skew" (int64 seconds,
 * 0 if below 120), "trouble" (string, nullable: last error of the network in plain words).
 *
 * Signals: "applied" (char *command_id, gint64 ticket), "conflict" (same), "refused" (same),
 * "fetch-changed" (gint64 ticket, char *sha256): ask redress_sync_get_fetch_error () again;
 * "proofs-changed": ask redress_sync_get_proofs () again.
 */
#define REDRESS_TYPE_SYNC (redress_sync_get_type ())
G_DECLARE_FINAL_TYPE (RedressSync, redress_sync, REDRESS, SYNC, GObject)

/* @data_dir, @cache_dir: (nullable): $XDG_DATA_HOME/redress, $XDG_CACHE_HOME/redress. */
RedressSync *redress_sync_new (RedressClock *clock, const char *data_dir, const char *cache_dir);
/* Stops the thread, closes the store; claims that are online are released if that is quick. */
void redress_sync_shutdown (RedressSync *self);

RedressSyncStatus redress_sync_get_status (RedressSync *self);
RedressTime redress_sync_get_since (RedressSync *self);
RedressTime redress_sync_get_last_sync (RedressSync *self);
RedressStore *redress_sync_get_store (RedressSync *self);
/* FALSE: there is no Secret Service, so what waits to be sent lies on the disk in plain. */
gboolean redress_sync_is_sealed (RedressSync *self);
/* (nullable) (transfer full) */
RedressAccount *redress_sync_dup_account (RedressSync *self);
/* (nullable) */
const char *redress_sync_get_server (RedressSync *self);

/* Opens the store of the account that was signed in last, and its session if the Secret
 * Service has one. NOT_FOUND: nobody was. */
void redress_sync_resume_async (RedressSync *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean redress_sync_resume_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* FORBIDDEN: wrong name or password. UNAVAILABLE: cannot be reached. INVALID: not a Redress
 * server. RETRY: locked out for a while. TOO_NEW: server of another version. */
void redress_sync_sign_in_async (RedressSync *self,
                                 const char *server,
                                 const char *name,
                                 const char *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void redress_sync_sign_in_with_code_async (RedressSync *self,
                                           const char *server,
                                           const char *code,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean redress_sync_sign_in_finish (RedressSync *self, GAsyncResult *result, GError **error);
/* Deletes cache, evidence key and tokens, never the outbox. */
void redress_sync_sign_out_async (RedressSync *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean redress_sync_sign_out_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* Accounts on this computer whose outbox is not empty. */
typedef struct
{
  char *account_name;
  char *server;
  guint waiting;
} RedressWaitingOutbox;
void redress_waiting_outbox_free (RedressWaitingOutbox *self);
void redress_sync_list_waiting_async (RedressSync *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
redress_sync_list_waiting_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* Claim commands are asked at once and never queued: CLAIM, RENEW, RELEASE, CHECK_OUT, HAND_OVER
 * with hand_to, REVOKE with a note that says why. Id, token and time are added. CONFLICT: somebody
 * else has it (message names who). UNAVAILABLE: offline. */
void redress_sync_claim_async (RedressSync *self,
                               const RedressCommand *command,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
RedressClaim *redress_sync_claim_finish (RedressSync *self, GAsyncResult *result, GError **error);

/**
 * RedressOnlooker:
 * @is_writing: has typed something for the ticket
 */
typedef struct
{
  char *name;
  gboolean is_writing;
} RedressOnlooker;
void redress_onlooker_free (RedressOnlooker *self);

/* Tells that this agent is at a ticket, for a minute, and asks who else is. (transfer full)
 * (element-type RedressOnlooker) */
void redress_sync_tell_presence_async (RedressSync *self,
                                       gint64 ticket,
                                       gboolean is_writing,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *
redress_sync_tell_presence_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* Writes what waits to be sent into @file, sealed so that only the server can read it: how many, or
 * -1. It stays in the outbox, too; what arrives twice counts once. NOT_FOUND: nothing waits. */
void redress_sync_save_unsent_async (RedressSync *self,
                                     GFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
int redress_sync_save_unsent_finish (RedressSync *self, GAsyncResult *result, GError **error);
/**
 * RedressHandedIn:
 * @code: (nullable): why it was not applied; NULL: it was, now or before
 */
typedef struct
{
  gint64 ticket;
  char *code;
} RedressHandedIn;
void redress_handed_in_free (RedressHandedIn *self);

/* Brings such a file to the server. (transfer full) (element-type RedressHandedIn): one a command.
 * INVALID: no such file. CONFLICT: for another server, or recorded by somebody else. */
void redress_sync_hand_in_async (RedressSync *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *redress_sync_hand_in_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* The case page shows this ticket: fetch its details if older than the server's and its
 * evidence, renew its claim while it stays. 0: none. Results arrive as store signals. */
void redress_sync_set_open_ticket (RedressSync *self, gint64 ticket);
/* (nullable): why this piece of evidence did not come, in words for people; without @sha256: why
 * the details of the ticket did not. NULL: it is here, or on its way. Setting the open ticket again
 * asks again for its details, fetching a piece again for the piece; nothing else does for one that
 * came damaged (CORRUPT) or is over a limit (TOO_LARGE). */
const GError *redress_sync_get_fetch_error (RedressSync *self, gint64 ticket, const char *sha256);
/* Whether evidence of the tickets that are due next is fetched before anybody opens them; it is
 * unless this is called. */
void redress_sync_set_prefetch (RedressSync *self, gboolean prefetch);
/* The window shows a piece that is not on the disk yet: fetch it first. */
void redress_sync_fetch_evidence_async (RedressSync *self,
                                        gint64 ticket,
                                        const char *sha256,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GBytes *
redress_sync_fetch_evidence_finish (RedressSync *self, GAsyncResult *result, GError **error);
/* (element-type RedressSummary): tickets that are not in the cache. */
void redress_sync_search_server_async (RedressSync *self,
                                       const char *text,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *
redress_sync_search_server_finish (RedressSync *self, GAsyncResult *result, GError **error);

/**
 * RedressRevealed:
 * @fact: (owned) (nullable): a fact with its value
 * @evidence: (owned) (nullable): a piece with its renditions
 * @seconds: how long it may be shown
 *
 * What the server told once. It is kept in memory alone.
 */
typedef struct
{
  RedressFact *fact;
  RedressEvidence *evidence;
  guint seconds;
} RedressRevealed;

void redress_revealed_free (RedressRevealed *self);
/* Asks for what is masked, at once or not at all. @fact: (nullable): its name, or @sha256:
 * (nullable): digest of a file's original. CONFLICT: the server would not, in words for people.
 * UNAVAILABLE: offline. */
void redress_sync_reveal_async (RedressSync *self,
                                gint64 ticket,
                                const char *fact,
                                const char *sha256,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
RedressRevealed *
redress_sync_reveal_finish (RedressSync *self, GAsyncResult *result, GError **error);
/* A rendition of a piece that was revealed: verified, and kept nowhere. Finishes with
 * redress_sync_fetch_evidence_finish (). */
void redress_sync_fetch_revealed_async (RedressSync *self,
                                        gint64 ticket,
                                        const char *sha256,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRevealed, redress_revealed_free)

typedef enum
{
  REDRESS_PEAK_LIST,
  REDRESS_PEAK_DECLARE,
  REDRESS_PEAK_END,    /* those who came under it stay so */
  REDRESS_PEAK_CANCEL, /* as if it had not been */
} RedressPeakAction;

/* What a supervisor does about peaks. @peak: (nullable): flow, until, extra_hours and note of one
 * to declare, id of one to end. Finishes with every peak there is then, newest first. CONFLICT: the
 * server would not, in words for people. */
void redress_sync_peaks_async (RedressSync *self,
                               RedressPeakAction action,
                               const RedressPeak *peak,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *redress_sync_peaks_finish (RedressSync *self, GAsyncResult *result, GError **error);

typedef enum
{
  REDRESS_CONNECTORS_LIST,
  REDRESS_CONNECTORS_STOP, /* what is decided from here on waits */
  REDRESS_CONNECTORS_START,
  REDRESS_CONNECTORS_TEST,
  REDRESS_CONNECTORS_RESEND_ALL, /* that was given up */
  REDRESS_CONNECTORS_RESEND,
} RedressConnectorsAction;

/**
 * RedressConnectorsRequest:
 * @platform: (nullable): of STOP, START, TEST and RESEND_ALL
 * @why: (nullable): of STOP
 * @event: of RESEND
 */
typedef struct
{
  RedressConnectorsAction action;
  char *platform;
  char *why;
  gint64 event;
} RedressConnectorsRequest;

/* What a supervisor does about the ways to the platforms. Finishes with how things are then.
 * UNAVAILABLE: offline. CONFLICT: the server would not, in words for people. */
void redress_sync_connectors_async (RedressSync *self,
                                    const RedressConnectorsRequest *request,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
RedressConnectors *
redress_sync_connectors_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* A case for a complaint outside. The server writes down who takes it and why before it answers.
 * UNAVAILABLE: offline. FORBIDDEN: not this role. CONFLICT: the server would not, in words for
 * people. CORRUPT: the log in the answer is not what its digests say. */
void redress_sync_export_async (RedressSync *self,
                                gint64 ticket,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
RedressExport *redress_sync_export_finish (RedressSync *self, GAsyncResult *result, GError **error);

/* (nullable) (element-type RedressLogProof): what this desk knows of the server's audit logs by its
 * own looking; NULL: nothing yet. */
GPtrArray *redress_sync_get_proofs (RedressSync *self);

/* Look at outbox and feed now, without waiting for a timer. */
void redress_sync_wake (RedressSync *self);

G_END_DECLS
