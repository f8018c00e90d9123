/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/**
 * RedressCalculatorLine:
 * @value: what it comes to: a fact, a derived fact or a built-in name
 * @formula: how, in words with {blanks}
 */
typedef struct
{
  char *value;
  RedressText label;
  RedressText formula;
} RedressCalculatorLine;

/**
 * RedressCalculator:
 * @inputs: facts that somebody may try other values of
 * @lines: (element-type RedressCalculatorLine)
 *
 * The arithmetic of a flow, as its policy lays it out.
 */
typedef struct
{
  RedressText title;
  char **inputs;
  GPtrArray *lines;
} RedressCalculator;

/**
 * RedressCalculation:
 * @line: (unowned): of the policy
 * @known: whether the value is
 * @value: the value as people read it
 * @formula: the same with its blanks filled
 * @missing: names of the facts that nobody knows
 */
typedef struct
{
  const RedressCalculatorLine *line;
  gboolean known;
  char *value;
  char *formula;
  char **missing;
} RedressCalculation;

RedressCalculator *redress_calculator_new (void);
void redress_calculator_free (RedressCalculator *self);
void redress_policy_compile_calculator (RedressPolicy *self, GPtrArray *mistakes);
const RedressCalculator *redress_policy_get_calculator (RedressPolicy *self);
/* (transfer full) (element-type RedressCalculation). @trial: (nullable) (element-type RedressFact):
 * taken in place of the facts of the ticket, which stays as it is. */
GPtrArray *redress_policy_calculate (RedressPolicy *self,
                                     RedressTicket *ticket,
                                     GPtrArray *trial,
                                     RedressTime now,
                                     const char *language);

G_END_DECLS
