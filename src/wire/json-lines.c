/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json-lines.h"

#include <string.h>

struct _RedressJsonLines
{
  GHashTable *lines; /* path -> line */
};

/* A container that is open. */
typedef struct
{
  gsize path_length; /* of the container itself */
  gboolean is_array;
  guint index;
} Level;

typedef struct
{
  const char *at;
  const char *end;
  guint line;
  GString *path;
  GArray *levels; /* (element-type Level) */
  GHashTable *lines;
} Scanner;

static Level *
get_level (Scanner *self)
{
  return self->levels->len > 0 ? &g_array_index (self->levels, Level, self->levels->len - 1) : NULL;
}

static void
note (Scanner *self)
{
  /* The first: that of the name, and not of the bracket below it. */
  if (!g_hash_table_contains (self->lines, self->path->str))
    g_hash_table_insert (self->lines, g_strdup (self->path->str), GUINT_TO_POINTER (self->line));
}

static void
name_item (Scanner *self)
{
  Level *level = get_level (self);

  g_string_truncate (self->path, level->path_length);
  if (level->is_array)
    g_string_append_printf (self->path, "[%u]", level->index);
}

/* Behind the opening quote; returns the length of the string as it is written. */
static gsize
skip_string (Scanner *self)
{
  const char *start = self->at;

  while (self->at < self->end && *self->at != '"')
    self->at += *self->at == '\\' && self->at + 1 < self->end ? 2 : 1;

  return (gsize)(self->at - start);
}

/* A string in front of a colon is the name of a member. */
static gboolean
is_name (const Scanner *self)
{
  const char *after = self->at + 1;

  while (after < self->end && g_ascii_isspace (*after))
    after++;

  return after < self->end && *after == ':';
}

static void
take_string (Scanner *self)
{
  const Level *level = get_level (self);
  const char *start = ++self->at;
  gsize length = skip_string (self);

  if (level != NULL && !level->is_array && is_name (self))
    {
      g_string_truncate (self->path, level->path_length);
      if (self->path->len > 0)
        g_string_append_c (self->path, '.');
      g_string_append_len (self->path, start, (gssize)length);
      note (self);
    }
  else if (level != NULL && level->is_array)
    note (self);
}

static void
open_container (Scanner *self, gboolean is_array)
{
  Level level = { .is_array = is_array };

  note (self);
  level.path_length = self->path->len;
  g_array_append_val (self->levels, level);
  if (is_array)
    name_item (self);
}

static void
close_container (Scanner *self)
{
  if (self->levels->len == 0)
    return;

  g_string_truncate (self->path, get_level (self)->path_length);
  g_array_set_size (self->levels, self->levels->len - 1);
}

static void
next_item (Scanner *self)
{
  Level *level = get_level (self);

  if (level == NULL)
    return;

  level->index++;
  name_item (self);
}

static void
take (Scanner *self)
{
  switch (*self->at)
    {
    case '\n':
      self->line++;
      break;
    case '"':
      take_string (self);
      break;
    case '{':
    case '[':
      open_container (self, *self->at == '[');
      break;
    case '}':
    case ']':
      close_container (self);
      break;
    case ',':
      next_item (self);
      break;
    default:
      /* The first letter of a number or word in a list; later ones say the same. */
      if (get_level (self) != NULL && get_level (self)->is_array && !g_ascii_isspace (*self->at))
        note (self);
      break;
    }
}

/**
 * redress_json_lines_new:
 * @text: a JSON text that was read before; what is no JSON gives lines that mean nothing
 * @length: its length
 *
 * Returns: (transfer full): where its values begin; members begin with their name
 */
RedressJsonLines *
redress_json_lines_new (const char *text, gsize length)
{
  RedressJsonLines *self = g_new0 (RedressJsonLines, 1);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Scanner scanner = { .line = 1, .path = path, .levels = levels };

  g_return_val_if_fail (text != NULL || length == 0, self);

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  scanner.lines = self->lines;
  scanner.end = text + length;
  scanner.at = text;
  while (scanner.at < scanner.end)
    {
      take (&scanner);
      if (scanner.at < scanner.end)
        scanner.at++;
    }

  return self;
}

/**
 * redress_json_lines_free:
 *
 * Frees @self.
 */
void
redress_json_lines_free (RedressJsonLines *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->lines, g_hash_table_unref);
  g_free (self);
}

/**
 * redress_json_lines_find:
 * @path: names of members and places in lists; empty for the text itself
 *
 * Returns: the line on which the value begins, from 1; 0 where there is no such value
 */
guint
redress_json_lines_find (const RedressJsonLines *self, const char *path)
{
  g_return_val_if_fail (self != NULL && path != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, path));
}

/**
 * redress_json_line_of_byte:
 * @byte: a place in @text; places behind its end count as its end
 *
 * Returns: the line of the byte, from 1
 */
guint
redress_json_line_of_byte (const char *text, gsize length, gsize byte)
{
  guint line = 1;

  for (gsize i = 0; i < MIN (byte, length); i++)
    if (text[i] == '\n')
      line++;

  return line;
}
