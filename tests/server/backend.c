/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backend.h"

#include <string.h>

#include "core/timestamp.h"
#include "server/account-table.h"
#include "server/connector-table.h"
#include "server/engine-under-test.h"
#include "server/session-table.h"
#include "server/sweep.h"
#include "server/token.h"
#include "server/trail-check.h"
#include "wire/json.h"

/* 22 Nov 2026 03:00:00 UTC, a Sunday morning in China. */
#define START G_GINT64_CONSTANT (1795316400000000)

typedef struct
{
  RedressTestBackend *backend;
  RedressAccount *account;
  gint64 id;
  const char *platform;
  char *token;
} Adding;

static void
start (RedressTestBackend *self)
{
  const char *data_dir = redress_test_folder_get_path (self->folder);
  g_autofree char *database =
      redress_test_database_of (self->shared != NULL ? self->shared : data_dir);
  g_autoptr (GError) error = NULL;
  RedressServiceOptions options = {
    .server = { .data_dir = data_dir,
                .database = database,
                .shared_dir = self->shared,
                .policies_dir = self->policies,
                .clock = self->clock },
    .edge = { .limits = redress_edge_limits_default },
    .signer = self->signer,
    .skip_checks = TRUE,
  };

  options.edge.limits.wake_gap_ms = 1;
  options.edge.limits.per_account = 100;
  self->service = redress_service_start (&options, &error);
  g_assert_no_error (error);
}

RedressSqlConnection *
redress_test_backend_get_connection (RedressTestBackend *self)
{
  return redress_server_get_connection (redress_service_get_server (self->service));
}

void
redress_test_backend_run (RedressTestBackend *self, RedressJobFunc func, gpointer data)
{
  redress_jobs_run_database (redress_service_get_jobs (self->service), func, data);
}

static void
add_key (gpointer data)
{
  Adding *adding = data;
  g_autoptr (GError) error = NULL;
  gint64 id;

  adding->token = redress_token_new ("rk");
  redress_connector_table_add (redress_test_backend_get_connection (adding->backend),
                               adding->platform, adding->token,
                               redress_clock_now (adding->backend->clock), &id, &error);
  g_assert_no_error (error);
}

char *
redress_test_backend_add_connector (RedressTestBackend *self, const char *platform)
{
  Adding adding = { .backend = self, .platform = platform };

  redress_test_backend_run (self, add_key, &adding);
  return adding.token;
}

RedressTestBackend *
redress_test_backend_new_with (const char *policies)
{
  RedressTestBackend *self = g_new0 (RedressTestBackend, 1);

  self->folder = redress_test_folder_new ();
  self->clock = redress_clock_new_manual (START);
  self->policies = g_strdup (policies);
  start (self);
  return self;
}

RedressTestBackend *
redress_test_backend_new (void)
{
  g_autofree char *policies = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "tests", "server",
                                                "data", "policies", NULL);
  RedressTestBackend *self = redress_test_backend_new_with (policies);

  self->kameng_key = redress_test_backend_add_connector (self, "kameng");
  self->cainiao_key = redress_test_backend_add_connector (self, "cainiao");
  return self;
}

void
redress_test_backend_free (RedressTestBackend *self)
{
  g_clear_pointer (&self->service, redress_service_stop);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_pointer (&self->folder, redress_test_folder_free);
  g_free (self->shared);
  g_free (self->policies);
  g_free (self->kameng_key);
  g_free (self->cainiao_key);
  g_free (self);
}

void
redress_test_backend_restart (RedressTestBackend *self)
{
  if (self->service != NULL)
    redress_service_stop (self->service);
  start (self);
}

