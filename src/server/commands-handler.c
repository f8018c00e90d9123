/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commands-handler.h"

#include <string.h>

#include "server/command-run.h"
#include "server/log.h"
#include "wire/json.h"

#define MAX_COMMANDS 50
#define MAX_CLIENT_LENGTH 80
#define MAX_ID_LENGTH 64

/* What has become of the earlier commands of a ticket in this request. */
typedef enum
{
  LANE_FREE,
  LANE_REFUSED,
  LANE_UNKNOWN,
} Lane;

/**
 * Batch:
 * @lanes: ticket id -> Lane
 * @moved: (element-type utf8): platforms whose feed moved
 * @answers: the array of answers, as JSON text
 */
typedef struct
{
  RedressRequest *request;
  char *client;
  GHashTable *lanes;
  GHashTable *moved;
  GString *answers;
} Batch;

static void
batch_clear (Batch *self)
{
  g_free (self->client);
  g_hash_table_unref (self->lanes);
  g_hash_table_unref (self->moved);
  g_string_free (self->answers, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static void
batch_init (Batch *self, RedressRequest *request)
{
  const char *client = redress_request_get_header (request, "user-agent");

  *self = (Batch){ .request = request };
  if (client != NULL && g_str_is_ascii (client))
    self->client = g_strndup (client, MAX_CLIENT_LENGTH);
  self->lanes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->answers = g_string_new ("{\"answers\":[");
}

static void
add_answer (Batch *self, const char *answer)
{
  if (self->answers->str[self->answers->len - 1] != '[')
    g_string_append_c (self->answers, ',');
  g_string_append (self->answers, answer);
}

static void
add_problem (Batch *self,
             const char *command_id,
             gint64 ticket,
             guint status,
             const char *code,
             const char *title)
{
  RedressAnswer *answer = redress_answer_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  answer->command_id = g_strdup (command_id);
  answer->ticket = ticket;
  answer->status = status;
  answer->problem = redress_problem_new (status, code, title, NULL);
  node = redress_answer_to_json (answer);
  text = redress_json_to_string (node);
  add_answer (self, text);
  redress_answer_free (answer);
}

static Lane
get_lane (Batch *self, gint64 ticket)
{
  return (Lane)GPOINTER_TO_INT (g_hash_table_lookup (self->lanes, &ticket));
}

static void
set_lane (Batch *self, gint64 ticket, Lane lane)
{
  g_hash_table_replace (self->lanes, g_memdup2 (&ticket, sizeof ticket),
                        GINT_TO_POINTER ((int)lane));
}

static char *
fingerprint_of (JsonNode *node)
{
  g_autoptr (GBytes) bytes = redress_json_canonical (node);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return redress_sha256_hex (data, size);
}

/* The database failed: nobody knows of this command, nor of what comes after it. */
static void
fail_command (Batch *self, const RedressCommand *command, const GError *error)
{
  gboolean is_space = g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);

  redress_log (redress_server_get_clock (self->request->server), "command-failed",
               REDRESS_LOG_TEXT ("command", command->command_id),
               REDRESS_LOG_TEXT ("error", error->message));
  set_lane (self, command->ticket, LANE_UNKNOWN);
  add_problem (self, command->command_id, command->ticket, 503,
               is_space ? "no_space" : "unavailable", "The server cannot store this now");
}

/* Codes and verdicts are words of ours, so the labels are few. */
static void
count (Batch *self, const RedressCommandRun *run)
{
  RedressMetrics *metrics = redress_server_get_metrics (self->request->server);
  const RedressAnswer *answer = run->answer;
  g_autofree char *labels = g_strdup_printf (
      "type=\"%s\",code=\"%s\"", redress_command_type_to_string (run->command->type),
      answer->problem != NULL ? answer->problem->code : "applied");

  redress_metrics_add (metrics, "redress_commands_total", labels, 1);
  if (answer->status == 200 && run->command->type == REDRESS_COMMAND_DECIDE)
    {
      g_autofree char *verdict =
          g_strdup_printf ("verdict=\"%s\"", redress_verdict_to_string (run->command->verdict));

      redress_metrics_add (metrics, "redress_decisions_total", verdict, 1);
    }
}

static void
run_command (Batch *self, const RedressCommand *command, const char *fingerprint)
{
  RedressCommandRun run = {
    .server = self->request->server,
    .account = self->request->account,
    .client = self->client,
    .command = command,
    .fingerprint = fingerprint,
    .blocked = get_lane (self, command->ticket) == LANE_REFUSED,
    .now = self->request->now,
  };
  RedressCommandResult result = { 0 };
  g_autoptr (GError) error = NULL;

  redress_command_run (&run, &result, &error);
  /* A replay has no status of its own. */
  if (error == NULL && run.answer->status != 0)
    count (self, &run);
  redress_command_run_clear (&run);
  if (error != NULL)
    fail_command (self, command, error);
  else
    add_answer (self, result.answer);
  if (error == NULL && result.status != 200)
    set_lane (self, command->ticket, LANE_REFUSED);
  if (result.platform != NULL)
    g_hash_table_add (self->moved, g_strdup (result.platform));
  redress_command_result_clear (&result);
}

static void
refuse_malformed (Batch *self, JsonObject *object, const GError *error)
{
  g_autofree char *command_id = NULL;
  gint64 ticket = 0;

  redress_json_read_string (object, "command_id", TRUE, MAX_ID_LENGTH, &command_id, NULL);
  redress_json_read_int (object, "ticket", FALSE, 0, REDRESS_INTEGER_MAX, &ticket, NULL);
  set_lane (self, ticket, LANE_REFUSED);
  add_problem (self, command_id, ticket, 400, "malformed", error->message);
}

static void
run_node (Batch *self, JsonNode *node)
{
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCommand) command = redress_command_from_json (object, &error);
  g_autofree char *fingerprint = NULL;

  if (command == NULL)
    refuse_malformed (self, object, error);
  else if (get_lane (self, command->ticket) == LANE_UNKNOWN)
    add_problem (self, command->command_id, command->ticket, 503, "unavailable",
                 "An earlier command of this ticket could not be stored");
  else
    {
      fingerprint = fingerprint_of (node);
      run_command (self, command, fingerprint);
    }
}

