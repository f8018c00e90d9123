/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include "server/day-ceiling.h"

#include "support/folder.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* What one account pays back in a day, beyond which a second person has to approve. */

static const char *const kameng[] = { "kameng", NULL };

/* What every ticket of redress_test_new_ticket() asks for. */
#define PRICE 32800

typedef struct
{
  RedressLoop loop;
  char *supervisor; /* token of a-3 */
  guint n_tickets;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  redress_loop_set_up (&f->loop, data);
  f->supervisor = redress_test_backend_add_account (f->loop.backend, "supervisor",
                                                    REDRESS_ROLE_SUPERVISOR, kameng);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_loop_tear_down (&f->loop, data);
  g_free (f->supervisor);
}

typedef struct
{
  Fixture *f;
  gint64 account;
  gint64 amount;
} Ceiling;

static void
set_in_database (gpointer data)
{
  Ceiling *ceiling = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (ceiling->f->loop.backend);
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_day_ceiling_set (connection, ceiling->account, ceiling->amount, &error));
  g_assert_no_error (error);
}

static void
set_ceiling (Fixture *f, gint64 account, gint64 amount)
{
  Ceiling ceiling = { f, account, amount };

  redress_test_backend_run (f->loop.backend, set_in_database, &ceiling);
}

static void
create_ticket (Fixture *f)
{
  g_autofree char *number = g_strdup_printf ("L-%u", ++f->n_tickets);

  f->loop.ticket = redress_test_backend_create_ticket (f->loop.backend, number);
}

static void
decide (Fixture *f, const char *token, RedressVerdict verdict, RedressState state)
{
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_test_backend_claim (f->loop.backend, token, f->loop.ticket);
  decision = redress_test_backend_new_decision (f->loop.backend, token, f->loop.ticket, verdict);
  answer = redress_loop_send (&f->loop, token, decision);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, state);
}

