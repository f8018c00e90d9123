/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/group-private.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/error-words.h"
#include "app/labels.h"
#include "app/decision-standing.h"

#include <glib/gi18n.h>

static void record_next (RedressGroup *self);

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  RedressGroup *self = step->group;
  RedressGroupMember *member = step->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressOutboxEntry) entry =
      redress_store_record_finish (REDRESS_STORE (source), result, &error);

  if (entry == NULL)
    redress_group_set_stage (self, member, REDRESS_GROUP_LEFT_OUT,
                             g_strdup (redress_error_get_words (error)));
  else
    {
      g_free (member->command_id);
      member->command_id = g_strdup (entry->command->command_id);
      redress_group_set_stage (self, member, REDRESS_GROUP_RECORDED, NULL);
    }
  record_next (self);
}

/* (nullable): why it does not go after all. */
static char *
find_late_obstacle (RedressGroup *self, RedressGroupMember *member)
{
  char *obstacle = redress_group_member_find_obstacle (member, TRUE);

  if (obstacle == NULL)
    obstacle = redress_group_member_find_difference (member, self->verdict);
  if (obstacle == NULL && member->open->data->summary->version != member->version)
    obstacle = g_strdup (_ ("It changed a moment ago"));
  return obstacle;
}

/* What is recorded rests on this reading, and on no other. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  RedressGroup *self = step->group;
  RedressGroupMember *member = step->member;
  g_autoptr (RedressOpenCase) open = redress_group_finish_case (step, result);
  g_autoptr (RedressDraft) draft = NULL;
  g_autoptr (RedressCommand) command = NULL;
  g_autofree char *obstacle = NULL;

  if (open != NULL)
    {
      g_set_object (&member->open, open);
      obstacle = find_late_obstacle (self, member);
      draft =
          redress_group_member_make_draft (member, self->verdict, self->reason_code, self->note);
      if (obstacle == NULL && redress_decision_find_missing (open, draft) != 0)
        obstacle =
            redress_decision_describe_missing (redress_decision_find_missing (open, draft), draft);
      if (obstacle != NULL)
        redress_group_set_stage (self, member, REDRESS_GROUP_LEFT_OUT, g_steal_pointer (&obstacle));
    }
  if (member->stage != REDRESS_GROUP_RECORDING)
    {
      record_next (self);
      return;
    }
  command = redress_decision_make_command (
      open, draft, !redress_sync_status_is_online (redress_sync_get_status (self->sync)));
  command->group = g_strdup (self->id);
  redress_store_record_async (self->store, command, self->undo_seconds, NULL, recorded_cb,
                              g_steal_pointer (&step));
}

static void
record_next (RedressGroup *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->stage != REDRESS_GROUP_RECORDING)
        continue;
      redress_store_load_case_async (self->store, member->ticket, NULL, read_cb,
                                     redress_group_step_new (self, member));
      return;
    }
  redress_sync_wake (self->sync);
  redress_group_changed (self);
}

static const RedressOutboxEntry *
find_entry (GPtrArray *entries, const char *command_id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->command->command_id, command_id) == 0)
        return entry;
    }
  return NULL;
}

/* Gone means applied, and seen in the feed since. */
static void
renew_stage (RedressGroup *self, RedressGroupMember *member, GPtrArray *entries)
{
  const RedressOutboxEntry *entry = find_entry (entries, member->command_id);

  if (entry == NULL || entry->state == REDRESS_OUTBOX_APPLIED)
    redress_group_set_stage (self, member, REDRESS_GROUP_APPLIED, NULL);
  else if (entry->state == REDRESS_OUTBOX_CONFLICT || entry->state == REDRESS_OUTBOX_REFUSED)
    redress_group_set_stage (self, member, REDRESS_GROUP_TROUBLE,
                             g_strdup (entry->problem_code != NULL
                                           ? redress_problem_get_label (entry->problem_code)
                                           : _ ("The server refused it")));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroup) self = user_data;
  g_autoptr (GPtrArray) entries =
      redress_store_list_outbox_finish (REDRESS_STORE (source), result, NULL);

  for (guint i = 0; entries != NULL && i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->stage == REDRESS_GROUP_RECORDED)
        renew_stage (self, member, entries);
    }
}

static void
outbox_changed_cb (RedressGroup *self)
{
  if (redress_group_count (self, REDRESS_GROUP_RECORDED) > 0 &&
      redress_group_count (self, REDRESS_GROUP_RECORDING) == 0)
    redress_store_list_outbox_async (self->store, NULL, listed_cb, g_object_ref (self));
}

void
redress_group_record (RedressGroup *self, guint undo_seconds)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));

  g_signal_handlers_disconnect_by_func (self->store, outbox_changed_cb, self);
  g_signal_connect_object (self->store, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->undo_seconds = undo_seconds;
  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (redress_group_goes (self, member))
        member->stage = REDRESS_GROUP_RECORDING;
    }
  record_next (self);
  redress_group_changed (self);
}

void
redress_group_stop (RedressGroup *self)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));

  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->stage == REDRESS_GROUP_RECORDING)
        member->stage = REDRESS_GROUP_READY;
    }
  redress_group_changed (self);
}

/* What is taken back comes as a draft, made of words that were meant for all; what the agent had
 * begun before is worth more. */
static void
put_draft_back (RedressGroup *self, const RedressGroupMember *member)
{
  g_autoptr (RedressDraft) none = redress_draft_new (member->ticket);
  const RedressDraft *before = member->open->data->draft;

  redress_store_save_draft_async (self->store, before != NULL ? before : none, NULL, NULL, NULL);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressDraft) draft =
      redress_store_take_back_finish (REDRESS_STORE (source), result, &error);

  if (draft == NULL)
    {
      redress_group_set_stage (step->group, step->member, REDRESS_GROUP_RECORDED,
                               g_strdup (_ ("It was on its way already")));
      return;
    }
  g_clear_pointer (&step->member->command_id, g_free);
  put_draft_back (step->group, step->member);
  redress_group_set_stage (step->group, step->member, REDRESS_GROUP_READY, NULL);
}

void
redress_group_take_back (RedressGroup *self)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));

  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->stage != REDRESS_GROUP_RECORDED)
        continue;
      member->stage = REDRESS_GROUP_TAKEN_BACK;
      redress_store_take_back_async (self->store, member->command_id, NULL, taken_back_cb,
                                     redress_group_step_new (self, member));
    }
  redress_group_changed (self);
}
