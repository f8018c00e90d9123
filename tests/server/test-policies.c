/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backend.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/timestamp.h"
#include "server/log.h"
#include "server/server-private.h"
#include "wire/json.h"

/* Policies are data: the server takes new ones, for new platforms and from a day on. */

#define OPENED "2026-11-22T02:30:00Z"

static char *
source_path (const char *folder, const char *name)
{
  return g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), folder, name, NULL);
}

static void
copy_file (RedressTestFolder *folder, const char *from_folder, const char *name, const char *to)
{
  g_autofree char *from = source_path (from_folder, name);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &text, &length, &error);
  g_assert_no_error (error);
  written = redress_test_folder_write (folder, target, text, (gssize)length);
}

/* A folder "policies" beside a folder "calendars", as the server wants them. */
static char *
make_folders (RedressTestFolder *folder)
{
  g_autofree char *policies = redress_test_folder_build (folder, "policies");
  g_autofree char *calendars = redress_test_folder_build (folder, "calendars");

  g_assert_cmpint (g_mkdir (policies, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (calendars, 0700), ==, 0);
  copy_file (folder, "data/calendars", "china-2026.json", "calendars");
  return g_steal_pointer (&policies);
}

static RedressTestAnswer *
hand_in (RedressTestBackend *backend, const char *key, const char *platform, const char *body)
{
  g_autofree char *once = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("/v1/platforms/%s/tickets", platform);
  const char *headers[] = { "Idempotency-Key", once, "Content-Type", "application/json", NULL };

  return redress_test_backend_send (backend, key, "POST", path, body, -1, headers);
}

static gint64
get_id (RedressTestAnswer *answer)
{
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

/* A car that stood for three hours and a bit, and paid for five. */
static const char *const parking =
    "{\"flow\":\"parkwell-parking\",\"kind\":\"review\",\"external_id\":\"P-1\","
    "\"order_no\":\"PK-1\",\"opened_at\":\"" OPENED "\",\"title\":\"停车 5 小时\","
    "\"amount\":{\"value\":5000,\"unit\":\"fen\"},"
    "\"customer\":{\"ref\":\"c-1\",\"display_name\":\"车主 1\"},"
    "\"reason\":{\"code\":\"too_dear\",\"text\":\"收费过高\",\"language\":\"zh\"},"
    "\"order\":{\"number\":\"PK-1\",\"title\":\"停车\",\"paid\":{\"value\":5000,\"unit\":\"fen\"},"
    "\"payment_method\":\"plate_pay\",\"state\":\"delivered\",\"state_at_request\":\"delivered\"},"
    "\"facts\":["
    "{\"name\":\"gate.entered_at\",\"value\":\"2026-11-21T02:00:00Z\",\"unit\":\"time\",\"source\":"
    "\"platform\","
    "\"as_of\":\"" OPENED "\"},"
    "{\"name\":\"gate.left_at\",\"value\":\"2026-11-21T05:20:00Z\",\"unit\":\"time\",\"source\":"
    "\"platform\","
    "\"as_of\":\"" OPENED "\"},"
    "{\"name\":\"tariff.per_hour\",\"value\":1000,\"unit\":\"fen\",\"source\":\"platform\","
    "\"as_of\":\"" OPENED "\"},"
    "{\"name\":\"fee.charged\",\"value\":5000,\"unit\":\"fen\",\"source\":\"platform\","
    "\"as_of\":\"" OPENED "\"},"
    "{\"name\":\"plate.matches\",\"value\":true,\"source\":\"platform\",\"as_of\":\"" OPENED "\"}"
    "]}";

/* Returns what the rules want to pay back. */
static RedressAmount
check_evaluation (RedressTestBackend *backend, RedressTicket *ticket)
{
  RedressPolicy *policy = redress_server_get_policy (redress_service_get_server (backend->service),
                                                     "parkwell-parking", ticket->policy_version);
  g_autoptr (RedressEvaluation) evaluation =
      redress_policy_evaluate (policy, ticket, redress_clock_now (backend->clock));
  RedressAmount amount = { 0 };
  g_autofree char *why = NULL;

  g_assert_cmpstr (evaluation->deciding->id, ==, "R-PW-2");
  g_assert_cmpint (evaluation->recommended, ==, REDRESS_VERDICT_PARTIAL);
  g_assert_cmpstr (evaluation->missing_slots[0], ==, "gate_photo");
  why = redress_finding_explain (g_ptr_array_index (evaluation->findings, 1), policy, "en");
  g_assert_cmpstr (why, ==, "¥50.00 for 3 full hours, due ¥30.00");
  g_assert_true (
      redress_evaluation_get_amount (evaluation, policy, ticket, REDRESS_VERDICT_PARTIAL, &amount));
  return amount;
}

static void
decide (RedressTestBackend *backend, const char *agent, gint64 id, RedressAmount amount)
{
  g_autoptr (RedressCommand) wrong = NULL;
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressAnswer) refused = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_test_backend_claim (backend, agent, id);
  wrong = redress_test_backend_new_decision (backend, agent, id, REDRESS_VERDICT_REISSUE);
  refused = redress_test_backend_command (backend, agent, wrong);
  g_assert_cmpuint (refused->status, ==, 422);
  g_assert_cmpstr (refused->problem->code, ==, "verdict_not_allowed");

  command = redress_test_backend_new_decision (backend, agent, id, REDRESS_VERDICT_PARTIAL);
  g_free (command->reason_code);
  command->reason_code = g_strdup ("stay_shorter");
  command->amount = amount;
  command->has_amount = TRUE;
  answer = redress_test_backend_command (backend, agent, command);
  if (answer->problem != NULL)
    g_test_message ("%s: %s", answer->problem->code, answer->problem->title);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
check_decided (RedressTicket *ticket)
{
  const RedressDecision *decision = g_ptr_array_index (ticket->decisions, 0);

  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_DECIDED);
  g_assert_cmpint (decision->verdict, ==, REDRESS_VERDICT_PARTIAL);
  g_assert_cmpint (decision->amount.value, ==, 2000);
  g_assert_cmpstr (decision->effects[0], ==, "refund_parking");
  g_assert_null (decision->effects[1]);
  g_assert_cmpstr (decision->message, ==, "您停车 3 整小时，¥20.00 将退回车牌付。");
}

/* One new file beside the shipped ones: a platform, a flow, facts, reasons and effects that no
 * line of the program knows. */
static void
test_sixth_flow (void)
{
  static const char *const shipped[] = { "btepai-order.json", "cainiao-return.json",
                                         "kameng-virtual.json", "rail12306-order.json",
                                         "rail12306-redemption.json" };
  static const char *const scopes[] = { "parkwell", NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = make_folders (folder);
  g_autoptr (RedressTestBackend) backend = NULL;
  g_autofree char *agent = NULL;
  g_autofree char *key = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressTicket) decided = NULL;
  gint64 id;

  for (guint i = 0; i < G_N_ELEMENTS (shipped); i++)
    copy_file (folder, "data/policies", shipped[i], "policies");
  copy_file (folder, "tests/policies/sixth-flow", "parkwell-parking.json", "policies");

  backend = redress_test_backend_new_with (policies);
  key = redress_test_backend_add_connector (backend, "parkwell");
  agent = redress_test_backend_add_account (backend, "agent", REDRESS_ROLE_AGENT, scopes);

  answer = hand_in (backend, key, "parkwell", parking);
  id = get_id (answer);
  ticket = redress_test_backend_fetch (backend, agent, id);
  g_assert_cmpstr (ticket->summary->platform, ==, "parkwell");
  g_assert_cmpint (ticket->summary->due_at, ==, ticket->summary->opened_at + 36 * REDRESS_HOUR);

  decide (backend, agent, id, check_evaluation (backend, ticket));
  decided = redress_test_backend_fetch (backend, agent, id);
  check_decided (decided);
  redress_test_backend_check_trail (backend);
}

static void
write_version (RedressTestFolder *folder, const char *version)
{
  g_autofree char *from = source_path ("tests/server/data/policies", "kameng-virtual.json");
  g_autofree char *text = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (from, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "\"version\": 3", version, 1), ==, 1);
  written = redress_test_folder_write (folder, "policies/kameng-virtual.json", changed->str,
                                       (gssize)changed->len);
}

