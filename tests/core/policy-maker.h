/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "core/policy-build.h"

/* Small policies and tickets, made without files. */

G_BEGIN_DECLS

/* (transfer full): a policy without rules, with one slot "log" and one reason for everything. */
RedressPolicy *redress_test_policy (void);
void redress_test_add_fact (RedressPolicy *policy, const char *name, RedressFactType type);
/* @a and @b are names or, where they begin with a digit or a minus, numbers; @b may be NULL. */
void redress_test_add_derived (RedressPolicy *policy,
                               const char *name,
                               RedressFactType type,
                               RedressDerive derive,
                               const char *a,
                               const char *b);
/* Takes @when. @verdicts: words apart by spaces, first recommended; may be empty. */
RedressRule *redress_test_add_rule (
    RedressPolicy *policy, const char *id, int phase, RedressCondition *when, const char *verdicts);
/* Compiles; the test fails if there are mistakes. */
void redress_test_compile (RedressPolicy *policy);

/* (transfer full): conditions. Groups take their members; end them with NULL. */
RedressCondition *redress_test_is (const char *name, gboolean value);
RedressCondition *redress_test_integer (const char *name, RedressTest test, gint64 operand);
RedressCondition *redress_test_text (const char *name, RedressTest test, const char *operand);
RedressCondition *redress_test_pair (const char *name, RedressTest test, const char *other);
RedressCondition *redress_test_asks (const char *name, RedressTest test, gboolean wanted);
RedressCondition *redress_test_group (RedressConditionKind kind, ...) G_GNUC_NULL_TERMINATED;

void redress_test_set_boolean (RedressTicket *ticket, const char *name, gboolean value);
void redress_test_set_integer (RedressTicket *ticket, const char *name, gint64 value);
void redress_test_set_time (RedressTicket *ticket, const char *name, RedressTime value);
void redress_test_set_text (RedressTicket *ticket, const char *name, const char *value);
/* The test fails if there is no finding of the rule. */
const RedressFinding *redress_test_find (const RedressEvaluation *evaluation, const char *rule);
/* An RFC 3339 time. */
RedressTime redress_test_time (const char *text);

G_END_DECLS
