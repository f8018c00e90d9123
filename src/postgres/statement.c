/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/private.h"

#include <string.h>

/* SQL that both engines know has no casts, so PostgreSQL is told the types of the values by what
 * was bound; NULL leaves the choice to it. For that a statement is prepared when it first runs. */

typedef struct
{
  char *bytes; /* (owned) (nullable): NULL of SQL */
  int length;
  Oid type; /* 0: not known */
} Value;

typedef struct
{
  RedressSqlStatement base;
  char *name;       /* (owned) (nullable): while it is prepared */
  guint64 session;  /* in which it was */
  Oid *types;       /* (owned): with which it was; once known, a type stays */
  Value *values;    /* (owned) */
  PGresult *result; /* (owned) (nullable): while rows are read */
  int row;
  GPtrArray *decoded; /* (owned) (nullable): bytes of the row */
} Statement;

RedressSqlStatement *
redress_postgres_statement_new (RedressSqlConnection *connection, const char *sql, GError **error)
{
  Statement *self;
  guint n = 0;

  if (!redress_postgres_count_parameters (sql, &n, error))
    return NULL;
  self = g_new0 (Statement, 1);
  self->base.n_parameters = n;
  self->types = g_new0 (Oid, n + 1);
  self->values = g_new0 (Value, n + 1);
  return &self->base;
}

static RedressPostgresConnection *
get_connection (Statement *self)
{
  return (RedressPostgresConnection *)self->base.connection;
}

/* What cannot be taken back now, because a transaction failed, goes with the session; and all of
 * it does when the connection is closed. */
static void
forget_prepared (Statement *self)
{
  RedressPostgresConnection *connection = get_connection (self);

  if (self->name != NULL && !self->base.connection->is_closing &&
      self->session == connection->session && PQstatus (connection->handle) == CONNECTION_OK &&
      PQtransactionStatus (connection->handle) != PQTRANS_INERROR)
    {
      /* lint: allow sql-printf: the name is made here */
      g_autofree char *sql = g_strdup_printf ("deallocate %s", self->name);

      PQclear (redress_postgres_exec (connection, sql, NULL));
    }
  g_clear_pointer (&self->name, g_free);
}

void
redress_postgres_statement_free (RedressSqlStatement *statement)
{
  Statement *self = (Statement *)statement;

  redress_postgres_statement_reset (statement);
  redress_postgres_statement_clear (statement);
  forget_prepared (self);
  g_free (self->types);
  g_free (self->values);
  g_free (self);
}

void
redress_postgres_statement_reset (RedressSqlStatement *statement)
{
  Statement *self = (Statement *)statement;

  g_clear_pointer (&self->decoded, g_ptr_array_unref);
  g_clear_pointer (&self->result, PQclear);
}

void
redress_postgres_statement_clear (RedressSqlStatement *statement)
{
  for (guint i = 0; i < statement->n_parameters; i++)
    redress_postgres_bind_null (statement, i + 1);
}

/* Returns whether what was bound fits what is prepared; takes over types that were not known. */
static gboolean
learn_types (Statement *self)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < self->base.n_parameters; i++)
    if (self->values[i].type != 0 && self->values[i].type != self->types[i])
      {
        self->types[i] = self->values[i].type;
        fits = FALSE;
      }
  return fits;
}

static gboolean
prepare (Statement *self, GError **error)
{
  RedressPostgresConnection *connection = get_connection (self);
  gboolean fits = learn_types (self);
  PGresult *result;

  if (self->name != NULL && fits && self->session == connection->session)
    return TRUE;
  forget_prepared (self);
  self->name = g_strdup_printf ("s%" G_GUINT64_FORMAT, ++connection->n_names);
  self->session = connection->session;
  result = redress_postgres_await (connection,
                                   PQsendPrepare (connection->handle, self->name, self->base.sql,
                                                  (int)self->base.n_parameters, self->types));
  if (!redress_postgres_check (connection, result, error))
    {
      g_clear_pointer (&self->name, g_free);
      return FALSE;
    }
  PQclear (result);
  return TRUE;
}

static PGresult *
send (Statement *self)
{
  RedressPostgresConnection *connection = get_connection (self);
  guint n = self->base.n_parameters;
  g_autofree const char **values = g_new0 (const char *, n + 1);
  g_autofree int *lengths = g_new0 (int, n + 1);
  g_autofree int *formats = g_new0 (int, n + 1);

  for (guint i = 0; i < n; i++)
    {
      values[i] = self->values[i].bytes;
      lengths[i] = self->values[i].length;
      formats[i] = self->values[i].type != REDRESS_POSTGRES_TEXT;
    }
  return redress_postgres_await (
      connection,
      PQsendQueryPrepared (connection->handle, self->name, (int)n, values, lengths, formats, 0));
}

static gboolean
execute_once (Statement *self, GError **error)
{
  RedressPostgresConnection *connection = get_connection (self);
  PGresult *result;

  if (!redress_postgres_ensure (connection, error) || !prepare (self, error))
    return FALSE;
  result = send (self);
  if (!redress_postgres_check (connection, result, error))
    return FALSE;
  if (!g_str_has_prefix (PQcmdStatus (result), "SELECT"))
    connection->changes = g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
  self->result = result;
  self->row = -1;
  self->base.n_columns = (guint)PQnfields (result);
  return TRUE;
}

