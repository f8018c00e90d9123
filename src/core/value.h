/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressValueType:
 * @REDRESS_VALUE_UNKNOWN: nobody knows the value; compares as unknown, never as false
 * @REDRESS_VALUE_BOOLEAN: true or false
 * @REDRESS_VALUE_INTEGER: an integer of at most 2^53 - 1; fen and points too
 * @REDRESS_VALUE_TIME: a time
 * @REDRESS_VALUE_TEXT: a text or a code
 * @REDRESS_VALUE_MASKED: known to the server, not shown; @text is the hint ("**** 4821")
 */
typedef enum
{
  REDRESS_VALUE_UNKNOWN,
  REDRESS_VALUE_BOOLEAN,
  REDRESS_VALUE_INTEGER,
  REDRESS_VALUE_TIME,
  REDRESS_VALUE_TEXT,
  REDRESS_VALUE_MASKED,
} RedressValueType;

typedef struct
{
  RedressValueType type;
  union
  {
    gboolean boolean;
    gint64 integer;
    RedressTime time;
    char *text; /* (owned) for TEXT and MASKED */
  };
} RedressValue;

#define REDRESS_VALUE_INIT                                                                         \
  {                                                                                                \
    REDRESS_VALUE_UNKNOWN, { 0 }                                                                   \
  }

void redress_value_clear (RedressValue *self);
void redress_value_copy (const RedressValue *self, RedressValue *copy);
void redress_value_set_boolean (RedressValue *self, gboolean boolean);
void redress_value_set_integer (RedressValue *self, gint64 integer);
void redress_value_set_time (RedressValue *self, RedressTime time);
void redress_value_set_text (RedressValue *self, const char *text);
void redress_value_set_masked (RedressValue *self, const char *hint);
gboolean redress_value_equal (const RedressValue *a, const RedressValue *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressValue, redress_value_clear)

G_END_DECLS
