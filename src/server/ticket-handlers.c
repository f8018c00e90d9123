/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-handlers.h"

#include "server/access.h"
#include "server/masking.h"
#include "server/search-index.h"
#include "server/server.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"
#include "wire/json.h"

#define DEFAULT_FOUND 50
#define MAX_FOUND 100
#define MAX_TYPED 200

static gboolean
is_current (const RedressRequest *request, const char *tag)
{
  const char *header = redress_request_get_header (request, "if-none-match");
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", tag);

  return g_strcmp0 (header, quoted) == 0;
}

static void
get_ticket (RedressRequest *request, RedressResponse *response)
{
  RedressServer *server = request->server;
  g_autoptr (RedressTicketRow) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tag = NULL;
  RedressTicket *ticket;

  row = redress_access_load_ticket (request, REDRESS_ACTION_READ_TICKET, response);
  if (row == NULL)
    return;

  ticket = row->ticket;
  tag = g_strdup_printf ("%" G_GINT64_FORMAT, ticket->summary->rev);
  /* Before the many rows are read, for a desk that asks whether its copy is current. */
  if (is_current (request, tag))
    {
      redress_response_empty (response, 304);
      redress_response_set_etag (response, tag);
      return;
    }
  if (!redress_ticket_parts_load (redress_server_get_connection (server), ticket, REDRESS_PARTS_ALL,
                                  &error))
    {
      redress_response_error (response, error);
      return;
    }

  redress_masking_apply (
      ticket, redress_server_get_policy (server, ticket->summary->flow, ticket->policy_version));
  redress_response_json (response, 200, redress_ticket_to_json (ticket));
  redress_response_set_etag (response, tag);
}

/**
 * redress_handle_get_ticket:
 * @request: GET /v1/tickets/{id}
 * @response: (out): the ticket as this account may see it, with all its parts of one moment
 */
void
redress_handle_get_ticket (RedressRequest *request, RedressResponse *response)
{
  RedressSqlConnection *connection = redress_server_get_connection (request->server);
  g_autoptr (GError) error = NULL;

  if (!redress_sql_snapshot_begin (connection, &error))
    {
      redress_response_error (response, error);
      return;
    }
  get_ticket (request, response);
  redress_sql_snapshot_end (connection);
}

/* The scopes, or the one of them that was asked for. */
static char **
choose_scopes (const RedressRequest *request)
{
  const char *platform = redress_request_get_query (request, "platform");
  const char *one[] = { platform, NULL };

  if (platform == NULL)
    return g_strdupv (request->account->scopes);
  if (!redress_account_has_scope (request->account, platform))
    one[0] = NULL;
  return g_strdupv ((char **)one);
}

static gboolean
read_search (const RedressRequest *request, RedressSearch *search, GError **error)
{
  gint64 limit = DEFAULT_FOUND;
  RedressState state;

  search->typed = redress_request_get_query (request, "q");
  search->state = redress_request_get_query (request, "state");
  search->before = G_MAXINT64;
  if (search->typed == NULL || search->typed[0] == '\0' ||
      g_utf8_strlen (search->typed, -1) > MAX_TYPED)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "q: is missing, empty or too long");
      return FALSE;
    }
  if (search->state != NULL && !redress_state_from_string (search->state, &state))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "state: there is no such state");
      return FALSE;
    }
  if (!redress_request_read_query_int (request, "limit", 1, MAX_FOUND, &limit, error) ||
      !redress_request_read_query_int (request, "before", 1, REDRESS_INTEGER_MAX, &search->before,
                                       error))
    return FALSE;

  search->limit = (guint)limit;
  return TRUE;
}

static JsonNode *
found_to_json (GPtrArray *found, guint limit, RedressTime now)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *results = json_array_new ();
  gboolean more = found->len > limit;

  if (more)
    g_ptr_array_set_size (found, (int)limit);
  for (guint i = 0; i < found->len; i++)
    json_array_add_element (results, redress_summary_to_json (g_ptr_array_index (found, i)));
  json_object_set_array_member (object, "results", results);
  json_object_set_boolean_member (object, "more", more);
  redress_json_set_time (object, "server_time", now);
  if (more)
    {
      RedressSummary *last = g_ptr_array_index (found, found->len - 1);
      g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, last->id);

      json_object_set_string_member (object, "next", next);
    }
  json_node_take_object (node, object);
  return node;
}

/* Of every policy, for nobody says where the number comes from. */
static char **
list_searchable (RedressServer *server)
{
  GPtrArray *policies = redress_server_get_policies (server);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < policies->len; i++)
    {
      GPtrArray *facts = redress_policy_get_facts (g_ptr_array_index (policies, i));

      for (guint j = 0; j < facts->len; j++)
        {
          const RedressFactSpec *fact = g_ptr_array_index (facts, j);

          if (fact->searchable)
            g_strv_builder_add (names, fact->name);
        }
    }
  return g_strv_builder_end (names);
}

/**
 * redress_handle_search:
 * @request: GET /v1/search
 * @response: (out): a page of what was found in the account's scopes
 */
void
redress_handle_search (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) scopes = NULL;
  g_auto (GStrv) facts = NULL;
  RedressSearch search = { 0 };
  guint limit;

  if (!redress_access_check_role (request, REDRESS_ACTION_READ_TICKET, response))
    return;
  if (!read_search (request, &search, &error))
    {
      redress_response_error (response, error);
      return;
    }

  scopes = choose_scopes (request);
  search.scopes = scopes;
  facts = list_searchable (request->server);
  search.facts = facts;
  /* One more than asked for tells whether there is a next page. */
  limit = search.limit++;
  if (redress_search_index_find (redress_server_get_connection (request->server), &search, found,
                                 &error))
    redress_response_json (response, 200, found_to_json (found, limit, request->now));
  else
    redress_response_error (response, error);
}
