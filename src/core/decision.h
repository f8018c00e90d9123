/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "core/verdict.h"

G_BEGIN_DECLS

/**
 * RedressDecision:
 *
 * A final verdict as the server recorded it, in its round.
 */
typedef struct
{
  gint64 round;
  RedressVerdict verdict;
  RedressVerdict recommended;
  char *reason_code;
  char *note;
  char *message;          /* what the customer reads */
  char *message_language; /* (nullable): that it is written in; NULL of old decisions */
  char *override_reason;  /* (nullable) */
  RedressAmount amount;
  char **cited; /* digests of evidence */
  char *actor;
  char *actor_name;
  char *approved_by;      /* (nullable) */
  char *approved_by_name; /* (nullable): as that person is called now */
  RedressTime decided_at;
  RedressTime recorded_at;
  RedressTime effect_at;
  gboolean offline;
  gboolean is_void;
  char *command_id;
  gint64 version;     /* of the ticket the decision rests on */
  char **effects;     /* names such as "revoke_secret" */
  char *effect_state; /* "pending", "done", "failed" */
  char *group;        /* (nullable): id that decisions made in one go share */
} RedressDecision;

RedressDecision *redress_decision_new (void);
void redress_decision_free (RedressDecision *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressDecision, redress_decision_free)

G_END_DECLS
