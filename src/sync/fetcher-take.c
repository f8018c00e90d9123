/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/fetcher-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

static void
want_policy (RedressFetcher *self, gint64 ticket, const char *flow, gint64 version)
{
  gboolean has = TRUE;

  if (redress_store_has_policy_sync (self->store, flow, version, &has, NULL) && !has)
    redress_fetcher_add (self, redress_fetch_new (REDRESS_FETCH_POLICY, ticket, flow, version),
                         TRUE);
}

/* A ticket is shown with the policy that judges it. */
static void
want_policy_of (RedressFetcher *self, gint64 ticket)
{
  g_autofree char *flow = NULL;
  gint64 version = 0;

  if (redress_store_find_missing_policy_sync (self->store, ticket, &flow, &version, NULL) &&
      flow != NULL)
    redress_fetcher_add (self, redress_fetch_new (REDRESS_FETCH_POLICY, ticket, flow, version),
                         TRUE);
}

void
redress_fetcher_want_evidence (RedressFetcher *self, gint64 ticket, gboolean first)
{
  g_auto (GStrv) missing = NULL;

  if (!redress_store_list_missing_evidence_sync (self->store, ticket, &missing, NULL))
    return;
  for (guint i = 0; missing != NULL && missing[i] != NULL; i++)
    redress_fetcher_add (self, redress_fetch_new (REDRESS_FETCH_EVIDENCE, ticket, missing[i], 0),
                         first);
}

/* An appeal cannot be judged without what it is about, nor without what was seen then. */
static void
want_previous (RedressFetcher *self, const RedressFetch *appeal)
{
  RedressFetch *fetch;
  gint64 previous = 0;
  gboolean is_here = FALSE;

  if (!redress_store_find_previous_sync (self->store, appeal->ticket, &previous, &is_here, NULL) ||
      previous == 0)
    return;
  if (is_here)
    {
      if (appeal->evidence)
        redress_fetcher_want_evidence (self, previous, FALSE);
      return;
    }
  fetch = redress_fetch_new (REDRESS_FETCH_DETAILS, previous, NULL, 0);
  fetch->evidence = appeal->evidence;
  redress_fetcher_add (self, fetch, TRUE);
}

/* What exactly is wrong with it helps nobody who sits before a desk. */
static gboolean
fail_unreadable (GError **error)
{
  g_clear_error (error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
               _ ("The server's answer is not what was asked for."));
  return FALSE;
}

static JsonNode *
parse_object (const RedressReply *reply)
{
  gsize length;
  const char *data = g_bytes_get_data (reply->body, &length);
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
put_details (RedressFetcher *self,
             const RedressFetch *fetch,
             const RedressReply *reply,
             GError **error)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (JsonNode) node = parse_object (reply);

  if (node != NULL)
    ticket = redress_ticket_from_json (json_node_get_object (node), NULL);
  if (ticket == NULL || ticket->summary->id != fetch->ticket)
    return fail_unreadable (error);
  return redress_store_put_details_sync (self->store, ticket, reply->body, error);
}

static gboolean
take_details (RedressFetcher *self,
              const RedressFetch *fetch,
              const RedressReply *reply,
              GError **error)
{
  gint64 rev = 0;

  if (reply->status == 200)
    {
      if (!put_details (self, fetch, reply, error))
        return FALSE;
    }
  else if (!redress_store_get_details_rev_sync (self->store, fetch->ticket, &rev, error))
    return FALSE;
  /* Unchanged since nothing was here. */
  else if (rev == 0)
    return fail_unreadable (error);
  want_policy_of (self, fetch->ticket);
  want_previous (self, fetch);
  if (fetch->evidence)
    redress_fetcher_want_evidence (self, fetch->ticket, TRUE);
  return TRUE;
}

/* The list names every version; the newest of each flow is wanted for titles and labels. */
static gboolean
take_policy_list (RedressFetcher *self, const RedressReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = parse_object (reply);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *policies = NULL;

  if (node == NULL || !redress_json_read_array (json_node_get_object (node), "policies", TRUE, 1000,
                                                &policies, NULL))
    return fail_unreadable (error);
  for (guint i = 0; i < json_array_get_length (policies); i++)
    {
      JsonNode *element = json_array_get_element (policies, i);
      g_autofree char *flow = NULL;
      gint64 version = 0;

      if (!JSON_NODE_HOLDS_OBJECT (element) ||
          !redress_json_read_string (json_node_get_object (element), "flow", TRUE, 64, &flow,
                                     NULL) ||
          !redress_json_read_int (json_node_get_object (element), "version", TRUE, 1,
                                  REDRESS_INTEGER_MAX, &version, NULL))
        continue;
      if (!g_hash_table_contains (seen, flow))
        want_policy (self, 0, flow, version);
      g_hash_table_add (seen, g_steal_pointer (&flow));
    }
  self->policies_at = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
take_calendars (RedressFetcher *self, const RedressReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = parse_object (reply);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  JsonArray *calendars = NULL;

  if (node == NULL || !redress_json_read_array (json_node_get_object (node), "calendars", TRUE, 100,
                                                &calendars, NULL))
    return fail_unreadable (error);
  for (guint i = 0; i < json_array_get_length (calendars); i++)
    g_ptr_array_add (files, redress_json_canonical (json_array_get_element (calendars, i)));
  if (redress_store_put_calendars_sync (self->store, files, error))
    {
      self->calendars_at = g_get_monotonic_time ();
      return TRUE;
    }
  return g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_INVALID) ? fail_unreadable (error)
                                                                        : FALSE;
}

static gboolean
take_policy (RedressFetcher *self, const RedressReply *reply, GError **error)
{
  if (redress_store_put_policy_sync (self->store, reply->body, error))
    return TRUE;
  return g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_INVALID) ? fail_unreadable (error)
                                                                        : FALSE;
}

gboolean
redress_fetcher_take (RedressFetcher *self,
                      const RedressFetch *fetch,
                      const RedressReply *reply,
                      GError **error)
{
  switch (fetch->kind)
    {
    case REDRESS_FETCH_DETAILS:
      return take_details (self, fetch, reply, error);
    case REDRESS_FETCH_EVIDENCE:
      return redress_store_put_evidence_sync (self->store, fetch->name, reply->body, error);
    case REDRESS_FETCH_POLICY:
      return fetch->name == NULL ? take_policy_list (self, reply, error)
                                 : take_policy (self, reply, error);
    case REDRESS_FETCH_CALENDARS:
    default:
      return take_calendars (self, reply, error);
    }
}
