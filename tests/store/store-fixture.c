/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-fixture.h"

#include "store/store-private.h"
#include "support/spin.h"

#include <glib/gstdio.h>

/* The same key in every run. */
void
redress_test_store_set_key (RedressTestStore *self)
{
  guint8 key[32];

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8)(i * 7 + 1);
  self->key = g_bytes_new (key, sizeof key);
}

/**
 * redress_test_store_set_up:
 * @is_plain: non-NULL: without a key
 *
 * Opens a new store.
 */
void
redress_test_store_set_up (RedressTestStore *self, gconstpointer is_plain)
{
  self->folder = redress_test_folder_new ();
  self->paths.data = redress_test_folder_build (self->folder, "data");
  self->paths.cache = redress_test_folder_build (self->folder, "cache");
  if (is_plain == NULL)
    redress_test_store_set_key (self);
  self->clock = redress_clock_new_manual (REDRESS_TEST_NOW);
  redress_test_store_open (self);
}

void
redress_test_store_tear_down (RedressTestStore *self, gconstpointer is_plain)
{
  redress_test_store_close (self);
  redress_clock_unref (self->clock);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self->paths.data);
  g_free (self->paths.cache);
  redress_test_folder_free (self->folder);
}

static RedressStore *
open_store (RedressTestStore *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_open_async (&self->paths, self->key, self->clock, NULL, redress_test_keep_result,
                            &result);
  result = redress_test_await_result (&result, "opening the store");
  return redress_store_open_finish (result, error);
}

void
redress_test_store_open (RedressTestStore *self)
{
  g_autoptr (GError) error = NULL;

  self->store = open_store (self, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

/* (transfer full): why it cannot be opened. */
GError *
redress_test_store_open_error (RedressTestStore *self)
{
  GError *error = NULL;

  g_assert_null (open_store (self, &error));
  g_assert_nonnull (error);
  return error;
}

/* Also lets the callbacks of what was under way come. */
void
redress_test_store_close (RedressTestStore *self)
{
  if (self->store == NULL)
    return;
  redress_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
redress_test_store_reopen (RedressTestStore *self)
{
  redress_test_store_close (self);
  redress_test_store_open (self);
}

/* (transfer full): "cache.db" or "outbox.db" with its folder. */
char *
redress_test_store_build_path (RedressTestStore *self, const char *name)
{
  return g_build_filename (g_str_has_prefix (name, "outbox") ? self->paths.data : self->paths.cache,
                           name, NULL);
}

/* Follows what the store has already, whatever that is. */
gboolean
redress_test_page_apply (RedressStore *store, const RedressChangePage *page, GError **error)
{
  g_autofree char *cursor = redress_store_get_cursor_sync (store, NULL);

  return redress_store_apply_page_sync (store, cursor, page, error);
}

/* @page: (transfer full) */
void
redress_test_store_apply (RedressTestStore *self, RedressChangePage *page)
{
  g_autoptr (RedressChangePage) owned = page;
  g_autoptr (GError) error = NULL;

  redress_test_page_apply (self->store, page, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

/* @summary: (transfer full) */
void
redress_test_store_put (RedressTestStore *self, RedressSummary *summary)
{
  RedressChangePage *page = redress_test_page_new ("cursor");

  redress_test_page_add (page, summary);
  redress_test_store_apply (self, page);
}

/**
 * redress_test_store_fill:
 * @first: the first ticket
 * @n: how many
 *
 * Puts made up tickets in, 1000 in a transaction: a million in half a minute.
 */
void
redress_test_store_fill (RedressTestStore *self, gint64 first, guint n)
{
  for (guint i = 0; i < n;)
    {
      g_autoptr (RedressChangePage) page = redress_test_page_new ("cursor");
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < 1000 && i < n; k++)
        redress_test_page_add (page, redress_test_summary_new (first + i++));
      redress_test_page_apply (self->store, page, &error);
      g_assert_no_error (error);
    }
  redress_test_store_catch_up (self);
}

static gboolean
has_no_work (gpointer data)
{
  const RedressStore *store = data;

  return !store->is_working && !store->has_work;
}

/* Waits until the words of all tickets are in the search index. */
void
redress_test_store_settle_search (RedressTestStore *self)
{
  redress_test_store_catch_up (self);
  redress_test_spin_until (has_no_work, self->store, "search index");
}

/* Summary, details and policy. */
void
redress_test_store_put_ticket (RedressTestStore *self, RedressTicket *ticket)
{
  g_autoptr (GBytes) policy = redress_test_policy_bytes ();
  g_autoptr (GBytes) json = redress_test_ticket_bytes (ticket);
  g_autoptr (GError) error = NULL;

  redress_test_store_put (self, g_object_ref (ticket->summary));
  redress_store_put_policy_sync (self->store, policy, &error);
  g_assert_no_error (error);
  redress_store_put_details_sync (self->store, ticket, json, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

RedressCase *
redress_test_store_load_case (RedressTestStore *self, gint64 ticket, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_load_case_async (self->store, ticket, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a case");
  return redress_store_load_case_finish (self->store, result, error);
}

RedressCounts *
redress_test_store_load_counts (RedressTestStore *self, const char *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RedressCounts *counts;

  redress_store_load_counts_async (self->store, account, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "counts");
  counts = redress_store_load_counts_finish (self->store, result, &error);
  g_assert_no_error (error);
  return counts;
}

RedressOutboxEntry *
redress_test_store_record (RedressTestStore *self,
                           const RedressCommand *command,
                           guint undo_seconds,
                           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_record_async (self->store, command, undo_seconds, NULL, redress_test_keep_result,
                              &result);
  result = redress_test_await_result (&result, "recording");
  return redress_store_record_finish (self->store, result, error);
}

gboolean
redress_test_store_save_draft (RedressTestStore *self, const RedressDraft *draft, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_save_draft_async (self->store, draft, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a draft");
  return redress_store_save_draft_finish (self->store, result, error);
}

GPtrArray *
redress_test_store_list_outbox (RedressTestStore *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  redress_store_list_outbox_async (self->store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the outbox");
  entries = redress_store_list_outbox_finish (self->store, result, &error);
  g_assert_no_error (error);
  return entries;
}

GBytes *
redress_test_store_read_evidence (RedressTestStore *self, const char *sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_read_evidence_async (self->store, sha256, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "evidence");
  return redress_store_read_evidence_finish (self->store, result, error);
}

void
redress_test_store_catch_up (RedressTestStore *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}