/* The version that judges a ticket which was opened then. */
static gint64
ask_version (RedressTestBackend *backend,
             const char *key,
             const char *agent,
             const char *name,
             const char *opened_at)
{
  g_autofree char *body = redress_test_new_ticket ("kameng-virtual", name);
  g_autofree char *opened = g_strdup_printf ("\"opened_at\":\"%s\"", opened_at);
  g_autoptr (GString) changed = g_string_new (body);
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  g_string_replace (changed, "\"opened_at\":\"" OPENED "\"", opened, 1);
  answer = hand_in (backend, key, "kameng", changed->str);
  ticket = redress_test_backend_fetch (backend, agent, get_id (answer));
  return ticket->policy_version;
}

static RedressCommand *
make_approval (RedressTestBackend *backend, const char *agent, gint64 id)
{
  RedressCommand *command;

  redress_test_backend_claim (backend, agent, id);
  command = redress_test_backend_new_decision (backend, agent, id, REDRESS_VERDICT_APPROVE);
  g_assert_cmpint (command->policy_version, ==, 3);
  return command;
}

/* A version that names a day lies ready until then, and nobody has to start the server again. What
 * was opened before stays with the version it was opened under. */
static void
test_valid_from (void)
{
  static const char *const scopes[] = { "kameng", NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = make_folders (folder);
  g_autoptr (RedressTestBackend) backend = NULL;
  g_autofree char *agent = NULL;
  g_autofree char *later = NULL;
  g_autofree char *key = NULL;
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  write_version (folder, "\"version\": 3");
  backend = redress_test_backend_new_with (policies);
  key = redress_test_backend_add_connector (backend, "kameng");
  agent = redress_test_backend_add_account (backend, "agent", REDRESS_ROLE_AGENT, scopes);
  write_version (folder, "\"version\": 4, \"valid_from\": \"2026-11-24T00:00:00Z\"");
  redress_test_backend_restart (backend);

  g_assert_cmpint (ask_version (backend, key, agent, "V-1", OPENED), ==, 3);
  redress_test_backend_advance (backend, 2 * REDRESS_DAY);
  later = redress_test_backend_sign_in (backend, 1);
  g_assert_cmpint (ask_version (backend, key, later, "V-2", "2026-11-23T23:59:59Z"), ==, 3);
  g_assert_cmpint (ask_version (backend, key, later, "V-3", "2026-11-24T00:00:00Z"), ==, 4);
  g_assert_cmpint (ask_version (backend, key, later, "V-4", OPENED), ==, 3);

  command = make_approval (backend, later, 1);
  answer = redress_test_backend_command (backend, later, command);
  g_assert_cmpuint (answer->status, ==, 200);
  redress_test_backend_check_trail (backend);
}

/* A further version never judges what was opened before it came, whatever day it names; the first
 * may name a day, and stands in for the time before as there is no other. */
static void
test_valid_from_in_the_past (void)
{
  static const char *const scopes[] = { "kameng", NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = make_folders (folder);
  g_autoptr (RedressTestBackend) backend = NULL;
  g_autofree char *agent = NULL;
  g_autofree char *key = NULL;

  write_version (folder, "\"version\": 3, \"valid_from\": \"2026-11-22T02:40:00Z\"");
  backend = redress_test_backend_new_with (policies);
  key = redress_test_backend_add_connector (backend, "kameng");
  agent = redress_test_backend_add_account (backend, "agent", REDRESS_ROLE_AGENT, scopes);
  write_version (folder, "\"version\": 4, \"valid_from\": \"2020-01-01T00:00:00Z\"");
  redress_test_backend_restart (backend);

  g_assert_cmpint (ask_version (backend, key, agent, "V-1", OPENED), ==, 3);
  g_assert_cmpint (ask_version (backend, key, agent, "V-2", "2026-11-22T02:50:00Z"), ==, 3);
  g_assert_cmpint (ask_version (backend, key, agent, "V-3", "2026-11-22T03:00:00Z"), ==, 4);
}

typedef struct
{
  RedressTestBackend *backend;
  const char *script; /* (nullable) */
  guint looks;
} Looking;

/* Database thread. */
static void
look (gpointer data)
{
  Looking *looking = data;
  g_autoptr (GError) error = NULL;

  if (looking->script != NULL)
    redress_sql_connection_run_script (redress_test_backend_get_connection (looking->backend),
                                       looking->script, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < looking->looks; i++)
    redress_server_renew_policies (redress_service_get_server (looking->backend->service));
}

static void
hear (const char *line, gpointer data)
{
  GString *heard = data;

  if (strstr (line, "\"policies-") != NULL)
    g_string_append (heard, strstr (line, "-unread\"") != NULL ? "unread " : "again ");
}

/* Another server's policies are looked for every few seconds; that it does not work is said once.
 */
static void
test_said_once (void)
{
  g_autoptr (RedressTestBackend) backend = redress_test_backend_new ();
  Looking looks[] = { { backend, "alter table policy rename to elsewhere;", 3 },
                      { backend, "alter table elsewhere rename to policy;", 2 } };
  g_autoptr (GString) heard = g_string_new (NULL);

  redress_log_set_writer (hear, heard);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    redress_test_backend_run (backend, look, &looks[i]);
  redress_log_set_writer (NULL, NULL);
  g_assert_cmpstr (heard->str, ==, "unread again ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policies/sixth-flow", test_sixth_flow);
  g_test_add_func ("/policies/valid-from", test_valid_from);
  g_test_add_func ("/policies/valid-from-in-the-past", test_valid_from_in_the_past);
  g_test_add_func ("/policies/said-once", test_said_once);
  return g_test_run ();
}