/* That the connection was lost while nobody used it is seen by the next statement. One that only
 * reads may then be sent again; of another nobody knows whether it was done. */
static gboolean
execute (Statement *self, GError **error)
{
  RedressPostgresConnection *connection = get_connection (self);
  g_autoptr (GError) failure = NULL;

  if (execute_once (self, &failure))
    return TRUE;
  if (PQstatus (connection->handle) != CONNECTION_OK && !connection->is_in_transaction &&
      g_ascii_strncasecmp (self->base.sql, "select ", strlen ("select ")) == 0)
    return execute_once (self, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

RedressSqlStep
redress_postgres_statement_step (RedressSqlStatement *statement, GError **error)
{
  Statement *self = (Statement *)statement;

  if (self->result == NULL && !execute (self, error))
    return REDRESS_SQL_ERROR;
  g_clear_pointer (&self->decoded, g_ptr_array_unref);
  self->row++;
  return self->row < PQntuples (self->result) ? REDRESS_SQL_ROW : REDRESS_SQL_DONE;
}

/* What a statement changed stands, or goes with its transaction, before its first row is seen. */
gboolean
redress_postgres_statement_finish (RedressSqlStatement *statement, GError **error)
{
  return TRUE;
}

static void
set_value (RedressSqlStatement *statement, guint position, Oid type, char *bytes, gsize length)
{
  Value *value = &((Statement *)statement)->values[position - 1];

  g_free (value->bytes);
  *value = (Value){ .bytes = bytes, .length = (int)length, .type = type };
}

void
redress_postgres_bind_int64 (RedressSqlStatement *statement, guint position, gint64 value)
{
  gint64 wire = GINT64_TO_BE (value);

  set_value (statement, position, REDRESS_POSTGRES_INT8, g_memdup2 (&wire, sizeof wire),
             sizeof wire);
}

static gboolean
check_size (RedressSqlStatement *statement, guint position, gsize size)
{
  /* As long as SQLite lets them be. */
  if (size <= REDRESS_SQL_LONGEST_VALUE)
    return TRUE;
  if (statement->failure == NULL)
    g_set_error (&statement->failure, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
                 "database: value for $%u: too long", position);
  return FALSE;
}

void
redress_postgres_bind_text (RedressSqlStatement *statement, guint position, const char *value)
{
  gsize length = strlen (value);

  if (check_size (statement, position, length))
    set_value (statement, position, REDRESS_POSTGRES_TEXT, g_strdup (value), length);
}

void
redress_postgres_bind_blob (RedressSqlStatement *statement,
                            guint position,
                            gconstpointer data,
                            gsize size)
{
  char *bytes;

  if (!check_size (statement, position, size))
    return;
  /* libpq takes a null pointer for NULL, whatever the size. */
  bytes = g_malloc0 (size + 1);
  if (size > 0)
    memcpy (bytes, data, size);
  set_value (statement, position, REDRESS_POSTGRES_BYTEA, bytes, size);
}

void
redress_postgres_bind_null (RedressSqlStatement *statement, guint position)
{
  set_value (statement, position, 0, NULL, 0);
}

gboolean
redress_postgres_is_null (RedressSqlStatement *statement, guint column)
{
  Statement *self = (Statement *)statement;

  return PQgetisnull (self->result, self->row, (int)column);
}

gint64
redress_postgres_get_int64 (RedressSqlStatement *statement, guint column)
{
  Statement *self = (Statement *)statement;
  const char *value = PQgetvalue (self->result, self->row, (int)column);

  if (PQftype (self->result, (int)column) == REDRESS_POSTGRES_BOOL)
    return value[0] == 't';
  return g_ascii_strtoll (value, NULL, 10);
}

/* Bytes come as hexadecimal digits. A NUL that does not count ends them. */
static const char *
decode (Statement *self, const char *digits, gsize *length)
{
  size_t n = 0;
  guchar *bytes = PQunescapeBytea ((const guchar *)digits, &n);
  char *copy = g_malloc0 (n + 1);

  if (n > 0)
    memcpy (copy, bytes, n);
  PQfreemem (bytes);
  *length = n;
  if (self->decoded == NULL)
    self->decoded = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->decoded, copy);
  return copy;
}

/* Bytes may be read as the text they are, as in SQLite. */
const char *
redress_postgres_get_text (RedressSqlStatement *statement, guint column, gsize *length)
{
  Statement *self = (Statement *)statement;
  const char *value = PQgetvalue (self->result, self->row, (int)column);

  if (redress_postgres_is_null (statement, column))
    return NULL;
  if (PQftype (self->result, (int)column) == REDRESS_POSTGRES_BYTEA)
    return decode (self, value, length);
  *length = (gsize)PQgetlength (self->result, self->row, (int)column);
  return value;
}

gconstpointer
redress_postgres_get_blob (RedressSqlStatement *statement, guint column, gsize *size)
{
  return redress_postgres_get_text (statement, column, size);
}
