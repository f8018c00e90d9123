/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/* So many tickets are decided in one go at most. */
#define REDRESS_GROUP_MAX 50

/**
 * RedressGroupStage:
 * @REDRESS_GROUP_TAKING: is claimed and fetched
 * @REDRESS_GROUP_READY: was evaluated on this desk and can go with others
 * @REDRESS_GROUP_LEFT_OUT: does not go with the others; @why says why
 * @REDRESS_GROUP_RECORDING: is evaluated once more, then recorded
 * @REDRESS_GROUP_RECORDED: is in the outbox
 * @REDRESS_GROUP_TAKEN_BACK: was in the outbox
 * @REDRESS_GROUP_APPLIED: the server has it
 * @REDRESS_GROUP_TROUBLE: the server refused it, or it is in conflict
 */
typedef enum
{
  REDRESS_GROUP_TAKING,
  REDRESS_GROUP_READY,
  REDRESS_GROUP_LEFT_OUT,
  REDRESS_GROUP_RECORDING,
  REDRESS_GROUP_RECORDED,
  REDRESS_GROUP_TAKEN_BACK,
  REDRESS_GROUP_APPLIED,
  REDRESS_GROUP_TROUBLE,
} RedressGroupStage;

/**
 * RedressGroupMember:
 * @open: (nullable): the case as it was read last
 * @why: (nullable): what keeps it from going with the others, or what the server said
 * @unwanted: somebody took it out of the group
 * @claimed: by this group, so that it lets it go again
 * @version: that its line was made from
 * @command_id: (nullable): of what was recorded
 */
typedef struct
{
  gint64 ticket;
  RedressOpenCase *open;
  RedressGroupStage stage;
  char *why;
  gboolean unwanted;
  gboolean claimed;
  gint64 version;
  char *command_id;
} RedressGroupMember;

/**
 * RedressGroup:
 *
 * Tickets of one incident, each judged by itself, and decided in one go: every one gets a command
 * of its own, made from what this desk evaluated a moment before.
 *
 * Signal "changed".
 */
#define REDRESS_TYPE_GROUP (redress_group_get_type ())
G_DECLARE_FINAL_TYPE (RedressGroup, redress_group, REDRESS, GROUP, GObject)

RedressGroup *redress_group_new (RedressSync *sync, RedressClock *clock, gint64 incident);
/* (transfer none) (element-type RedressGroupMember) */
GPtrArray *redress_group_get_members (RedressGroup *self);
/* Still taking, evaluating or recording some. */
gboolean redress_group_is_busy (RedressGroup *self);
guint redress_group_count (RedressGroup *self, RedressGroupStage stage);
/* (transfer none) (nullable): one of those that the rules recommend @verdict for, with the reason
 * that most of them have; @verdict NONE: any that is ready. */
RedressGroupMember *redress_group_find_typical (RedressGroup *self, RedressVerdict verdict);
/* What goes for all: each one's amount is by its own rule. @verdict NONE: not chosen yet. */
void redress_group_choose (RedressGroup *self,
                           RedressVerdict verdict,
                           const char *reason_code,
                           const char *note);
/* The same choice, after somebody took one out or put it back. */
void redress_group_choose_again (RedressGroup *self);
/* (transfer full) (nullable): why a member does not go with what was chosen. */
char *redress_group_dup_difference (RedressGroup *self, const RedressGroupMember *member);
/* TRUE: it would be decided now. */
gboolean redress_group_goes (RedressGroup *self, const RedressGroupMember *member);
/* (transfer full): as its customer would read it. */
char *redress_group_write_message (RedressGroup *self, const RedressGroupMember *member);
/* Evaluates each that goes once more and records it. */
void redress_group_record (RedressGroup *self, guint undo_seconds);
/* What is not recorded yet stays undone. */
void redress_group_stop (RedressGroup *self);
/* Takes back all that has not left. */
void redress_group_take_back (RedressGroup *self);
/* Lets go of what it claimed and did not decide. */
void redress_group_close (RedressGroup *self);

G_END_DECLS
