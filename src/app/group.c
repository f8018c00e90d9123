/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/group-private.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/error-words.h"

#include <glib/gi18n.h>

/* Details that have not come after this time will not. */
#define PATIENCE_S 20
#define RENEW_S 300

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressGroup, redress_group, G_TYPE_OBJECT)

static void take_next (RedressGroup *self);

RedressGroupStep *
redress_group_step_new (RedressGroup *group, RedressGroupMember *member)
{
  RedressGroupStep *self = g_new0 (RedressGroupStep, 1);

  self->group = g_object_ref (group);
  self->member = member;
  return self;
}

void
redress_group_step_free (RedressGroupStep *self)
{
  g_object_unref (self->group);
  g_free (self);
}

void
redress_group_changed (RedressGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
redress_group_set_stage (RedressGroup *self,
                         RedressGroupMember *member,
                         RedressGroupStage stage,
                         char *why)
{
  member->stage = stage;
  g_free (member->why);
  member->why = why;
  redress_group_changed (self);
}

RedressOpenCase *
redress_group_finish_case (RedressGroupStep *step, GAsyncResult *result)
{
  RedressGroup *self = step->group;
  g_autoptr (GError) error = NULL;
  RedressCase *data = redress_store_load_case_finish (self->store, result, &error);

  if (data != NULL)
    return redress_open_case_new (data, self->account, self->clock);
  redress_group_set_stage (self, step->member, REDRESS_GROUP_LEFT_OUT,
                           g_strdup (redress_error_get_words (error)));
  return NULL;
}

static gboolean
has_details (RedressCase *data)
{
  return data->evaluation != NULL && data->ticket->summary->version == data->summary->version;
}

/* What came is judged; what has not come is waited for. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  RedressGroup *self = step->group;
  RedressGroupMember *member = step->member;
  g_autoptr (RedressOpenCase) open = redress_group_finish_case (step, result);
  g_autofree char *obstacle = NULL;

  if (open == NULL)
    return;
  g_set_object (&member->open, open);
  if (member->stage != REDRESS_GROUP_TAKING)
    return;
  if (!has_details (open->data) && !self->closed)
    return;
  obstacle = redress_group_member_find_obstacle (member, TRUE);
  member->version = open->data->summary->version;
  if (obstacle != NULL)
    redress_group_set_stage (self, member, REDRESS_GROUP_LEFT_OUT, g_steal_pointer (&obstacle));
  else
    redress_group_set_stage (self, member, REDRESS_GROUP_READY, NULL);
}

static void
look (RedressGroup *self, RedressGroupMember *member)
{
  redress_store_load_case_async (self->store, member->ticket, NULL, looked_cb,
                                 redress_group_step_new (self, member));
}

/* @step: (nullable): somebody waits for the answer in @callback */
static void
ask_claim (RedressGroup *self,
           RedressCommandType type,
           RedressGroupMember *member,
           GAsyncReadyCallback callback,
           RedressGroupStep *step)
{
  g_autoptr (RedressCommand) command = redress_command_new (type, member->ticket);

  redress_sync_claim_async (self->sync, command, NULL, callback, step);
}

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  RedressGroup *self = step->group;
  g_autoptr (GError) error = NULL;
  RedressClaim *claim = redress_sync_claim_finish (REDRESS_SYNC (source), result, &error);

  if (claim == NULL)
    redress_group_set_stage (self, step->member, REDRESS_GROUP_LEFT_OUT, g_strdup (error->message));
  else if (self->closed)
    ask_claim (self, REDRESS_COMMAND_RELEASE, step->member, NULL, NULL);
  else
    {
      step->member->claimed = TRUE;
      look (self, step->member);
    }
  redress_claim_free (claim);
  take_next (self);
}