static void
sign_in (gpointer data)
{
  Adding *adding = data;
  g_auto (RedressTokenPair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  redress_session_table_begin (redress_test_backend_get_connection (adding->backend), adding->id,
                               redress_clock_now (adding->backend->clock), &pair, &error);
  g_assert_no_error (error);
  adding->token = g_strdup (pair.access);
}

static void
add_account (gpointer data)
{
  Adding *adding = data;
  g_autoptr (GError) error = NULL;

  redress_account_table_add (redress_test_backend_get_connection (adding->backend), adding->account,
                             NULL, redress_clock_now (adding->backend->clock), &adding->id, &error);
  g_assert_no_error (error);
  sign_in (adding);
}

char *
redress_test_backend_sign_in (RedressTestBackend *self, gint64 id)
{
  Adding adding = { .backend = self, .id = id };

  redress_test_backend_run (self, sign_in, &adding);
  return adding.token;
}

static void
wake (gpointer data)
{
  RedressTestBackend *self = data;

  redress_sweep_wake_tickets (redress_service_get_server (self->service),
                              redress_clock_now (self->clock));
  redress_sweep_renew_clocks (redress_service_get_server (self->service),
                              redress_clock_now (self->clock));
}

void
redress_test_backend_advance (RedressTestBackend *self, gint64 microseconds)
{
  redress_clock_advance (self->clock, microseconds);
  redress_test_backend_run (self, wake, self);
}

static void
check_trail (gpointer data)
{
  RedressTestBackend *self = data;
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  redress_trail_check (redress_test_backend_get_connection (self),
                       redress_test_folder_get_path (self->folder), mistakes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < mistakes->len; i++)
    g_test_message ("%s", (const char *)g_ptr_array_index (mistakes, i));
  g_assert_cmpuint (mistakes->len, ==, 0);
}

void
redress_test_backend_check_trail (RedressTestBackend *self)
{
  redress_test_backend_run (self, check_trail, self);
}

char *
redress_test_backend_add_account (RedressTestBackend *self,
                                  const char *name,
                                  RedressRole role,
                                  const char *const *scopes)
{
  g_autoptr (RedressAccount) account = redress_account_new ();
  Adding adding = { .backend = self, .account = account };

  account->name = g_strdup (name);
  account->display_name = g_strdup (name);
  account->role = role;
  g_strfreev (account->scopes);
  account->scopes = g_strdupv ((char **)scopes);
  redress_test_backend_run (self, add_account, &adding);
  return adding.token;
}

void
redress_test_answer_free (RedressTestAnswer *self)
{
  g_free (self->body);
  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

void
redress_test_answer_expect (RedressTestAnswer *self, guint status)
{
  if (self->status != status)
    g_test_message ("answer: %s", self->body);
  g_assert_cmpuint (self->status, ==, status);
}

void
redress_test_answer_expect_problem (RedressTestAnswer *self, guint status, const char *code)
{
  redress_test_answer_expect (self, status);
  g_assert_cmpstr (redress_test_answer_get (self, "code"), ==, code);
}

const char *
redress_test_answer_get (RedressTestAnswer *self, const char *member)
{
  g_assert_nonnull (self->json);
  return json_object_get_string_member_with_default (json_node_get_object (self->json), member,
                                                     NULL);
}

static void
parse_head (RedressTestAnswer *answer, char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  answer->status = (guint)g_ascii_strtoull (lines[0] + strlen ("HTTP/1.1 "), NULL, 10);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strstr (lines[i], ": ");

      if (colon != NULL)
        g_hash_table_insert (answer->headers, g_ascii_strdown (lines[i], colon - lines[i]),
                             g_strdup (colon + 2));
    }
}

static RedressTestAnswer *
parse_answer (GString *text)
{
  RedressTestAnswer *answer = g_new0 (RedressTestAnswer, 1);
  char *end = strstr (text->str, "\r\n\r\n");
  g_autofree char *head = NULL;

  g_assert_nonnull (end);
  head = g_strndup (text->str, (gsize)(end - text->str));
  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parse_head (answer, head);
  answer->length = text->len - (gsize)(end + 4 - text->str);
  answer->body = g_malloc0 (answer->length + 1);
  memcpy (answer->body, end + 4, answer->length);
  if (answer->length > 0 && answer->body[0] == '{')
    answer->json =
        redress_json_parse (answer->body, answer->length, &redress_json_limits_response, NULL);
  return answer;
}

static char *
make_head (RedressTestBackend *self,
           const char *token,
           const char *method,
           const char *path,
           gssize length,
           const char *const *headers)
{
  g_autoptr (GString) head = g_string_new (NULL);
  const char *host = redress_service_get_url (self->service) + strlen ("http://");

  g_string_printf (head,
                   "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nRedress-Protocol: 1\r\n",
                   method, path, host);
  if (token != NULL)
    g_string_append_printf (head, "Authorization: Bearer %s\r\n", token);
  if (length >= 0)
    g_string_append_printf (head, "Content-Length: %" G_GSSIZE_FORMAT "\r\n", length);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    g_string_append_printf (head, "%s: %s\r\n", headers[i], headers[i + 1]);
  g_string_append (head, "\r\n");
  return g_strdup (head->str);
}

RedressTestAnswer *
redress_test_backend_send (RedressTestBackend *self,
                           const char *token,
                           const char *method,
                           const char *path,
                           const char *body,
                           gssize length,
                           const char *const *headers)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *head = NULL;
  char buffer[65536];
  gssize n;

  if (body != NULL && length < 0)
    length = (gssize)strlen (body);
  head = make_head (self, token, method, path, body != NULL ? length : -1, headers);
  connection = g_socket_client_connect_to_uri (client, redress_service_get_url (self->service), 80,
                                               NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), head,
                             strlen (head), NULL, NULL, &error);
  g_assert_no_error (error);
  /* A server that refuses early may close before it has read all. */
  if (body != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), body,
                               (gsize)length, NULL, NULL, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  return parse_answer (text);
}

