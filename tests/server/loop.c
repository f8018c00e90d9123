/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include "core/evaluation.h"
#include "wire/codec.h"
#include "wire/json.h"
#include "server/webhook/event-table.h"

void
redress_loop_set_up (RedressLoop *self, gconstpointer data)
{
  static const char *const kameng[] = { "kameng", NULL };

  self->backend = redress_test_backend_new ();
  self->agent =
      redress_test_backend_add_account (self->backend, "agent", REDRESS_ROLE_AGENT, kameng);
  self->rival =
      redress_test_backend_add_account (self->backend, "agent2", REDRESS_ROLE_AGENT, kameng);
  self->ticket = redress_test_backend_create_ticket (self->backend, "R-1");
}

void
redress_loop_tear_down (RedressLoop *self, gconstpointer data)
{
  redress_test_backend_check_trail (self->backend);
  g_clear_pointer (&self->backend, redress_test_backend_free);
  g_free (self->agent);
  g_free (self->rival);
}

void
redress_loop_sign_in_again (RedressLoop *self)
{
  g_free (self->agent);
  g_free (self->rival);
  self->agent = redress_test_backend_sign_in (self->backend, 1);
  self->rival = redress_test_backend_sign_in (self->backend, 2);
}

void
redress_loop_claim (RedressLoop *self)
{
  redress_test_backend_claim (self->backend, self->agent, self->ticket);
}

static RedressCalendar *
fetch_calendar (RedressLoop *self)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (self->backend, self->agent, "/v1/calendars");
  RedressCalendar *calendar = redress_calendar_new ("china");
  JsonArray *files;

  redress_test_answer_expect (answer, 200);
  files = json_object_get_array_member (json_node_get_object (answer->json), "calendars");
  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      g_autoptr (GBytes) bytes = redress_json_canonical (json_array_get_element (files, i));

      g_assert_true (redress_calendar_add_bytes (calendar, bytes, NULL));
    }
  return calendar;
}

/* The same arithmetic with nothing but what went over the wire. */
static void
check_like_a_desk (RedressLoop *self, RedressTicket *ticket)
{
  g_autofree char *path = g_strdup_printf ("/v1/policies/%s/%" G_GINT64_FORMAT,
                                           ticket->summary->flow, ticket->policy_version);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (self->backend, self->agent, path);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RedressPolicy) policy = NULL;
  g_autoptr (RedressCalendar) calendar = fetch_calendar (self);
  g_autoptr (RedressDeadline) deadline = NULL;

  redress_test_answer_expect (answer, 200);
  bytes = g_bytes_new (answer->body, answer->length);
  policy = redress_policy_from_bytes (bytes, NULL);
  deadline = redress_policy_compute_due (policy, ticket, calendar, NULL);
  g_assert_cmpint (deadline->due, ==, ticket->summary->due_at);
}

gint64
redress_loop_get_due_hours (RedressLoop *self, gint64 id, RedressTicket **ticket)
{
  g_autoptr (RedressTicket) found = NULL;
  const RedressSummary *summary;

  redress_test_backend_advance (self->backend, 0);
  redress_loop_sign_in_again (self);
  found = redress_test_backend_fetch (self->backend, self->agent, id);
  check_like_a_desk (self, found);
  summary = found->summary;
  if (ticket != NULL)
    *ticket = g_object_ref (found);
  return (summary->due_at - summary->opened_at) / REDRESS_HOUR;
}

typedef struct
{
  RedressLoop *loop;
  gint64 ticket;
  GString *types;
} Telling;

/* Database thread. */
static void
list_told (gpointer data)
{
  Telling *telling = data;
  g_autoptr (GPtrArray) events = redress_webhook_event_table_list (
      redress_test_backend_get_connection (telling->loop->backend), "kameng", FALSE, 100, NULL);

  for (guint i = events->len; i > 0; i--)
    {
      const RedressWebhookEvent *event = g_ptr_array_index (events, i - 1);

      if (event->ticket == telling->ticket)
        g_string_append_printf (telling->types, "%s%s", telling->types->len > 0 ? " " : "",
                                event->type);
    }
}

char *
redress_loop_list_told (RedressLoop *self, gint64 ticket)
{
  Telling telling = { .loop = self, .ticket = ticket, .types = g_string_new (NULL) };

  redress_test_backend_run (self->backend, list_told, &telling);
  return g_string_free (telling.types, FALSE);
}

RedressCommand *
redress_loop_command (RedressLoop *self, RedressCommandType type)
{
  return redress_test_backend_new_command (self->backend, type, self->ticket);
}

RedressCommand *
redress_loop_decision (RedressLoop *self, RedressVerdict verdict)
{
  return redress_test_backend_new_decision (self->backend, self->agent, self->ticket, verdict);
}

void
redress_loop_renew_id (RedressLoop *self, RedressCommand *command)
{
  g_free (command->command_id);
  command->command_id = redress_command_id_new (redress_clock_now (self->backend->clock));
}

RedressAnswer *
redress_loop_send (RedressLoop *self, const char *token, const RedressCommand *command)
{
  return redress_test_backend_command (self->backend, token, command);
}

void
redress_loop_expect_applied (RedressLoop *self, const char *token, const RedressCommand *command)
{
  g_autoptr (RedressAnswer) answer = redress_loop_send (self, token, command);

  if (answer->problem != NULL)
    g_test_message ("refused: %s", answer->problem->code);
  g_assert_cmpuint (answer->status, ==, 200);
}

void
redress_loop_expect_refused (RedressLoop *self,
                             const RedressCommand *command,
                             guint status,
                             const char *code)
{
  g_autoptr (RedressAnswer) answer = redress_loop_send (self, self->agent, command);

  g_assert_nonnull (answer->problem);
  g_assert_cmpstr (answer->problem->code, ==, code);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (answer->audit_index, ==, -1);
  g_assert_cmpint (answer->seq, ==, 0);
}
