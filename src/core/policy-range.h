/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy-build.h"

/* What conditions leave of the values of one input; for proofs about conditions. */

G_BEGIN_DECLS

/**
 * RedressRange:
 * @allowed: (nullable) (element-type RedressValue): %NULL: all
 * @excluded: (element-type RedressValue): not these
 * @known: something is compared with it
 * @unknown: it must be unknown
 */
typedef struct
{
  int input;
  gint64 low;
  gint64 high;
  GPtrArray *allowed;
  GPtrArray *excluded;
  gboolean known;
  gboolean unknown;
} RedressRange;

/* (transfer full) (element-type RedressRange): what has to be so where @condition holds. */
GPtrArray *redress_ranges_gather (const RedressCondition *condition);
/* (nullable): the range of an input, if anything was asked of it. */
RedressRange *redress_ranges_find (GPtrArray *ranges, int input);
void redress_ranges_add_test (GPtrArray *ranges, const RedressCondition *test, gboolean negated);
/* TRUE: no value is left. */
gboolean redress_range_is_empty (RedressPolicy *policy, const RedressRange *range);

G_END_DECLS
