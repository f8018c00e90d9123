/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include "support/spin.h"

RedressOutboxEntry *
redress_test_outbox_record (RedressTestStore *self, gint64 ticket)
{
  g_autoptr (RedressTicket) details = redress_test_ticket_new (ticket);
  g_autoptr (RedressCommand) command = redress_test_decision_new (ticket);
  g_autoptr (GError) error = NULL;
  RedressOutboxEntry *entry;

  redress_test_store_put_ticket (self, details);
  entry = redress_test_store_record (self, command, 10, &error);
  g_assert_no_error (error);
  return entry;
}

static GPtrArray *
take (RedressTestStore *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = redress_store_take_sendable_sync (self->store, 50, G_MAXSIZE, &error);

  g_assert_no_error (error);
  redress_test_store_catch_up (self);
  return rows;
}

/* (transfer full) (nullable) */
char *
redress_test_outbox_take_one (RedressTestStore *self)
{
  g_autoptr (GPtrArray) rows = take (self);

  g_assert_cmpuint (rows->len, <=, 1);
  return rows->len == 1 ? g_strdup (((RedressSendable *)g_ptr_array_index (rows, 0))->command_id)
                        : NULL;
}

void
redress_test_outbox_take (RedressTestStore *self, guint n)
{
  g_autoptr (GPtrArray) rows = take (self);

  g_assert_cmpuint (rows->len, ==, n);
}

static void
settle (RedressTestStore *self, const char *command_id, const RedressAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  redress_store_settle_sync (self->store, command_id, answer, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

void
redress_test_outbox_settle (RedressTestStore *self, const char *command_id, guint status)
{
  g_autoptr (RedressAnswer) answer = redress_answer_new ();

  if (status == 0)
    {
      settle (self, command_id, NULL);
      return;
    }
  g_free (answer->command_id);
  answer->command_id = g_strdup (command_id);
  answer->status = status;
  if (status != 200)
    answer->problem = redress_problem_new (status, "some_code", "Some title", "Some detail");
  settle (self, command_id, answer);
}

void
redress_test_outbox_settle_applied (
    RedressTestStore *self, const char *command_id, const char *platform, gint64 seq, gint64 rev)
{
  g_autoptr (RedressAnswer) answer = redress_answer_new ();

  answer->status = 200;
  g_free (answer->platform);
  answer->platform = g_strdup (platform);
  answer->seq = seq;
  answer->rev = rev;
  settle (self, command_id, answer);
}

/* Fails if the command is not there. */
RedressOutboxState
redress_test_outbox_get_state (RedressTestStore *self, const char *command_id)
{
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (self);

  for (guint i = 0; i < entries->len; i++)
    {
      const RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->command->command_id, command_id))
        return entry->state;
    }
  g_error ("command %s is not in the outbox", command_id);
}

RedressDraft *
redress_test_outbox_take_back (RedressTestStore *self, const char *command_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_take_back_async (self->store, command_id, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "taking back");
  return redress_store_take_back_finish (self->store, result, error);
}

gboolean
redress_test_outbox_send_now (RedressTestStore *self, const char *command_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_send_now_async (self->store, command_id, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "sending now");
  return redress_store_send_now_finish (self->store, result, error);
}

gboolean
redress_test_outbox_acknowledge (RedressTestStore *self,
                                 const char *command_id,
                                 gboolean keep_as_draft,
                                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_acknowledge_async (self->store, command_id, keep_as_draft, NULL,
                                   redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "acknowledging");
  return redress_store_acknowledge_finish (self->store, result, error);
}
