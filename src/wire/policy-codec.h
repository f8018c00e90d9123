/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy-build.h"
#include "wire/policy-reader.h"

/* The parts of the reader of policy files. */

G_BEGIN_DECLS

/* Facts, derived facts, slots, grounds, reasons, comparisons, clocks and messages. */
void
redress_policy_read_parts (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy);
void
redress_policy_read_rules (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy);
void redress_policy_read_kinds (RedressPolicyReader *reader, JsonObject *object, guint *kinds);
/* (nullable): a condition; NULL after a complaint */
RedressCondition *
redress_condition_read (RedressPolicyReader *reader, JsonNode *node, const char *path);

/* A parser of words that fills a guint, as redress_policy_read_word() wants it. */
#define REDRESS_WORD_PARSER(name, Type, from_string)                                               \
  static gboolean name (const char *text, guint *value)                                            \
  {                                                                                                \
    Type found;                                                                                    \
                                                                                                   \
    if (!from_string (text, &found))                                                               \
      return FALSE;                                                                                \
                                                                                                   \
    *value = found;                                                                                \
    return TRUE;                                                                                   \
  }

G_END_DECLS
