/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/delivery.h"

#include <string.h>

#include "core/timestamp.h"
#include "sample/intake.h"
#include "wire/json.h"

#define PROTOCOL "1"

SoupMessage *
redress_delivery_begin (const char *method, const char *bearer, const char *url)
{
  SoupMessage *message = soup_message_new (method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Redress-Protocol", PROTOCOL);
  if (bearer != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", bearer, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  return message;
}

/**
 * redress_delivery_ticket:
 * Returns: (transfer full): the request that hands in the ticket
 */
SoupMessage *
redress_delivery_ticket (const char *server, const char *key, RedressCase *made)
{
  g_autofree char *url =
      g_strdup_printf ("%s/v1/platforms/%s/tickets", server, made->ticket->summary->platform);
  /* The same for each try, another for another body. */
  g_autofree char *id =
      g_strdup_printf ("sample-%s-%" G_GINT64_FORMAT, made->ticket->summary->external_id,
                       made->ticket->summary->opened_at);
  g_autoptr (GBytes) body = redress_case_to_body (made);
  SoupMessage *message = redress_delivery_begin ("POST", key, url);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Idempotency-Key", id);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  return message;
}

/**
 * redress_delivery_piece:
 *
 * Returns: (transfer full): the request that hands in one file of the ticket
 */
SoupMessage *
redress_delivery_piece (const char *server, const char *key, RedressCase *made, RedressPiece *piece)
{
  RedressSummary *summary = made->ticket->summary;
  g_autofree char *id = g_uri_escape_string (summary->external_id, NULL, FALSE);
  g_autofree char *url =
      g_strdup_printf ("%s/v1/platforms/%s/tickets/%s/evidence", server, summary->platform, id);
  g_autoptr (GBytes) bytes = redress_piece_get_bytes (piece);
  g_autofree char *digest =
      redress_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *captured = redress_timestamp_format (piece->captured_at);
  g_autofree char *name = g_uri_escape_string (piece->name, NULL, FALSE);
  SoupMessage *message = redress_delivery_begin ("POST", key, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Redress-Slot", piece->slot);
  soup_message_headers_replace (headers, "Redress-Holder", piece->holder);
  soup_message_headers_replace (headers, "Redress-Sensitivity",
                                redress_sensitivity_to_string (piece->sensitivity));
  soup_message_headers_replace (headers, "Redress-Captured-At", captured);
  soup_message_headers_replace (headers, "Redress-Name", name);
  soup_message_headers_replace (headers, "Redress-Sha256", digest);
  soup_message_set_request_body_from_bytes (message, piece->media_type, bytes);
  return message;
}

/**
 * redress_delivery_effects:
 *
 * Returns: (transfer full): the request that reports them
 */
SoupMessage *
redress_delivery_effects (const char *server,
                          const char *key,
                          RedressCase *made,
                          gint64 round,
                          char *const *effects,
                          RedressTime at)
{
  RedressSummary *summary = made->ticket->summary;
  g_autofree char *id = g_uri_escape_string (summary->external_id, NULL, FALSE);
  g_autofree char *url =
      g_strdup_printf ("%s/v1/platforms/%s/tickets/%s/effects", server, summary->platform, id);
  g_autofree char *idempotency = g_strconcat ("effects-", summary->external_id, NULL);
  SoupMessage *message = redress_delivery_begin ("POST", key, url);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; effects[i] != NULL; i++)
    {
      JsonObject *effect = json_object_new ();

      json_object_set_string_member (effect, "name", effects[i]);
      json_object_set_string_member (effect, "state", "done");
      redress_json_set_time (effect, "at", at);
      json_array_add_object_element (list, effect);
    }
  json_object_set_int_member (body, "round", round);
  json_object_set_array_member (body, "effects", list);
  json_node_take_object (node, body);
  text = redress_json_to_string (node);
  bytes = g_bytes_new (text, strlen (text));
  soup_message_headers_replace (soup_message_get_request_headers (message), "Idempotency-Key",
                                idempotency);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  return message;
}
