/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "faults/told-desk.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <stdlib.h>

/* What changes something on the server, and what the desk has in the end. */

/* Claims are asked at once and are not kept: each try is a command of its own. */
void
told_desk_claim (ToldDesk *self, char **words)
{
  RedressCommandType type = REDRESS_COMMAND_CLAIM;
  g_autoptr (GError) error = NULL;

  self->ticket = atoi (words[1]);
  g_assert_true (redress_command_type_from_string (words[0], &type));
  while (!redress_headless_desk_claim (&self->desk, type, self->ticket, &error) &&
         told_desk_tries_again (error))
    g_clear_error (&error);
  if (error != NULL)
    told_desk_say ("failed %s", error->message);
  else
    told_desk_say ("done");
}

static void
fill_question (ToldDesk *self, RedressCommand *command)
{
  static const char *const slots[] = { "channel_log", "screenshot", NULL };
  RedressCase *found = redress_headless_desk_load (&self->desk, command->ticket);
  const RedressFact *fact = found->ticket->facts->len > 0 ? found->ticket->facts->pdata[0] : NULL;

  command->ask = g_strdup ("customer");
  if (fact != NULL)
    command->fact_names = g_strsplit (fact->name, " ", 1);
  else
    command->slots = g_strdupv ((char **)slots);
  redress_case_free (found);
}

/* (transfer full) */
static RedressCommand *
build (ToldDesk *self, const char *order)
{
  RedressCommand *decision = redress_headless_desk_build (&self->desk, self->ticket);
  RedressCommand *command;
  RedressCommandType type = REDRESS_COMMAND_DECIDE;

  /* Made under a claim that is over. */
  if (g_str_equal (order, "stale"))
    decision->claim_token--;
  else
    g_assert_true (
        redress_command_type_from_string (g_str_equal (order, "notes") ? "note" : order, &type));
  if (type == REDRESS_COMMAND_DECIDE)
    return decision;
  command = redress_command_new (type, self->ticket);
  command->base_version = decision->base_version;
  command->claim_token = decision->claim_token;
  command->policy_version = decision->policy_version;
  command->note = g_strdup ("a word for who comes next");
  if (type == REDRESS_COMMAND_HOLD)
    command->until = g_get_real_time () + REDRESS_HOUR; /* lint: allow clock: a test's own time */
  if (type == REDRESS_COMMAND_NEED_INFO)
    {
      fill_question (self, command);
      command->message = g_strdup ("Please tell us more.");
    }
  redress_command_free (decision);
  return command;
}

static gboolean
are_answered (gpointer data)
{
  ToldDesk *self = data;

  for (guint i = 0; i < self->awaited->len; i++)
    if (!g_hash_table_contains (self->answered, g_ptr_array_index (self->awaited, i)))
      return FALSE;
  return TRUE;
}

static GPtrArray *
list_outbox (ToldDesk *self)
{
  RedressStore *store = redress_sync_get_store (self->desk.sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  redress_store_list_outbox_async (store, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the outbox");
  entries = redress_store_list_outbox_finish (store, result, &error);
  g_assert_no_error (error);
  return entries;
}

static gboolean
is_kept (const RedressOutboxEntry *entry)
{
  return entry->state == REDRESS_OUTBOX_CONFLICT || entry->state == REDRESS_OUTBOX_REFUSED;
}

static gboolean
rests (gpointer data)
{
  ToldDesk *self = data;
  g_autoptr (GPtrArray) entries = list_outbox (self);

  for (guint i = 0; i < entries->len; i++)
    if (!is_kept (g_ptr_array_index (entries, i)))
      return FALSE;
  return redress_headless_desk_is_online (&self->desk);
}

/* What an agent would see who looks before doing something. */
static void
look (ToldDesk *self)
{
  redress_test_spin_until (rests, self, "an empty outbox");
  redress_headless_desk_await_claim (&self->desk, self->ticket);
}

void
told_desk_record (ToldDesk *self, char **words)
{
  self->awaited = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; words[i] != NULL; i++)
    {
      self->ticket = atoi (words[i]);
      look (self);
    }
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_autoptr (RedressCommand) command = NULL;
      g_autoptr (RedressOutboxEntry) entry = NULL;

      self->ticket = atoi (words[i]);
      command = build (self, words[0]);
      told_desk_say ("submit %" G_GINT64_FORMAT, self->ticket);
      entry = redress_headless_desk_record (&self->desk, command, 0);
      told_desk_say ("recorded %s %" G_GINT64_FORMAT, entry->command->command_id, self->ticket);
      g_ptr_array_add (self->awaited, g_strdup (entry->command->command_id));
    }
  redress_test_spin_until (are_answered, self, "the answer");
  g_clear_pointer (&self->awaited, g_ptr_array_unref);
  told_desk_say ("done");
}

void
told_desk_rest (ToldDesk *self, char **words)
{
  g_autoptr (GPtrArray) entries = NULL;

  redress_test_spin_until (rests, self, "an empty outbox");
  entries = list_outbox (self);
  for (guint i = 0; i < entries->len; i++)
    {
      RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      told_desk_say ("kept %s %" G_GINT64_FORMAT, entry->command->command_id,
                     entry->command->ticket);
    }
  told_desk_say ("done");
}

static char *
digest (RedressSummary *summary)
{
  g_autoptr (JsonNode) node = redress_summary_to_json (summary);
  g_autoptr (GBytes) bytes = redress_json_canonical (node);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
dump_policies (ToldDesk *self)
{
  RedressStore *store = redress_sync_get_store (self->desk.sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) policies = NULL;

  redress_store_list_policies_async (store, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the policies");
  policies = redress_store_list_policies_finish (store, result, NULL);
  for (guint i = 0; policies != NULL && i < policies->len; i++)
    told_desk_say ("row policy %s", redress_policy_get_sha256 (g_ptr_array_index (policies, i)));
}

/* @words: the last ticket there is */
void
told_desk_dump (ToldDesk *self, char **words)
{
  gint64 last = atoi (words[1]);

  for (gint64 ticket = 1; ticket <= last; ticket++)
    {
      RedressCase *found = redress_headless_desk_load (&self->desk, ticket);
      g_autofree char *sha256 = found != NULL ? digest (found->summary) : g_strdup ("none");
      gint64 rev = found != NULL ? found->summary->rev : 0;

      told_desk_say ("row ticket %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", ticket, rev,
                     sha256);
      g_clear_pointer (&found, redress_case_free);
    }
  dump_policies (self);
  told_desk_say ("done");
}
