/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"

G_BEGIN_DECLS

/**
 * RedressUse:
 * @entry: number of an entry of a log, a message of a chat or a line of a text, from 1
 * @facts: (element-type RedressFact) (unowned): facts of the ticket that it says
 * @findings: (element-type RedressFinding) (unowned): what rests on these facts; the rule that
 *   decides first, then those that match, those that are unknown and those that do not match
 *
 * A place in a piece of evidence that rules used.
 */
typedef struct
{
  guint entry;
  GPtrArray *facts;
  GPtrArray *findings;
} RedressUse;

void redress_use_free (RedressUse *self);
/* (transfer full) (element-type RedressUse): by entry; what no rule used is not in it. */
GPtrArray *redress_evaluation_list_uses (const RedressEvaluation *self,
                                         RedressPolicy *policy,
                                         RedressTicket *ticket,
                                         const char *sha256);
/* What points behind the end of a piece of @n_entries points nowhere, and goes. */
void redress_uses_limit (GPtrArray *self, guint n_entries);
/* Which of them is of the entry; G_MAXUINT: none. */
guint redress_uses_find (GPtrArray *self, guint entry);
/* TRUE: what came out rests on the fact, perhaps by way of facts that are worked out. */
gboolean
redress_finding_rests_on (const RedressFinding *self, RedressPolicy *policy, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressUse, redress_use_free)

G_END_DECLS