#define APPROVE(f, token, state)                                                                   \
  (create_ticket (f), decide (f, token, REDRESS_VERDICT_APPROVE, REDRESS_STATE_##state))

/* Up to the ceiling alone, to the last fen; a colleague has their own. */
static void
test_beyond (Fixture *f, gconstpointer data)
{
  set_ceiling (f, 1, 2 * PRICE);
  APPROVE (f, f->loop.agent, DECIDED);
  APPROVE (f, f->loop.agent, DECIDED);
  APPROVE (f, f->loop.agent, SECOND_APPROVAL);
  APPROVE (f, f->loop.rival, DECIDED);
  set_ceiling (f, 1, -1);
  APPROVE (f, f->loop.agent, DECIDED);
}

static void
answer_second (Fixture *f, RedressCommandType type, RedressState state)
{
  g_autoptr (RedressCommand) command = redress_test_backend_new_decision (
      f->loop.backend, f->supervisor, f->loop.ticket, REDRESS_VERDICT_NONE);
  g_autoptr (RedressAnswer) answer = NULL;

  command->type = type;
  g_clear_pointer (&command->reason_code, g_free);
  if (type == REDRESS_COMMAND_REFUSE_SECOND)
    command->note = g_strdup ("not this one");
  answer = redress_loop_send (&f->loop, f->supervisor, command);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, state);
}

/* Nothing leaves before the approval; what was sent back does not count. */
static void
test_held (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  set_ceiling (f, 1, PRICE - 1);
  APPROVE (f, f->loop.agent, SECOND_APPROVAL);
  redress_test_backend_advance (f->loop.backend, 5 * REDRESS_MINUTE);
  before = redress_loop_list_told (&f->loop, f->loop.ticket);
  g_assert_cmpstr (before, ==, "");
  answer_second (f, REDRESS_COMMAND_APPROVE_SECOND, REDRESS_STATE_DECIDED);
  after = redress_loop_list_told (&f->loop, f->loop.ticket);
  g_assert_cmpstr (after, ==, "decision.effective");

  set_ceiling (f, 2, PRICE);
  APPROVE (f, f->loop.rival, DECIDED);
  APPROVE (f, f->loop.rival, SECOND_APPROVAL);
  answer_second (f, REDRESS_COMMAND_REFUSE_SECOND, REDRESS_STATE_OPEN);
  set_ceiling (f, 2, 2 * PRICE);
  APPROVE (f, f->loop.rival, DECIDED);
  APPROVE (f, f->loop.rival, SECOND_APPROVAL);
}

/* The day ends at midnight in China, at 16:00 UTC. */
static void
test_day (Fixture *f, gconstpointer data)
{
  RedressTime now = redress_clock_now (f->loop.backend->clock);
  RedressTime midnight = (now / REDRESS_DAY) * REDRESS_DAY + 16 * REDRESS_HOUR;

  if (midnight - now < REDRESS_HOUR)
    midnight += REDRESS_DAY;
  set_ceiling (f, 1, PRICE);
  redress_test_backend_advance (f->loop.backend, midnight - now - REDRESS_MINUTE);
  redress_loop_sign_in_again (&f->loop);
  APPROVE (f, f->loop.agent, DECIDED);
  APPROVE (f, f->loop.agent, SECOND_APPROVAL);
  redress_test_backend_advance (f->loop.backend, REDRESS_MINUTE);
  APPROVE (f, f->loop.agent, DECIDED);
  APPROVE (f, f->loop.agent, SECOND_APPROVAL);
}

/* The card was credited: nothing to pay back. */
static void
say_credited (Fixture *f)
{
  g_autofree char *path = g_strdup_printf ("/v1/platforms/kameng/tickets/L-%u/facts", f->n_tickets);
  g_autoptr (RedressTestAnswer) told = redress_test_backend_intake (
      f->loop.backend, "PATCH", path,
      "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":\"platform\"}]}");

  redress_test_answer_expect (told, 200);
}

/* What pays nothing back needs nobody else, however much was paid back before. */
static void
test_nothing (Fixture *f, gconstpointer data)
{
  set_ceiling (f, 1, 0);
  APPROVE (f, f->loop.agent, SECOND_APPROVAL);
  create_ticket (f);
  say_credited (f);
  decide (f, f->loop.agent, REDRESS_VERDICT_REJECT, REDRESS_STATE_DECIDED);
}

/* A supervisor is not exempt. */
static void
test_whom (Fixture *f, gconstpointer data)
{
  set_ceiling (f, 3, 0);
  APPROVE (f, f->supervisor, SECOND_APPROVAL);
}

/* (transfer full): path of the policies in @folder, one with a day's ceiling, beside the calendars.
 */
static char *
make_policies (RedressTestFolder *folder)
{
  g_autofree char *data = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", NULL);
  g_autofree char *from = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "tests", "server",
                                            "data", "policies", "kameng-virtual.json", NULL);
  g_autofree char *calendars = g_build_filename (data, "calendars", NULL);
  g_autofree char *link = redress_test_folder_build (folder, "calendars");
  g_autofree char *policies = redress_test_folder_build (folder, "policies");
  g_autofree char *bytes = NULL, *path = NULL;
  g_autoptr (GString) text = NULL;

  g_assert_true (g_file_get_contents (from, &bytes, NULL, NULL));
  text = g_string_new (bytes);
  g_assert_cmpuint (
      g_string_replace (text, "\"limits\": {", "\"limits\": {\"day_amount\": 40000,", 0), ==, 1);
  g_assert_cmpint (symlink (calendars, link), ==, 0);
  g_assert_cmpint (g_mkdir (policies, 0700), ==, 0);
  path = redress_test_folder_write (folder, "policies/kameng-virtual.json", text->str, -1);
  return g_steal_pointer (&policies);
}

/* A policy has one for everybody, whatever an account has. */
static void
test_policy (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = make_policies (folder);
  Fixture f = { 0 };

  f.loop.backend = redress_test_backend_new_with (policies);
  f.loop.backend->kameng_key = redress_test_backend_add_connector (f.loop.backend, "kameng");
  f.loop.agent =
      redress_test_backend_add_account (f.loop.backend, "agent", REDRESS_ROLE_AGENT, kameng);
  f.loop.rival =
      redress_test_backend_add_account (f.loop.backend, "agent2", REDRESS_ROLE_AGENT, kameng);
  set_ceiling (&f, 2, 100 * PRICE);
  for (guint i = 0; i < 2; i++)
    {
      const char *token = i == 0 ? f.loop.agent : f.loop.rival;

      APPROVE (&f, token, DECIDED);
      APPROVE (&f, token, SECOND_APPROVAL);
    }
  redress_loop_tear_down (&f.loop, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/server/limits/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("beyond", test_beyond);
  ADD ("held", test_held);
  ADD ("day", test_day);
  ADD ("nothing", test_nothing);
  ADD ("whom", test_whom);
  g_test_add_func ("/server/limits/policy", test_policy);
  return g_test_run ();
}
