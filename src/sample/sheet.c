/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/sheet.h"

#define BEIJING_OFFSET (8 * REDRESS_HOUR)

static void
line_free (RedressSheetLine *line)
{
  g_free (line->label);
  g_free (line->value);
  g_free (line->mark);
  g_free (line);
}

RedressSheet *
redress_sheet_new (RedressSheetLook look, gboolean chinese, const char *title)
{
  RedressSheet *self = g_new0 (RedressSheet, 1);

  self->look = look;
  self->chinese = chinese;
  self->title = g_strdup (title);
  self->accent = 0x2f54a0;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)line_free);
  return self;
}

void
redress_sheet_free (RedressSheet *self)
{
  g_free (self->title);
  g_free (self->headline);
  g_free (self->detail);
  g_free (self->item);
  g_free (self->notice);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static RedressSheetLine *
add (RedressSheet *self, const char *label, const char *value)
{
  RedressSheetLine *line = g_new0 (RedressSheetLine, 1);

  line->label = g_strdup (label);
  line->value = g_strdup (value);
  g_ptr_array_add (self->lines, line);
  return line;
}

void
redress_sheet_add (RedressSheet *self, const char *label, const char *value)
{
  add (self, label, value);
}

void
redress_sheet_add_strong (RedressSheet *self, const char *label, const char *value)
{
  add (self, label, value)->strong = TRUE;
}

void
redress_sheet_add_marked (RedressSheet *self,
                          const char *label,
                          const char *value,
                          const char *mark)
{
  add (self, label, value)->mark = g_strdup (mark);
}

void
redress_sheet_add_heading (RedressSheet *self, const char *label)
{
  add (self, label, NULL)->strong = TRUE;
}

/**
 * redress_sample_local_time:
 * @format: of g_date_time_format()
 *
 * Returns: (transfer full): the time in Beijing
 */
char *
redress_sample_local_time (RedressTime time, const char *format)
{
  g_autoptr (GDateTime) local =
      g_date_time_new_from_unix_utc ((time + BEIJING_OFFSET) / REDRESS_SECOND);

  return g_date_time_format (local, format);
}

/**
 * redress_sample_yuan:
 *
 * Returns: (transfer full): an amount as platforms print it
 */
char *
redress_sample_yuan (gint64 fen)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, fen / 100);
  GString *text = g_string_new (digits);

  for (gssize at = (gssize)text->len - 3; at > 0; at -= 3)
    g_string_insert_c (text, at, ',');
  g_string_append_printf (text, ".%02d", (int)(fen % 100));
  return g_string_free (text, FALSE);
}
