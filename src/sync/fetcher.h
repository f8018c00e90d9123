/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/feed-store.h"
#include "sync/http.h"

G_BEGIN_DECLS

/**
 * RedressFetcher:
 *
 * Brings details, evidence, policies and calendars to the disk before they are asked for,
 * a few at a time. A failure is not retried here: the next page of the feed, or opening the
 * ticket, asks again. What came damaged, or is refused, is not asked for again by itself. Runs on
 * the sync thread.
 */
typedef struct _RedressFetcher RedressFetcher;

#define REDRESS_MAX_EVIDENCE_BYTES (64 * 1024 * 1024)

/**
 * RedressFetchedFunc:
 * @ticket: whose
 * @sha256: (nullable): digest of a piece of evidence; NULL: what the case page needs beside
 * @error: (nullable): why it did not come, in words for people; NULL: it is on its way
 */
typedef void (*RedressFetchedFunc) (gint64 ticket,
                                    const char *sha256,
                                    const GError *error,
                                    gpointer owner);

RedressFetcher *redress_fetcher_new (RedressHttp *http,
                                     RedressStore *store,
                                     const char *account,
                                     GCancellable *cancellable,
                                     RedressFetchedFunc func,
                                     gpointer owner);
void redress_fetcher_free (RedressFetcher *self);
/* Looks at what will be wanted and fetches what is missing or old. @open: the ticket that is looked
 * at, which goes first with its evidence; 0: none. @evidence: also that of the others. */
void redress_fetcher_refill (RedressFetcher *self, gint64 open, gboolean evidence);
/* This ticket first, with its evidence. */
void redress_fetcher_want_ticket (RedressFetcher *self, gint64 ticket);
/* Somebody asked for this piece directly. @error: (nullable): why it did not come; NULL: it is on
 * its way. */
void redress_fetcher_note_evidence (RedressFetcher *self,
                                    gint64 ticket,
                                    const char *sha256,
                                    const GError *error);

G_END_DECLS