RedressTestAnswer *
redress_test_backend_get (RedressTestBackend *self, const char *token, const char *path)
{
  return redress_test_backend_send (self, token, "GET", path, NULL, 0, NULL);
}

RedressTestAnswer *
redress_test_backend_intake (RedressTestBackend *self,
                             const char *method,
                             const char *path,
                             const char *body)
{
  g_autofree char *key = g_uuid_string_random ();
  const char *headers[] = { "Idempotency-Key", key, "Content-Type", "application/json", NULL };

  return redress_test_backend_send (self, self->kameng_key, method, path, body, -1, headers);
}

char *
redress_test_new_ticket (const char *flow, const char *external_id)
{
  return g_strdup_printf (
      "{\"flow\":\"%s\",\"kind\":\"review\",\"external_id\":\"%s\",\"order_no\":\"88-%s\","
      "\"opened_at\":\"2026-11-22T02:30:00Z\",\"title\":\"点卡 328\","
      "\"amount\":{\"value\":32800,\"unit\":\"fen\"},"
      "\"customer\":{\"ref\":\"c-4821\",\"display_name\":\"客户 4821\",\"tier\":\"gold\","
      "\"cancels_90d\":1},"
      "\"reason\":{\"code\":\"not_received\",\"text\":\"充值未到账\",\"language\":\"zh\"},"
      "\"order\":{\"number\":\"88-%s\",\"title\":\"点卡\",\"paid\":{\"value\":32800,\"unit\":"
      "\"fen\"},\"payment_method\":\"wechat\",\"state\":\"dispatched_undelivered\","
      "\"state_at_request\":\"not_fulfilled\"},"
      "\"facts\":[{\"name\":\"channel_log.credited\",\"value\":false,\"source\":\"platform\","
      "\"as_of\":\"2026-11-22T02:20:00Z\"},"
      "{\"name\":\"claim.account\",\"value\":\"player-774821\",\"source\":\"customer\","
      "\"as_of\":\"2026-11-22T02:20:00Z\"}],"
      "\"events\":[{\"at\":\"2026-11-22T02:10:00Z\",\"lane\":\"customer\",\"code\":\"requested\","
      "\"text\":\"申请取消\"}]}",
      flow, external_id, external_id, external_id);
}

