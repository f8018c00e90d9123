/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressCaseChange:
 * @at: when, or REDRESS_TIME_UNKNOWN
 * @label: what: "Credited", "New evidence"
 * @before: (nullable): NULL where it is new or nobody remembers
 * @after: what it is now
 * @matters: a decision may come out otherwise
 */
typedef struct
{
  RedressTime at;
  char *label;
  char *before;
  char *after;
  gboolean matters;
} RedressCaseChange;

void redress_case_change_free (RedressCaseChange *self);

/* (transfer full) (element-type RedressCaseChange): what differs between a ticket as it was and as
 * it is in @open: order state, facts, evidence, amount. In the order of the page. */
GPtrArray *redress_ticket_diff (RedressTicket *before, RedressOpenCase *open);
/* What became known after @since, by the times of facts, events and evidence; by time. */
GPtrArray *redress_ticket_list_since (RedressOpenCase *open, RedressTime since);
/* "Credited: unknown → no" */
char *redress_case_change_describe (const RedressCaseChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCaseChange, redress_case_change_free)

G_END_DECLS
