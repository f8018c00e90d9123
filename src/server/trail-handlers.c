/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/trail-handlers.h"

#include "core/error.h"
#include "core/permission.h"
#include "core/timestamp.h"
#include "server/access.h"
#include "server/audit-leaf.h"
#include "server/trail-search.h"
#include "server/server.h"
#include "wire/codec.h"

#include <string.h>

#define DEFAULT_LIMIT 100
#define MAX_LIMIT 200
#define MAX_TYPED 200

static gboolean
read_time (const RedressRequest *request, const char *name, RedressTime *time, GError **error)
{
  const char *text = redress_request_get_query (request, name);

  *time = REDRESS_TIME_UNKNOWN;
  if (text == NULL || redress_timestamp_parse (text, time, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

static gboolean
read_text (const RedressRequest *request, const char *name, const char **text, GError **error)
{
  *text = redress_request_get_query (request, name);
  if (*text == NULL || ((*text)[0] != '\0' && strlen (*text) <= MAX_TYPED))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s: is empty or too long", name);
  return FALSE;
}

static gboolean
read_flag (const RedressRequest *request, const char *name, gboolean *flag, GError **error)
{
  gint64 value = 0;

  if (!redress_request_read_query_int (request, name, 0, 1, &value, error))
    return FALSE;
  *flag = value != 0;
  return TRUE;
}

static gboolean
read_numbers (const RedressRequest *request, RedressTrailSearch *search, GError **error)
{
  const struct
  {
    const char *name;
    gint64 min;
    gint64 max;
    gint64 *value;
  } numbers[] = {
    { "ticket", 1, REDRESS_INTEGER_MAX, &search->ticket },
    { "size", 0, REDRESS_INTEGER_MAX, &search->size },
    { "amount_min", 0, REDRESS_INTEGER_MAX, &search->amount_min },
    { "amount_max", 0, REDRESS_INTEGER_MAX, &search->amount_max },
    { "offset", 0, REDRESS_INTEGER_MAX, &search->offset },
    { "limit", 0, MAX_LIMIT, &search->limit },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!redress_request_read_query_int (request, numbers[i].name, numbers[i].min, numbers[i].max,
                                         numbers[i].value, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_search (const RedressRequest *request, RedressTrailSearch *search, GError **error)
{
  *search = (RedressTrailSearch){
    .log = redress_request_get_capture (request, 0),
    .size = -1,
    .amount_min = -1,
    .amount_max = -1,
    .limit = DEFAULT_LIMIT,
  };
  return read_numbers (request, search, error) &&
         read_text (request, "order", &search->order, error) &&
         read_text (request, "actor", &search->actor, error) &&
         read_text (request, "role", &search->role, error) &&
         read_text (request, "action", &search->action, error) &&
         read_text (request, "rule", &search->rule, error) &&
         read_time (request, "since", &search->since, error) &&
         read_time (request, "until", &search->until, error) &&
         read_flag (request, "offline", &search->offline, error) &&
         read_flag (request, "overturned", &search->overturned, error);
}

/**
 * redress_trail_has_log:
 * @account: who asks
 * @log: name of a log
 *
 * Returns: whether there is such a log for this account
 */
gboolean
redress_trail_has_log (const RedressAccount *account, const char *log)
{
  return g_str_equal (log, REDRESS_LOG_OF_ACCOUNTS) || redress_account_has_scope (account, log);
}

/* Contracts of the log: an agent sees what they did themselves; a supervisor all of their
 * platforms, but of accounts only their own; an auditor all; an administrator accounts, and of a
 * platform its keys, policies and addresses. FALSE: for this account there is no such log. */
static gboolean
limit_to_account (const RedressAccount *account, RedressTrailSearch *search)
{
  gboolean is_accounts = g_str_equal (search->log, REDRESS_LOG_OF_ACCOUNTS);

  if (account->role == REDRESS_ROLE_ADMIN)
    search->only_office = !is_accounts;
  else if (account->role != REDRESS_ROLE_AUDITOR &&
           (is_accounts || account->role != REDRESS_ROLE_SUPERVISOR))
    search->only_actor = account->id;
  return redress_trail_has_log (account, search->log);
}

/**
 * redress_handle_list_trail:
 * @request: GET /v1/audit/{log}/entries
 * @response: (out): a page of the log as far as this account may see it
 */
void
redress_handle_list_trail (RedressRequest *request, RedressResponse *response)
{
  RedressTrailSearch search;
  g_autoptr (RedressTrailPage) page = NULL;
  g_autoptr (GError) error = NULL;

  if (!redress_access_check_role (request, REDRESS_ACTION_READ_AUDIT, response))
    return;
  if (!read_search (request, &search, &error))
    {
      redress_response_error (response, error);
      return;
    }
  if (!limit_to_account (request->account, &search))
    {
      redress_access_answer_not_found (response);
      return;
    }
  page =
      redress_trail_search_run (redress_server_get_connection (request->server), &search, &error);
  if (page != NULL)
    redress_response_json (response, 200, redress_trail_page_to_json (page));
  else
    redress_response_error (response, error);
}
