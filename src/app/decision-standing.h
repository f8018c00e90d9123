/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressStanding:
 * @REDRESS_STANDING_DECIDE: the form
 * @REDRESS_STANDING_RECORDED: what became of the decision
 * @REDRESS_STANDING_APPROVE: a colleague's decision, to be approved or refused
 * @REDRESS_STANDING_NOTICE: a sentence why this person cannot decide this ticket now
 * @REDRESS_STANDING_NOTHING: this person never decides
 *
 * What stands at the foot of the case.
 */
typedef enum
{
  REDRESS_STANDING_DECIDE,
  REDRESS_STANDING_RECORDED,
  REDRESS_STANDING_APPROVE,
  REDRESS_STANDING_NOTICE,
  REDRESS_STANDING_NOTHING,
} RedressStanding;

/**
 * RedressNotice:
 * @message: (nullable): what the customer reads
 * @button: (nullable): what can be done about it
 * @action: (nullable): detailed name
 */
typedef struct
{
  const char *icon;
  char *title;   /* (owned) */
  char *text;    /* (owned) */
  char *message; /* (owned) */
  const char *button;
  const char *action;
} RedressNotice;

void redress_notice_clear (RedressNotice *self);
/* Fills @notice for REDRESS_STANDING_NOTICE. @reopened: the agent decides a conflict again. */
RedressStanding
redress_standing_judge (RedressOpenCase *open, gboolean reopened, RedressNotice *notice);
/* Whoever made or approved the first decision does not judge the appeal against it. */
gboolean redress_standing_is_first_decider (RedressOpenCase *open);
/* @draft: (nullable): whose amount counts
 * (nullable): why nothing can be recorded now, although it could be written: it stays a
 * draft. */
const char *redress_standing_get_hindrance (RedressOpenCase *open,
                                            RedressSyncStatus status,
                                            const RedressDraft *draft);
gboolean redress_sync_status_is_online (RedressSyncStatus status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressNotice, redress_notice_clear)

G_END_DECLS