static void
take (RedressGroup *self, RedressGroupMember *member)
{
  g_autofree char *obstacle = redress_group_member_find_obstacle (member, FALSE);

  if (obstacle != NULL)
    redress_group_set_stage (self, member, REDRESS_GROUP_LEFT_OUT, g_steal_pointer (&obstacle));
  else if (!redress_open_case_is_mine (member->open))
    {
      ask_claim (self, REDRESS_COMMAND_CLAIM, member, claimed_cb,
                 redress_group_step_new (self, member));
      return;
    }
  else
    look (self, member);
  take_next (self);
}

static void
met_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroupStep) step = user_data;
  g_autoptr (RedressOpenCase) open = redress_group_finish_case (step, result);

  if (open == NULL)
    {
      take_next (step->group);
      return;
    }
  g_set_object (&step->member->open, open);
  take (step->group, step->member);
}

/* One after the other, so that a server that is busy is not asked for fifty at once. */
static void
take_next (RedressGroup *self)
{
  RedressGroupMember *member;

  if (self->closed || self->next >= self->members->len)
    return;
  member = g_ptr_array_index (self->members, self->next++);
  redress_store_load_case_async (self->store, member->ticket, NULL, met_cb,
                                 redress_group_step_new (self, member));
}

static void
lost_patience_cb (gpointer user_data)
{
  RedressGroup *self = user_data;

  self->watch_id = 0;
  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->stage == REDRESS_GROUP_TAKING)
        redress_group_set_stage (self, member, REDRESS_GROUP_LEFT_OUT,
                                 g_strdup (_ ("Its details did not come")));
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressGroup) self = user_data;
  g_autoptr (GArray) tickets =
      redress_store_list_incident_tickets_finish (REDRESS_STORE (source), result, NULL);

  self->listed = TRUE;
  for (guint i = 0; tickets != NULL && i < tickets->len; i++)
    g_ptr_array_add (self->members, redress_group_member_new (g_array_index (tickets, gint64, i)));
  self->watch_id =
      g_timeout_add_once ((PATIENCE_S + self->members->len) * 1000, lost_patience_cb, self);
  take_next (self);
  redress_group_changed (self);
}

/* Details that were waited for, or something else happened to a ticket. */
static void
ticket_changed_cb (RedressGroup *self, gint64 ticket)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->ticket == ticket && member->stage == REDRESS_GROUP_TAKING && member->open != NULL)
        look (self, member);
    }
}

/* A claim lasts 15 minutes, and whoever reads fifty tickets may take longer. One that is lost all
 * the same stays out when it is recorded. */
static gboolean
renew_cb (gpointer user_data)
{
  RedressGroup *self = user_data;

  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->claimed && member->stage == REDRESS_GROUP_READY)
        ask_claim (self, REDRESS_COMMAND_RENEW, member, NULL, NULL);
    }
  return G_SOURCE_CONTINUE;
}

static void
redress_group_finalize (GObject *object)
{
  RedressGroup *self = REDRESS_GROUP (object);

  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->renew_id, g_source_remove);
  g_object_unref (self->sync);
  g_object_unref (self->store);
  g_clear_pointer (&self->account, redress_account_free);
  redress_clock_unref (self->clock);
  g_ptr_array_unref (self->members);
  g_free (self->id);
  g_free (self->reason_code);
  g_free (self->note);
  G_OBJECT_CLASS (redress_group_parent_class)->finalize (object);
}

static void
redress_group_class_init (RedressGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_group_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_group_init (RedressGroup *self)
{
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_group_member_free);
}

RedressGroup *
redress_group_new (RedressSync *sync, RedressClock *clock, gint64 incident)
{
  RedressGroup *self = g_object_new (REDRESS_TYPE_GROUP, NULL);

  self->sync = g_object_ref (sync);
  self->store = g_object_ref (redress_sync_get_store (sync));
  self->clock = redress_clock_ref (clock);
  self->account = redress_sync_dup_account (sync);
  self->id = redress_command_id_new (redress_clock_now (clock));
  self->renew_id = g_timeout_add_seconds (RENEW_S, renew_cb, self);
  g_signal_connect_object (self->store, "ticket-changed", G_CALLBACK (ticket_changed_cb), self,
                           G_CONNECT_SWAPPED);
  redress_store_list_incident_tickets_async (self->store, incident, REDRESS_GROUP_MAX, NULL,
                                             listed_cb, g_object_ref (self));
  return self;
}

