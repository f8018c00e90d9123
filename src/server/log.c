/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/log.h"

#include "core/timestamp.h"

#include <stdio.h>

#define MAX_TEXT 200

static GMutex writer_lock;
static RedressLogWriter writer_func;
static gpointer writer_data;

/* Only plain characters pass: what came from outside can forge no line and carry no words in
 * other scripts, and a caller that gives too much by mistake gives little. */
static void
append_text (GString *line, const char *text)
{
  for (guint i = 0; i < MAX_TEXT && text[i] != '\0'; i++)
    {
      gboolean is_plain = g_ascii_isalnum (text[i]) || strchr (" ._:;,/{}()'@+=-", text[i]) != NULL;

      g_string_append_c (line, is_plain ? text[i] : '?');
    }
}

/**
 * redress_log_set_writer:
 * @writer: (nullable): where lines go; %NULL for standard error
 * @data: for @writer
 *
 * Sends the lines elsewhere, for tests. @writer is called by any thread, by one at a time.
 */
void
redress_log_set_writer (RedressLogWriter writer, gpointer data)
{
  g_mutex_lock (&writer_lock);
  writer_func = writer;
  writer_data = data;
  g_mutex_unlock (&writer_lock);
}

/**
 * redress_log_write:
 * @clock: what time it is
 * @event: what happened, a code
 * @fields: (array zero-terminated=1): the rest
 *
 * Writes one line of JSON. Use the macro redress_log().
 */
void
redress_log_write (RedressClock *clock, const char *event, const RedressLogField *fields)
{
  g_autoptr (GString) line = g_string_new ("{\"time\":\"");
  g_autofree char *time = redress_timestamp_format (redress_clock_now (clock));

  g_string_append (line, time);
  g_string_append (line, "\",\"event\":\"");
  append_text (line, event);
  g_string_append_c (line, '"');
  for (const RedressLogField *field = fields; field->name != NULL; field++)
    {
      g_string_append_printf (line, ",\"%s\":", field->name);
      if (field->text == NULL)
        {
          g_string_append_printf (line, "%" G_GINT64_FORMAT, field->number);
          continue;
        }
      g_string_append_c (line, '"');
      append_text (line, field->text);
      g_string_append_c (line, '"');
    }
  g_string_append (line, "}\n");

  g_mutex_lock (&writer_lock);
  if (writer_func != NULL)
    writer_func (line->str, writer_data);
  else
    fputs (line->str, stderr);
  g_mutex_unlock (&writer_lock);
}
