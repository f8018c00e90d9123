/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/load-record.h"
#include "bench/measure.h"
#include "server/authenticate.h"
#include "server/commands-handler.h"
#include "server/database.h"
#include "server/server-private.h"
#include "sql/transaction.h"

#include <stdlib.h>
#include <string.h>

/* What the same requests cost at the least: the statements that they run, with the same values and
 * grouped in the same way, without HTTP, JSON and rights.
 *
 * load-floor RECORD REPLAY POLICIES FILE GROUP [RECORD-DATABASE REPLAY-DATABASE]: RECORD and REPLAY
 * are copies of a data folder, and so are the databases, where the rows are not in the folders. The
 * requests of FILE (see load-send) are handled on the first while it is written down what they run,
 * and that is run on the second. */

static G_NORETURN void
give_up (const char *what)
{
  g_printerr ("load-floor: %s\n", what);
  exit (1);
}

/* One more request, and what it runs. */
static RedressRecord *
handle (RedressServer *server, const char *line)
{
  const char *body = strchr (line, ' ') + 1;
  g_autofree char *token = g_strndup (line, (gsize)(body - line - 1));
  RedressTime now = redress_clock_now (redress_server_get_clock (server));
  RedressSqlConnection *connection = redress_server_get_connection (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressAccount) account =
      redress_authenticate (server, REDRESS_ACCESS_ACCOUNT, token, now, &error);
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  RedressRecord *record;
  RedressResponse response;
  RedressRequest request = { .server = server,
                             .id = "0",
                             .method = "POST",
                             .path = "/v1/commands",
                             .query = none,
                             .headers = none,
                             .body = body,
                             .body_length = strlen (body),
                             .account = account,
                             .now = now,
                             .received_at = now };

  if (account == NULL)
    give_up (error->message);
  redress_response_init (&response);
  record = redress_record_begin (connection);
  redress_handle_commands (&request, &response);
  redress_record_end (record, connection);
  if (strstr (g_bytes_get_data (response.body, NULL), "\"status\":200") == NULL)
    give_up (g_bytes_get_data (response.body, NULL));
  redress_response_clear (&response);
  return record;
}

/* What lies in one group. */
typedef struct
{
  RedressRecord *const *records;
  guint n;
} Part;

static RedressSqlOutcome
run_part (RedressSqlConnection *connection, gpointer data, GError **error)
{
  const Part *part = data;

  for (guint i = 0; i < part->n; i++)
    if (!redress_record_run (part->records[i], connection, error))
      return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static GPtrArray *
record (const char *folder, const char *database, const char *policies, char **lines)
{
  const RedressServerOptions options = { .data_dir = folder,
                                         .database = database,
                                         .policies_dir = policies };
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_record_free);
  g_autoptr (GError) error = NULL;
  RedressServer *server = redress_server_open (&options, &error);

  if (server == NULL)
    give_up (error->message);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (records, handle (server, lines[i]));
  redress_server_close (server);
  return records;
}

static void
replay (const char *folder, const char *database, GPtrArray *records, guint group)
{
  g_autofree char *path = g_build_filename (folder, "redress.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) connection =
      redress_database_open (database != NULL ? database : path, &error);
  RedressSpan span;

  if (connection == NULL)
    give_up (error->message);
  span = redress_span_begin ();
  for (guint i = 0; i < records->len; i += group)
    {
      Part part = { (RedressRecord *const *)records->pdata + i, MIN (group, records->len - i) };

      if (!redress_sql_transaction (connection, REDRESS_SQL_WRITE, run_part, &part, &error))
        give_up (error->message);
    }
  span = redress_span_end (span);
  redress_bench_report ("wall", span.wall);
  redress_bench_report ("cpu", span.cpu);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) records = NULL;
  gboolean has_databases = argc == 8;
  guint n_steps = 0;

  if ((argc != 6 && !has_databases) || !g_file_get_contents (argv[4], &text, NULL, NULL))
    give_up ("load-floor RECORD REPLAY POLICIES FILE GROUP [RECORD-DATABASE REPLAY-DATABASE]");
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  records = record (argv[1], has_databases ? argv[6] : NULL, argv[3], lines);
  for (guint i = 0; i < records->len; i++)
    n_steps += redress_record_get_length (g_ptr_array_index (records, i));
  replay (argv[2], has_databases ? argv[7] : NULL, records,
          (guint)g_ascii_strtoull (argv[5], NULL, 10));
  redress_bench_report ("statements", n_steps / records->len);
  return 0;
}