/* Without an id a command cannot be answered, so the whole request is wrong. */
static gboolean
has_id (JsonNode *node)
{
  g_autofree char *id = NULL;

  return JSON_NODE_HOLDS_OBJECT (node) &&
         redress_json_read_string (json_node_get_object (node), "command_id", TRUE, MAX_ID_LENGTH,
                                   &id, NULL);
}

static JsonArray *
read_commands (JsonNode *body, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  JsonArray *commands = NULL;

  if (!redress_json_read_array (json_node_get_object (body), "commands", TRUE, G_MAXUINT, &commands,
                                &error))
    {
      redress_response_problem (response, 400, "malformed", "Not a list of commands",
                                error->message);
      return NULL;
    }
  if (json_array_get_length (commands) < 1 || json_array_get_length (commands) > MAX_COMMANDS)
    {
      redress_response_problem (response, 422, "too_many_commands",
                                "1 to 50 commands may come at once", NULL);
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (commands); i++)
    {
      if (!has_id (json_array_get_element (commands, i)))
        {
          redress_response_problem (response, 400, "malformed", "A command without a command_id",
                                    NULL);
          return NULL;
        }
    }
  return commands;
}

static void
tell_moved (Batch *self)
{
  GHashTableIter iter;
  gpointer platform;

  g_hash_table_iter_init (&iter, self->moved);
  while (g_hash_table_iter_next (&iter, &platform, NULL))
    redress_server_feed_moved (self->request->server, platform);
}

/**
 * redress_run_commands:
 * @request: a request of a signed-in account
 * @body: an object with "commands"
 * @response: (out): one answer for each command, in the order sent
 */
void
redress_run_commands (RedressRequest *request, JsonNode *body, RedressResponse *response)
{
  g_auto (Batch) batch;
  JsonArray *commands;

  batch_init (&batch, request);
  commands = read_commands (body, response);
  if (commands == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (commands); i++)
    run_node (&batch, json_array_get_element (commands, i));

  tell_moved (&batch);
  g_string_append (batch.answers, "]}");
  redress_response_bytes (response, 200, "application/json",
                          g_bytes_new (batch.answers->str, batch.answers->len));
}

/**
 * redress_handle_commands:
 * @request: a request of a signed-in account
 * @response: (out): one answer for each command, in the order sent
 */
void
redress_handle_commands (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (request, &error);

  if (body == NULL)
    redress_response_error (response, error);
  else
    redress_run_commands (request, body, response);
}