GPtrArray *
redress_group_get_members (RedressGroup *self)
{
  g_return_val_if_fail (REDRESS_IS_GROUP (self), NULL);
  return self->members;
}

guint
redress_group_count (RedressGroup *self, RedressGroupStage stage)
{
  guint count = 0;

  g_return_val_if_fail (REDRESS_IS_GROUP (self), 0);

  for (guint i = 0; i < self->members->len; i++)
    if (((RedressGroupMember *)g_ptr_array_index (self->members, i))->stage == stage)
      count++;
  return count;
}

static gboolean
is_for (const RedressGroupMember *member, RedressVerdict verdict)
{
  return member->stage == REDRESS_GROUP_READY &&
         (verdict == REDRESS_VERDICT_NONE ||
          member->open->data->evaluation->recommended == verdict);
}

static guint
count_alike (RedressGroup *self, const RedressGroupMember *one, RedressVerdict verdict)
{
  const char *reason = redress_group_member_get_reason (one);
  guint alike = 0;

  for (guint i = 0; i < self->members->len; i++)
    {
      const RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (is_for (member, verdict) &&
          g_strcmp0 (redress_group_member_get_reason (member), reason) == 0)
        alike++;
    }
  return alike;
}

RedressGroupMember *
redress_group_find_typical (RedressGroup *self, RedressVerdict verdict)
{
  RedressGroupMember *typical = NULL;
  guint most = 0;

  g_return_val_if_fail (REDRESS_IS_GROUP (self), NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);
      guint alike = is_for (member, verdict) ? count_alike (self, member, verdict) : 0;

      if (alike > most)
        {
          most = alike;
          typical = member;
        }
    }
  return typical;
}

gboolean
redress_group_is_busy (RedressGroup *self)
{
  g_return_val_if_fail (REDRESS_IS_GROUP (self), FALSE);

  return !self->listed || redress_group_count (self, REDRESS_GROUP_TAKING) > 0 ||
         redress_group_count (self, REDRESS_GROUP_RECORDING) > 0;
}

void
redress_group_choose (RedressGroup *self,
                      RedressVerdict verdict,
                      const char *reason_code,
                      const char *note)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));

  self->verdict = verdict;
  g_free (self->reason_code);
  self->reason_code = g_strdup (reason_code);
  g_free (self->note);
  self->note = g_strdup (note);
  redress_group_changed (self);
}

void
redress_group_choose_again (RedressGroup *self)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));
  redress_group_changed (self);
}

char *
redress_group_dup_difference (RedressGroup *self, const RedressGroupMember *member)
{
  g_return_val_if_fail (REDRESS_IS_GROUP (self), NULL);
  return redress_group_member_find_difference (member, self->verdict);
}

gboolean
redress_group_goes (RedressGroup *self, const RedressGroupMember *member)
{
  g_return_val_if_fail (REDRESS_IS_GROUP (self), FALSE);

  return member->stage == REDRESS_GROUP_READY && !member->unwanted &&
         self->verdict != REDRESS_VERDICT_NONE &&
         member->open->data->evaluation->recommended == self->verdict;
}

char *
redress_group_write_message (RedressGroup *self, const RedressGroupMember *member)
{
  g_autoptr (RedressDraft) draft = NULL;

  g_return_val_if_fail (REDRESS_IS_GROUP (self), NULL);

  draft = redress_group_member_make_draft (member, self->verdict, self->reason_code, self->note);
  return redress_decision_write_message (member->open, draft);
}

/* Those that hold a decision are let go by it. */
void
redress_group_close (RedressGroup *self)
{
  g_return_if_fail (REDRESS_IS_GROUP (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_clear_handle_id (&self->renew_id, g_source_remove);
  for (guint i = 0; i < self->members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->claimed && member->command_id == NULL)
        ask_claim (self, REDRESS_COMMAND_RELEASE, member, NULL, NULL);
    }
}
