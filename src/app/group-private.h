/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/group-member.h"

G_BEGIN_DECLS

struct _RedressGroup
{
  GObject parent_instance;

  RedressSync *sync;
  RedressStore *store;
  RedressClock *clock;
  RedressAccount *account; /* (nullable) */
  GPtrArray *members;      /* (element-type RedressGroupMember) */
  char *id;                /* of the group, in every command of it */
  RedressVerdict verdict;
  char *reason_code;
  char *note;
  guint undo_seconds;
  guint next; /* the member that is taken next */
  gboolean listed;
  gboolean closed;
  guint watch_id;
  guint renew_id;
};

/**
 * RedressGroupStep:
 *
 * What an asynchronous call about one member has to know.
 */
typedef struct
{
  RedressGroup *group;        /* (owned) */
  RedressGroupMember *member; /* (unowned): lives as long as the group */
} RedressGroupStep;

RedressGroupStep *redress_group_step_new (RedressGroup *group, RedressGroupMember *member);
void redress_group_step_free (RedressGroupStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressGroupStep, redress_group_step_free)

void redress_group_changed (RedressGroup *self);
/* @why: (transfer full) (nullable) */
void redress_group_set_stage (RedressGroup *self,
                              RedressGroupMember *member,
                              RedressGroupStage stage,
                              char *why);
/* (transfer full) (nullable): with an error already told to the member. */
RedressOpenCase *redress_group_finish_case (RedressGroupStep *step, GAsyncResult *result);

G_END_DECLS
