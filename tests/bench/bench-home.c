/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench-home.h"

#include "sql/connection.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <glib/gstdio.h>

/* Nobody else is asked: a benchmark that cannot run says why and ends. */
static void
expect (gboolean worked, const GError *error)
{
  if (!worked)
    g_error ("%s", error != NULL ? error->message : "failed without a reason");
}

static RedressAccount *
make_account (void)
{
  static const char *const scopes[] = { "rail12306", "cainiao", "kameng", "btepai", NULL };
  RedressAccount *account = redress_account_new ();

  g_free (account->id);
  g_free (account->name);
  g_free (account->display_name);
  g_strfreev (account->scopes);
  account->id = g_strdup (REDRESS_BENCH_ACCOUNT);
  account->name = g_strdup ("agent");
  account->display_name = g_strdup ("Agent");
  account->role = REDRESS_ROLE_AGENT;
  account->scopes = g_strdupv ((char **)scopes);
  return account;
}

/**
 * redress_bench_home_open:
 * @self: (out caller-allocates): the home
 *
 * Takes the home and opens the store of its account.
 */
void
redress_bench_home_open (RedressBenchHome *self)
{
  g_autoptr (RedressAccount) account = make_account ();
  g_autoptr (GError) error = NULL;
  g_autofree char *key = redress_home_get_key (REDRESS_BENCH_SERVER, account->id);
  RedressStorePaths *paths;

  *self = (RedressBenchHome){ NULL };
  self->home = redress_home_open (NULL, NULL, &error);
  expect (self->home != NULL, error);
  expect (redress_home_remember (self->home, REDRESS_BENCH_SERVER, account, &error), error);
  paths = redress_home_get_paths (self->home, key);
  self->disk.paths = *paths;
  g_free (paths);
  self->disk.clock = redress_clock_ref (redress_clock_get_system ());
  redress_test_store_open (&self->disk);
  expect (redress_store_set_account_sync (self->disk.store, account, &error), error);
}

void
redress_bench_home_close (RedressBenchHome *self)
{
  redress_test_store_close (&self->disk);
  redress_clock_unref (self->disk.clock);
  g_free (self->disk.paths.data);
  g_free (self->disk.paths.cache);
  redress_home_close (self->home);
}

/* (transfer full): of a file of the cache. */
char *
redress_bench_home_build_path (RedressBenchHome *self, const char *name)
{
  return g_build_filename (self->disk.paths.cache, name, NULL);
}

gint64
redress_bench_home_count (RedressBenchHome *self)
{
  const RedressSqlOptions options = { .read_only = TRUE };
  g_autofree char *path = redress_bench_home_build_path (self, "cache.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) cache = redress_sql_connection_open (path, &options, &error);
  gint64 n = 0;

  expect (cache != NULL &&
              redress_sql_connection_get_int64 (cache, "SELECT max(id) FROM ticket", &n, &error),
          error);
  return n;
}

/**
 * redress_bench_home_open_other:
 * @self: a home
 * @other: (out caller-allocates): a new store with a key, in a folder on the same disk
 */
void
redress_bench_home_open_other (RedressBenchHome *self, RedressTestStore *other)
{
  guint8 key[32] = { 1, 2, 3 };
  g_autofree char *folder = g_strconcat (self->disk.paths.cache, ".other-XXXXXX", NULL);

  expect (g_mkdtemp (folder) != NULL, NULL);
  *other = (RedressTestStore){ .paths = { g_build_filename (folder, "data", NULL),
                                          g_build_filename (folder, "cache", NULL) },
                               .key = g_bytes_new (key, sizeof key),
                               .clock = redress_clock_ref (redress_clock_get_system ()) };
  redress_test_store_open (other);
  redress_bench_put_policies (other->store);
}

static void
remove_folder (const char *path)
{
  GDir *folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_clear_pointer (&folder, g_dir_close);
  g_remove (path);
}

void
redress_bench_home_close_other (RedressTestStore *other)
{
  g_autofree char *folder = g_path_get_dirname (other->paths.data);

  redress_test_store_close (other);
  redress_clock_unref (other->clock);
  g_bytes_unref (other->key);
  g_free (other->paths.data);
  g_free (other->paths.cache);
  remove_folder (folder);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize size = 0;

  expect (g_file_get_contents (path, &text, &size, &error), error);
  return g_bytes_new_take (text, size);
}

void
redress_bench_put_policies (RedressStore *store)
{
  static const char *const flows[] = { "btepai-order", "cainiao-return", "kameng-virtual",
                                       "rail12306-order", "rail12306-redemption" };

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autofree char *name = g_strconcat (flows[i], ".json", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", name, NULL);
      g_autoptr (GBytes) bytes = read_file (path);
      g_autoptr (GError) error = NULL;

      expect (redress_store_put_policy_sync (store, bytes, &error), error);
    }
}

static RedressTicket *
read_ticket (const char *path)
{
  g_autoptr (GBytes) bytes = read_file (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      redress_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                          &redress_json_limits_response, &error);
  RedressTicket *ticket =
      node != NULL ? redress_ticket_from_json (json_node_get_object (node), &error) : NULL;

  expect (ticket != NULL, error);
  return ticket;
}

/**
 * redress_bench_read_tickets:
 *
 * Returns: (transfer full) (element-type RedressTicket): the tickets of the folder
 *   $REDRESS_BENCH_TICKETS
 */
GPtrArray *
redress_bench_read_tickets (void)
{
  const char *folder = g_getenv ("REDRESS_BENCH_TICKETS");
  GPtrArray *tickets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.json", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        break;
      g_ptr_array_add (tickets, read_ticket (path));
    }
  expect (tickets->len > 0, NULL);
  return tickets;
}
