/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"
#include "wire/messages.h"

G_BEGIN_DECLS

/* The sync's side of the store. Called from the sync thread; each call blocks until the
 * worker is done. */

/* (nullable) (transfer full): the cursor reached, NULL before the first sync. */
char *redress_store_get_cursor_sync (RedressStore *self, GError **error);
/* A page and its cursor in one transaction; each entry only if its rev is newer. Also
 * settles applied outbox rows whose feed position was passed. */
/* @from: (nullable): the cursor that the page was asked for with. CONFLICT: the cache does not
 * stand there any more; what the page leaves out may be missing. */
gboolean redress_store_apply_page_sync (RedressStore *self,
                                        const char *from,
                                        const RedressChangePage *page,
                                        GError **error);
/* 410: forget rows, details, search and cursor; outbox and drafts stay. */
gboolean redress_store_reset_feed_sync (RedressStore *self, GError **error);
/* Removes what is outside of the account's scopes. */
gboolean
redress_store_set_account_sync (RedressStore *self, const RedressAccount *account, GError **error);

gboolean redress_store_put_details_sync (RedressStore *self,
                                         RedressTicket *ticket,
                                         GBytes *json,
                                         GError **error);
/* rev of the cached details, 0 if none: the If-None-Match. */
gboolean
redress_store_get_details_rev_sync (RedressStore *self, gint64 ticket, gint64 *rev, GError **error);
gboolean redress_store_put_policy_sync (RedressStore *self, GBytes *bytes, GError **error);
gboolean redress_store_has_policy_sync (
    RedressStore *self, const char *flow, gint64 version, gboolean *has, GError **error);
gboolean redress_store_put_calendars_sync (RedressStore *self, GPtrArray *files, GError **error);
/* Verifies the digest, seals, writes .part, fsyncs, renames. CORRUPT on a wrong digest. */
gboolean redress_store_put_evidence_sync (RedressStore *self,
                                          const char *sha256,
                                          GBytes *bytes,
                                          GError **error);
gboolean redress_store_has_evidence_sync (RedressStore *self,
                                          const char *sha256,
                                          gboolean *has,
                                          GError **error);

/* What is to be fetched beforehand, most wanted first: looked at, claimed, checked out, next
 * due. */
typedef struct
{
  gint64 ticket;
  gint64 rev;
  gboolean details;  /* its details are missing, or older than its summary */
  gboolean evidence; /* its evidence is wanted too */
} RedressWanted;
GArray *redress_store_list_wanted_sync (
    RedressStore *self, gint64 open, const char *account, guint max, GError **error);

/* (out) (transfer full) (nullable): digests of the ready renditions that the cached details
 * list and the disk lacks; NULL if the details are not here. */
gboolean redress_store_list_missing_evidence_sync (RedressStore *self,
                                                   gint64 ticket,
                                                   char ***digests,
                                                   GError **error);
/* flow: (out) (transfer full) (nullable): NULL: the policy that judges the ticket is here, or its
 * details are not. */
gboolean redress_store_find_missing_policy_sync (
    RedressStore *self, gint64 ticket, char **flow, gint64 *version, GError **error);
/* 0: the ticket is no appeal, or its details are not here. */
gboolean redress_store_find_previous_sync (
    RedressStore *self, gint64 ticket, gint64 *previous, gboolean *is_here, GError **error);

/* (transfer full) (nullable) (element-type GBytes): commands that are not answered and whose time
 * to take them back is over, as stored, in the order recorded. Marks nothing. */
GPtrArray *redress_store_list_unsent_sync (RedressStore *self, GError **error);

/* An outbox row ready to go: bytes as stored. */
typedef struct
{
  gint64 position;
  gint64 ticket;
  char *command_id;
  GBytes *bytes;
  guint attempts;
} RedressSendable;
void redress_sendable_free (RedressSendable *self);
/* At most one row per ticket (the oldest), not_before passed, tickets without an unresolved
 * conflict; no more than @max, and than fit into @max_bytes, but at least one. Marks them
 * sending. */
GPtrArray *
redress_store_take_sendable_sync (RedressStore *self, guint max, gsize max_bytes, GError **error);
/* An answer came; NULL answer: unknown outcome, back to recorded for the same bytes again. */
gboolean redress_store_settle_sync (RedressStore *self,
                                    const char *command_id,
                                    const RedressAnswer *answer,
                                    GError **error);
/* Earliest time at which take_sendable may have something; REDRESS_TIME_UNKNOWN if never. */
gboolean redress_store_next_send_sync (RedressStore *self, RedressTime *when, GError **error);
/* The claim of a ticket as this computer knows it; NULL where it is free or unknown. */
gboolean redress_store_get_claim_sync (RedressStore *self,
                                       gint64 ticket,
                                       RedressClaim **claim,
                                       GError **error);
/* Claims changed by an answer, before the feed says so. */
gboolean redress_store_put_claim_sync (
    RedressStore *self, gint64 ticket, gint64 rev, const RedressClaim *claim, GError **error);

G_END_DECLS
