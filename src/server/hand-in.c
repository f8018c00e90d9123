/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/hand-in.h"

#include "server/commands-handler.h"
#include "server/operations.h"
#include "wire/hand-in.h"
#include "wire/json.h"

/* What an agent recorded on a computer without a way to the server, brought on another way. */

/**
 * redress_hand_in_dup_key:
 * @server: a server
 *
 * Returns: (transfer full): the key that desks seal with, in hex digits
 */
char *
redress_hand_in_dup_key (RedressServer *server)
{
  GBytes *secret = redress_operations_get_hand_in_key (redress_server_get_operations (server));
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);

  return redress_hand_in_key_to_string (public);
}

static RedressHandIn *
open_body (RedressRequest *request, RedressResponse *response)
{
  GBytes *secret =
      redress_operations_get_hand_in_key (redress_server_get_operations (request->server));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (request, &error);
  g_autofree char *sealed = NULL;
  RedressHandIn *hand_in;

  if (body == NULL ||
      !redress_json_read_string (json_node_get_object (body), "sealed", TRUE, 0, &sealed, &error))
    {
      redress_response_error (response, error);
      return NULL;
    }
  hand_in = redress_hand_in_open (secret, sealed, &error);
  if (hand_in == NULL)
    redress_response_problem (response, 422, "not_sealed_for_us",
                              "This was changed, or sealed for another server", NULL);
  return hand_in;
}

/**
 * redress_handle_hand_in:
 * @request: a request of a signed-in account
 * @response: (out): as for the commands themselves, which go their usual way with the ids they
 *   were given: what arrived before is answered as it was then
 *
 * Anybody can seal; so only the account that is named inside, signed in, can hand it in.
 */
void
redress_handle_hand_in (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (RedressHandIn) hand_in = open_body (request, response);

  if (hand_in == NULL)
    return;
  if (!g_str_equal (hand_in->account, request->account->id))
    {
      redress_response_problem (response, 403, "other_account",
                                "Whoever recorded these decisions hands them in", NULL);
      return;
    }
  redress_run_commands (request, hand_in->commands, response);
}