gint64
redress_test_backend_create_ticket (RedressTestBackend *self, const char *external_id)
{
  g_autofree char *body = redress_test_new_ticket ("kameng-virtual", external_id);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (self, "POST", "/v1/platforms/kameng/tickets", body);

  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

RedressTicket *
redress_test_backend_fetch (RedressTestBackend *self, const char *token, gint64 ticket)
{
  g_autofree char *path = g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT, ticket);
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_get (self, token, path);
  g_autoptr (GError) error = NULL;
  RedressTicket *fetched;

  redress_test_answer_expect (answer, 200);
  fetched = redress_ticket_from_json (json_node_get_object (answer->json), &error);
  g_assert_no_error (error);
  return fetched;
}

RedressTestAnswer *
redress_test_backend_send_commands (RedressTestBackend *self,
                                    const char *token,
                                    const RedressCommand *const *commands,
                                    guint n_commands)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (GString) body = g_string_new ("{\"commands\":[");

  for (guint i = 0; i < n_commands; i++)
    {
      g_autoptr (GBytes) bytes = redress_command_to_bytes (commands[i]);

      if (i > 0)
        g_string_append_c (body, ',');
      g_string_append_len (body, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
    }
  g_string_append (body, "]}");
  return redress_test_backend_send (self, token, "POST", "/v1/commands", body->str,
                                    (gssize)body->len, headers);
}

RedressAnswer *
redress_test_backend_command (RedressTestBackend *self,
                              const char *token,
                              const RedressCommand *command)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_send_commands (self, token, &command, 1);
  g_autoptr (GError) error = NULL;
  RedressAnswer *parsed;
  JsonArray *answers;

  redress_test_answer_expect (answer, 200);
  answers = json_object_get_array_member (json_node_get_object (answer->json), "answers");
  g_assert_cmpuint (json_array_get_length (answers), ==, 1);
  parsed = redress_answer_from_json (json_array_get_object_element (answers, 0), &error);
  g_assert_no_error (error);
  return parsed;
}

RedressCommand *
redress_test_backend_new_command (RedressTestBackend *self, RedressCommandType type, gint64 ticket)
{
  RedressCommand *command = redress_command_new (type, ticket);

  command->command_id = redress_command_id_new (redress_clock_now (self->clock));
  return command;
}

RedressCommand *
redress_test_backend_new_decision (RedressTestBackend *self,
                                   const char *token,
                                   gint64 ticket,
                                   RedressVerdict verdict)
{
  RedressCommand *command = redress_test_backend_new_command (self, REDRESS_COMMAND_DECIDE, ticket);
  g_autoptr (RedressTicket) fetched = redress_test_backend_fetch (self, token, ticket);
  g_autoptr (RedressEvaluation) evaluation = NULL;
  RedressTime now = redress_clock_now (self->clock);
  RedressPolicy *policy = redress_server_get_policy (
      redress_service_get_server (self->service), fetched->summary->flow, fetched->policy_version);

  evaluation = redress_policy_evaluate (policy, fetched, now);
  command->base_version = fetched->summary->version;
  command->claim_token = fetched->summary->claim != NULL ? fetched->summary->claim->token : 0;
  command->seen_digest = redress_seen_digest (fetched, policy, evaluation);
  command->policy_version = fetched->policy_version;
  command->verdict = verdict;
  command->made_at = now;
  command->reason_code = g_strdup (verdict == REDRESS_VERDICT_REJECT ? "credited" : "not_credited");
  return command;
}

void
redress_test_backend_claim (RedressTestBackend *self, const char *token, gint64 ticket)
{
  g_autoptr (RedressCommand) command =
      redress_test_backend_new_command (self, REDRESS_COMMAND_CLAIM, ticket);
  RedressAnswer *answer = redress_test_backend_command (self, token, command);

  g_assert_cmpuint (answer->status, ==, 200);
  redress_answer_free (answer);
}
