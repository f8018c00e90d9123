/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "server/backend.h"
#include "server/database.h"
#include "server/move-table.h"
#include "server/ticket-table.h"
#include "server/trail-check.h"
#include "sql/integrity.h"
#include "sql/transaction.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define MOST_EDITS 64
/* What, where (three bytes) and with which byte. */
#define EDIT_BYTES 5

/**
 * Place:
 * @whole: the database of a server that did some work
 * @target: a database with the same tables
 */
typedef struct
{
  RedressTestFolder *folder;
  char *path;
  char *whole;
  gsize size;
  RedressSqlConnection *target;
} Place;

typedef struct
{
  RedressTestBackend *backend;
  const char *path;
} Saving;

static void
copy_file (Saving *saving, const char *end)
{
  const char *data_dir = redress_test_folder_get_path (saving->backend->folder);
  g_autofree char *from = g_strconcat (data_dir, "/redress.db", end, NULL);
  g_autofree char *to = g_strconcat (saving->path, end, NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize)size, NULL));
}

/* On the one thread that writes, so both are of one moment. */
static void
save_cb (gpointer data)
{
  copy_file (data, "");
  copy_file (data, "-wal");
}

static void
work (const char *path)
{
  static const char *const kameng[] = { "kameng", NULL };
  RedressTestBackend *backend = redress_test_backend_new ();
  g_autofree char *agent =
      redress_test_backend_add_account (backend, "agent", REDRESS_ROLE_AGENT, kameng);
  gint64 ticket = redress_test_backend_create_ticket (backend, "R-1");
  Saving saving = { backend, path };
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_test_backend_create_ticket (backend, "R-2");
  redress_test_backend_claim (backend, agent, ticket);
  decision = redress_test_backend_new_decision (backend, agent, ticket, REDRESS_VERDICT_APPROVE);
  answer = redress_test_backend_command (backend, agent, decision);
  g_assert_cmpuint (answer->status, ==, 200);
  redress_test_backend_run (backend, save_cb, &saving);
  redress_test_backend_free (backend);
}

static Place *
place_new (void)
{
  Place *self = g_new0 (Place, 1);
  g_autofree char *target = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = redress_test_folder_new ();
  self->path = g_build_filename (redress_test_folder_get_path (self->folder), "from.db", NULL);
  target = g_build_filename (redress_test_folder_get_path (self->folder), "to.db", NULL);
  work (self->path);
  /* Makes one file of the two. */
  redress_sql_connection_close (redress_database_open (self->path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->path, &self->whole, &self->size, NULL));
  self->target = redress_database_open_ready (target, &error);
  g_assert_no_error (error);
  return self;
}

/* A disk that forgets, or somebody who wrote into the file. */
static void
write_edited (const Place *self, const guint8 *data, gsize size)
{
  g_autofree char *bytes = g_memdup2 (self->whole, self->size);
  gsize length = self->size;

  for (gsize i = 0; i < MIN (size / EDIT_BYTES, MOST_EDITS); i++)
    {
      const guint8 *edit = data + i * EDIT_BYTES;
      gsize at = ((gsize)edit[1] | (gsize)edit[2] << 8 | (gsize)edit[3] << 16) % self->size;

      if (edit[0] % 4 == 3)
        length = at;
      else if (edit[0] % 4 == 2)
        bytes[at] = (char)(bytes[at] ^ edit[4]);
      else
        bytes[at] = (char)edit[4];
    }
  g_assert_true (g_file_set_contents_full (self->path, bytes, (gssize)length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static gboolean
read_tickets (RedressSqlConnection *from)
{
  g_autoptr (RedressSqlStatement) ids =
      redress_sql_connection_prepare (from, "select id from ticket order by id", NULL);

  while (ids != NULL && redress_sql_statement_step (ids, NULL) == REDRESS_SQL_ROW)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedressTicketRow) row =
          redress_ticket_table_load (from, redress_sql_statement_get_int64 (ids, 0), &error);

      g_assert_true ((row == NULL) == (error != NULL));
    }
  return ids != NULL;
}

static RedressSqlOutcome
copy_in_transaction (RedressSqlConnection *to, gpointer from, GError **error)
{
  g_autoptr (GPtrArray) tables = redress_move_table_list (from, error);

  if (tables == NULL || !redress_sql_connection_run (to, "delete from feed_epoch", error))
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < tables->len; i++)
    {
      const RedressMoveTable *table = g_ptr_array_index (tables, i);
      gint64 n = 0;

      if (!redress_move_table_count (table, from, &n, error) ||
          !redress_move_table_copy (table, from, to, error))
        return REDRESS_SQL_ROLLBACK;
    }
  return REDRESS_SQL_ROLLBACK;
}

static void
move (Place *self, RedressSqlConnection *from)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  const char *folder = redress_test_folder_get_path (self->folder);
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (self->target, REDRESS_SQL_EXCLUSIVE, copy_in_transaction, from, NULL);
  read_tickets (from);
  g_assert_true (redress_trail_check (from, folder, mistakes, &error) == (error == NULL));
}

static void
remove_beside (const Place *self, const char *end)
{
  g_autofree char *path = g_strconcat (self->path, end, NULL);

  g_unlink (path);
}

/* What `redress-server migrate` does with the file that it is given, but for PostgreSQL. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static Place *place = NULL;
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *from;

  if (place == NULL)
    place = place_new ();
  write_edited (place, data, size);
  from = redress_database_open (place->path, &error);
  g_assert_true ((from == NULL) == (error != NULL));
  if (from != NULL)
    {
      if (redress_sql_check (from, REDRESS_SQL_QUICK, NULL))
        move (place, from);
      redress_sql_connection_close (from);
    }
  remove_beside (place, "-wal");
  remove_beside (place, "-shm");
  return 0;
}
