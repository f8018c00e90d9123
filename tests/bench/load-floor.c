/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "server/authenticate.h"
#include "server/commands-handler.h"
#include "server/database.h"
#include "server/server-private.h"
#include "sql/connection-private.h"
#include "sql/transaction.h"

#include <stdlib.h>
#include <string.h>

/* What the same requests cost at the least: the statements that they run, with the same values and
 * grouped in the same way, without HTTP, JSON and rights.
 *
 * load-floor RECORD REPLAY POLICIES FILE GROUP: RECORD and REPLAY are copies of a data folder. The
 * requests of FILE (see load-send) are handled on the first while SQLite tells what it runs, and
 * what it told is run on the second. */

typedef struct
{
  const char *sql; /* interned */
  GPtrArray *values;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_ptr_array_unref (step->values);
  g_free (step);
}

static G_NORETURN void
give_up (const char *what)
{
  g_printerr ("load-floor: %s\n", what);
  exit (1);
}

/* The end of the literal that begins at @at. */
static const char *
skip_literal (const char *at)
{
  if (*at == 'x' && at[1] == '\'')
    at++;
  if (*at != '\'')
    {
      while (g_ascii_isalnum (*at) || strchr ("+-.", *at) != NULL)
        {
          if (*at == '\0')
            break;
          at++;
        }
      return at;
    }
  for (at++; *at != '\0'; at++)
    {
      if (*at != '\'')
        continue;
      if (at[1] != '\'')
        return at + 1;
      at++;
    }
  give_up ("a text without an end");
}

/* The value of $n by the place at which SQLite wrote it into the statement. */
static void
read_values (const char *sql, const char *expanded, GPtrArray *values)
{
  while (*sql != '\0')
    {
      const char *end;
      guint number;

      if (*sql != '$')
        {
          sql++;
          expanded++;
          continue;
        }
      number = (guint)strtoul (sql + 1, (char **)&sql, 10);
      end = skip_literal (expanded);
      if (values->len < number)
        g_ptr_array_set_size (values, (int)number);
      g_free (values->pdata[number - 1]);
      values->pdata[number - 1] = g_strndup (expanded, (gsize)(end - expanded));
      expanded = end;
    }
}

static gboolean
is_of_transaction (const char *sql)
{
  static const char *const words[] = {
    "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "--"
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_has_prefix (sql, words[i]))
        return TRUE;
    }
  return FALSE;
}

static int
record_cb (unsigned event, void *steps, void *statement, void *text)
{
  const char *sql = sqlite3_sql (statement);
  char *expanded;
  Step *step;

  /* What a trigger runs comes as a comment, and is run by its statement. */
  if (is_of_transaction (text) || is_of_transaction (sql))
    return 0;
  expanded = sqlite3_expanded_sql (statement);
  step = g_new0 (Step, 1);
  step->sql = g_intern_string (sql);
  step->values = g_ptr_array_new_with_free_func (g_free);
  read_values (sql, expanded, step->values);
  g_ptr_array_add (steps, step);
  sqlite3_free (expanded);
  return 0;
}

static void
handle (RedressServer *server, const char *line, GPtrArray *steps)
{
  const char *body = strchr (line, ' ') + 1;
  g_autofree char *token = g_strndup (line, (gsize)(body - line - 1));
  RedressTime now = redress_clock_now (redress_server_get_clock (server));
  sqlite3 *handle = redress_sqlite_get_handle (redress_server_get_connection (server));
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressAccount) account =
      redress_authenticate (server, REDRESS_ACCESS_ACCOUNT, token, now, &error);
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
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
  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, record_cb, steps);
  redress_handle_commands (&request, &response);
  sqlite3_trace_v2 (handle, 0, NULL, NULL);
  if (strstr (g_bytes_get_data (response.body, NULL), "\"status\":200") == NULL)
    give_up (g_bytes_get_data (response.body, NULL));
  redress_response_clear (&response);
}

static void
bind_hex (RedressSqlStatement *statement, guint position, const char *digits, gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)(g_ascii_xdigit_value (digits[2 * i]) * 16 +
                        g_ascii_xdigit_value (digits[2 * i + 1]));
  redress_sql_statement_bind_blob (statement, position, bytes, size);
}

static void
bind (RedressSqlStatement *statement, guint position, const char *literal)
{
  gsize length = literal != NULL ? strlen (literal) : 0;
  g_autoptr (GString) text = NULL;

  if (literal == NULL || g_str_equal (literal, "NULL"))
    redress_sql_statement_bind_null (statement, position);
  else if (*literal == '\'')
    {
      text = g_string_new_len (literal + 1, (gssize)length - 2);
      g_string_replace (text, "''", "'", 0);
      redress_sql_statement_bind_text (statement, position, text->str);
    }
  else if (*literal == 'x')
    bind_hex (statement, position, literal + 2, (length - 3) / 2);
  else
    redress_sql_statement_bind_int64 (statement, position, g_ascii_strtoll (literal, NULL, 10));
}

static void
run_step (RedressSqlConnection *connection, const Step *step, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, step->sql, error);

  if (statement == NULL)
    return;
  for (guint i = 0; i < step->values->len; i++)
    bind (statement, i + 1, g_ptr_array_index (step->values, i));
  while (redress_sql_statement_step (statement, error) == REDRESS_SQL_ROW)
    {
    }
}

/* What lies in one group. */
typedef struct
{
  GPtrArray *const *requests;
  guint n;
} Part;

static RedressSqlOutcome
run_part (RedressSqlConnection *connection, gpointer data, GError **error)
{
  const Part *part = data;

  for (guint i = 0; i < part->n; i++)
    {
      for (guint j = 0; j < part->requests[i]->len && *error == NULL; j++)
        run_step (connection, g_ptr_array_index (part->requests[i], j), error);
    }
  return REDRESS_SQL_COMMIT;
}

static GPtrArray *
record (const char *folder, const char *policies, char **lines)
{
  const RedressServerOptions options = { .data_dir = folder, .policies_dir = policies };
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GError) error = NULL;
  RedressServer *server = redress_server_open (&options, &error);

  if (server == NULL)
    give_up (error->message);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);

      g_ptr_array_add (requests, steps);
      handle (server, lines[i], steps);
    }
  redress_server_close (server);
  return requests;
}

static void
replay (const char *folder, GPtrArray *requests, guint group)
{
  g_autofree char *path = g_build_filename (folder, "redress.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) connection = redress_database_open (path, &error);
  RedressSpan span;

  if (connection == NULL)
    give_up (error->message);
  span = redress_span_begin ();
  for (guint i = 0; i < requests->len; i += group)
    {
      Part part = { (GPtrArray *const *)requests->pdata + i, MIN (group, requests->len - i) };

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
  g_autoptr (GPtrArray) requests = NULL;
  guint n_steps = 0;

  if (argc != 6 || !g_file_get_contents (argv[4], &text, NULL, NULL))
    give_up ("load-floor RECORD REPLAY POLICIES FILE GROUP");
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  requests = record (argv[1], argv[3], lines);
  for (guint i = 0; i < requests->len; i++)
    n_steps += ((GPtrArray *)g_ptr_array_index (requests, i))->len;
  replay (argv[2], requests, (guint)g_ascii_strtoull (argv[5], NULL, 10));
  redress_bench_report ("statements", n_steps / requests->len);
  return 0;
}
