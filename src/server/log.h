/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"

G_BEGIN_DECLS

/**
 * RedressLogField:
 * @name: member of the line
 * @text: (nullable): an id, a code or an English text of ours
 * @number: where @text is %NULL
 *
 * One member of a log line. Names, numbers and words of customers are never given.
 */
typedef struct
{
  const char *name;
  const char *text;
  gint64 number;
} RedressLogField;

#define REDRESS_LOG_TEXT(name, text)                                                               \
  {                                                                                                \
    (name), (text) == NULL ? "" : (text), 0                                                        \
  }
#define REDRESS_LOG_NUMBER(name, number)                                                           \
  {                                                                                                \
    (name), NULL, (number)                                                                         \
  }
#define redress_log(clock, event, ...)                                                             \
  redress_log_write ((clock), (event), (const RedressLogField[]){ __VA_ARGS__, { NULL, NULL, 0 } })

typedef void (*RedressLogWriter) (const char *line, gpointer data);

void redress_log_write (RedressClock *clock, const char *event, const RedressLogField *fields);
/* Where lines go instead of standard error; NULL: back to standard error. */
void redress_log_set_writer (RedressLogWriter writer, gpointer data);

G_END_DECLS
