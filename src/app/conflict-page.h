/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressConflictChoice:
 * @REDRESS_CONFLICT_UNDECIDED: nothing was chosen yet
 * @REDRESS_CONFLICT_KEEP: what is recorded stands; mine becomes a note
 * @REDRESS_CONFLICT_DECIDE: a new decision
 */
typedef enum
{
  REDRESS_CONFLICT_UNDECIDED,
  REDRESS_CONFLICT_KEEP,
  REDRESS_CONFLICT_DECIDE,
} RedressConflictChoice;

/**
 * RedressConflictPage:
 *
 * A decision that the server did not take because the world had changed: mine, what is recorded,
 * and what happened in between. Nothing is chosen beforehand, and nothing is merged.
 *
 * Its buttons are the actions "case.record-choice", "case.open-case" and "case.drop-mine".
 * Signal "chosen": the choice changed.
 */
#define REDRESS_TYPE_CONFLICT_PAGE (redress_conflict_page_get_type ())
G_DECLARE_FINAL_TYPE (RedressConflictPage, redress_conflict_page, REDRESS, CONFLICT_PAGE, AdwBin)

/* The case must have an outbox entry in conflict. A reload of the same one keeps the choice, if
 * it is still there. */
void redress_conflict_page_show (RedressConflictPage *self, RedressOpenCase *open);
/* @verdict: (out): of a new decision. */
RedressConflictChoice redress_conflict_page_get_choice (RedressConflictPage *self,
                                                        RedressVerdict *verdict);
void redress_conflict_page_set_compact (RedressConflictPage *self, gboolean compact);
void redress_conflict_page_tick (RedressConflictPage *self);

G_END_DECLS
