/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/private.h"

#include <string.h>

/* SQLSTATE, or the beginning of it: the first that fits. What takes the connection or the
 * transaction away may be tried again from its beginning. */
static const struct
{
  const char *state;
  RedressError code;
} meanings[] = {
  { "40", REDRESS_ERROR_RETRY },        /* serialization, deadlock */
  { "55P03", REDRESS_ERROR_RETRY },     /* somebody else holds the lock */
  { "57014", REDRESS_ERROR_RETRY },     /* cancelled, by us or by a limit of time */
  { "57P", REDRESS_ERROR_RETRY },       /* the database is stopped or starts */
  { "08", REDRESS_ERROR_RETRY },        /* the connection is gone */
  { "25P03", REDRESS_ERROR_RETRY },     /* the transaction was idle for too long */
  { "25006", REDRESS_ERROR_NO_SPACE },  /* may only be read: a standby, or we said so */
  { "26000", REDRESS_ERROR_RETRY },     /* a prepared statement is gone */
  { "0A000", REDRESS_ERROR_RETRY },     /* its columns changed since */
  { "53300", REDRESS_ERROR_RETRY },     /* too many connections */
  { "53200", REDRESS_ERROR_TOO_LARGE }, /* no memory */
  { "53", REDRESS_ERROR_NO_SPACE },     { "58030", REDRESS_ERROR_NO_SPACE }, /* the disk fails */
  { "54", REDRESS_ERROR_TOO_LARGE },    { "23", REDRESS_ERROR_CONFLICT },
  { "XX001", REDRESS_ERROR_CORRUPT },   { "XX002", REDRESS_ERROR_CORRUPT },
  { "42501", REDRESS_ERROR_FORBIDDEN }, { "28", REDRESS_ERROR_FORBIDDEN },
  { "3D000", REDRESS_ERROR_NOT_FOUND },
};

static RedressError
code_of_state (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_str_has_prefix (state, meanings[i].state))
      return meanings[i].code;
  return REDRESS_ERROR_INVALID;
}

/*
 * redress_postgres_set_error:
 * @connection: where it happened
 * @result: (nullable): what libpq made of it
 *
 * Tells the failure of PostgreSQL by what the caller can do about it.
 */
void
redress_postgres_set_error (GError **error, RedressSqlConnection *connection, PGresult *result)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *primary =
      result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *words = g_strchomp (
      g_utf8_make_valid (primary != NULL ? primary : PQerrorMessage (self->handle), -1));
  RedressError code = REDRESS_ERROR_INVALID;

  if (g_strcmp0 (state, "57014") == 0 &&
      g_cancellable_set_error_if_cancelled (connection->cancellable, error))
    return;
  if (self->is_given_up)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY,
                   "database: no sign of it for %u ms, the connection is given up",
                   self->options.answer_timeout_ms);
      return;
    }
  /* Each session has names of its own, so somebody else's statement is in it. */
  if (g_strcmp0 (state, "42P05") == 0)
    {
      g_set_error (
          error, REDRESS_ERROR, code,
          "database: a pool in between, such as pgbouncer, gives our session to others; it "
          "has to pool by session (%s)",
          words);
      return;
    }
  if (PQstatus (self->handle) != CONNECTION_OK)
    code = REDRESS_ERROR_RETRY;
  else if (state != NULL)
    code = code_of_state (state);
  g_set_error (error, REDRESS_ERROR, code, "database: %s (%s)", words,
               state != NULL ? state : "no state");
}
