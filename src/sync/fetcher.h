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
 * ticket, asks again. Runs on the sync thread.
 */
typedef struct _RedressFetcher RedressFetcher;

RedressFetcher *redress_fetcher_new (RedressHttp *http,
                                     RedressStore *store,
                                     const char *account,
                                     GCancellable *cancellable);
void redress_fetcher_free (RedressFetcher *self);
/* Looks at what will be wanted and fetches what is missing or old. @open: the ticket that is looked
 * at, which goes first with its evidence; 0: none. @evidence: also that of the others. */
void redress_fetcher_refill (RedressFetcher *self, gint64 open, gboolean evidence);
/* This ticket first, with its evidence. */
void redress_fetcher_want_ticket (RedressFetcher *self, gint64 ticket);

G_END_DECLS
