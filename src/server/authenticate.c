/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/authenticate.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/connector-table.h"
#include "server/server.h"
#include "server/session-table.h"

#include <string.h>

#define LONGEST_TOKEN 200

/**
 * redress_bearer_token:
 * @authorization: (nullable): value of an Authorization header
 *
 * Returns: (nullable): the token in it, %NULL if it holds none
 */
const char *
redress_bearer_token (const char *authorization)
{
  const char *token;

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return NULL;
  token = authorization + 7;
  if (token[0] == '\0' || strlen (token) > LONGEST_TOKEN || strpbrk (token, " ,") != NULL)
    return NULL;
  return token;
}

/* What is unknown, over, disabled or of the other kind looks the same from outside. */
static RedressAccount *
fail (GError **error)
{
  if (error == NULL || *error == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN, "the token is not good any more");
  return NULL;
}

static RedressAccount *
find_person (RedressSqlConnection *connection, const char *token, RedressTime now, GError **error)
{
  g_autoptr (RedressAccountRow) row = NULL;
  gint64 id = 0;

  if (!redress_session_table_find (connection, token, now, &id, error) || id == 0 ||
      !redress_account_table_get (connection, id, &row, error) || row == NULL || row->disabled)
    return fail (error);
  return g_steal_pointer (&row->account);
}

static RedressAccount *
find_connector (RedressSqlConnection *connection, const char *token, GError **error)
{
  RedressAccount *account = NULL;

  if (!redress_connector_table_find (connection, token, &account, error) || account == NULL)
    return fail (error);
  return account;
}

/**
 * redress_authenticate:
 * @server: the server
 * @access: what the operation asks for
 * @token: the token of the request
 * @now: the time
 * @error: return location; REDRESS_ERROR_SIGN_IN where the token is good for nothing here
 *
 * Returns: (transfer full) (nullable): who asks, or %NULL with @error set
 */
RedressAccount *
redress_authenticate (
    RedressServer *server, RedressAccess access, const char *token, RedressTime now, GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (server);

  if (access == REDRESS_ACCESS_CONNECTOR)
    return find_connector (connection, token, error);
  return find_person (connection, token, now, error);
}
