/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"
#include "store/feed-store.h"
#include "store/queue.h"
#include "support/folder.h"

G_BEGIN_DECLS

/* Tue 17 Nov 2026, 14:18:00 in Shanghai. */
#define REDRESS_TEST_NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)

/**
 * RedressTestStore:
 *
 * A store in a folder of its own, with a clock that stands still, and whoever opens it again.
 */
typedef struct
{
  RedressTestFolder *folder;
  RedressStorePaths paths;
  GBytes *key; /* (nullable) */
  RedressClock *clock;
  RedressStore *store; /* (nullable) */
} RedressTestStore;

void redress_test_store_set_key (RedressTestStore *self);
void redress_test_store_set_up (RedressTestStore *self, gconstpointer is_plain);
void redress_test_store_tear_down (RedressTestStore *self, gconstpointer is_plain);
void redress_test_store_open (RedressTestStore *self);
GError *redress_test_store_open_error (RedressTestStore *self);
void redress_test_store_close (RedressTestStore *self);
void redress_test_store_reopen (RedressTestStore *self);
char *redress_test_store_build_path (RedressTestStore *self, const char *name);

/* Tickets that are made up but look alike in every run: of @id alone. */
RedressSummary *redress_test_summary_new (gint64 id);
RedressChangePage *redress_test_page_new (const char *next);
gboolean
redress_test_page_apply (RedressStore *store, const RedressChangePage *page, GError **error);
void redress_test_page_add (RedressChangePage *page, RedressSummary *summary);
void redress_test_page_add_removal (RedressChangePage *page, gint64 id, gint64 rev);
void redress_test_store_apply (RedressTestStore *self, RedressChangePage *page);
void redress_test_store_put (RedressTestStore *self, RedressSummary *summary);
void redress_test_store_fill (RedressTestStore *self, gint64 first, guint n);
void redress_test_store_settle_search (RedressTestStore *self);

/* A Kameng ticket with details, its policy and its bytes; needs REDRESS_SOURCE_DIR. */
GBytes *redress_test_policy_bytes (void);
RedressTicket *redress_test_ticket_new (gint64 id);
GBytes *redress_test_ticket_bytes (RedressTicket *ticket);
void redress_test_ticket_add_evidence (RedressTicket *ticket, const char *slot, GBytes *rendition);
void redress_test_store_put_ticket (RedressTestStore *self, RedressTicket *ticket);
char *redress_test_sha256 (GBytes *bytes);

/* The asynchronous calls, waited for. */
RedressCase *redress_test_store_load_case (RedressTestStore *self, gint64 ticket, GError **error);
RedressCounts *redress_test_store_load_counts (RedressTestStore *self, const char *account);
RedressCommand *redress_test_decision_new (gint64 ticket);
RedressOutboxEntry *redress_test_store_record (RedressTestStore *self,
                                               const RedressCommand *command,
                                               guint undo_seconds,
                                               GError **error);
gboolean
redress_test_store_save_draft (RedressTestStore *self, const RedressDraft *draft, GError **error);
GPtrArray *redress_test_store_list_outbox (RedressTestStore *self);
GBytes *
redress_test_store_read_evidence (RedressTestStore *self, const char *sha256, GError **error);
/* Lets what the worker told arrive. */
void redress_test_store_catch_up (RedressTestStore *self);

/* A test in a store with a key and again in one without. */
#define REDRESS_TEST_ADD(path, func)                                                               \
  g_test_add ("/store/sealed/" path, RedressTestStore, NULL, redress_test_store_set_up, func,      \
              redress_test_store_tear_down);                                                       \
  g_test_add ("/store/plain/" path, RedressTestStore, "", redress_test_store_set_up, func,         \
              redress_test_store_tear_down)

G_END_DECLS
