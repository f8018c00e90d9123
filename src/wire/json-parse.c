/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include <string.h>

/* json-glib's hash tables take unsalted hashes, so that keys can be made to collide. Few
 * members in an object keep that harmless; no message or file comes near this. */
#define MEMBERS_MAX 512

const RedressJsonLimits redress_json_limits_request = {
  .bytes = 256 * 1024,
  .depth = 32,
  .tokens = 100000,
};

const RedressJsonLimits redress_json_limits_response = {
  .bytes = 8 * 1024 * 1024,
  .depth = 32,
  .tokens = 1000000,
};

/* json-glib's own parser takes comments, single quotes, octal numbers and what not, wraps
 * large integers and has no depth limit. So nodes are made here, in the one strict pass. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const RedressJsonLimits *limits;
  guint depth;
  guint tokens;
  GString *text; /* strings that were read and not yet put into a node, each with its NUL */
  GError **error;
} Reader;

static JsonNode *read_value (Reader *self);

/* The message never quotes the input: it ends in logs, and the input may be personal. */
static gboolean
fail (Reader *self, const char *what)
{
  g_set_error (self->error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "JSON, byte %" G_GSIZE_FORMAT ": %s", (gsize)(self->at - self->start), what);
  return FALSE;
}

static gboolean
accept (Reader *self, char wanted)
{
  if (self->at == self->end || *self->at != wanted)
    return FALSE;

  self->at++;
  return TRUE;
}

static void
skip_space (Reader *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

static gboolean
count_token (Reader *self)
{
  if (++self->tokens > self->limits->tokens)
    return fail (self, "too many values");

  return TRUE;
}

static gboolean
read_hex (Reader *self, gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return fail (self, "\\u needs four hex digits");
      *unit = *unit << 4 | (gunichar)g_ascii_xdigit_value (*self->at);
    }

  return TRUE;
}

/* What stands behind \u: a character, or the first half of one with the second behind it. */
static gboolean
read_unicode_escape (Reader *self)
{
  gunichar unit, low;

  if (!read_hex (self, &unit))
    return FALSE;

  if (unit == 0)
    return fail (self, "a string may not hold \\u0000");

  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (self, "lone surrogate");

  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!accept (self, '\\') || !accept (self, 'u'))
        return fail (self, "lone surrogate");
      if (!read_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, "lone surrogate");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

  g_string_append_unichar (self->text, unit);
  return TRUE;
}

static gboolean
read_escape (Reader *self)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (self->at == self->end)
    return fail (self, "string does not end");

  if (*self->at == 'u')
    {
      self->at++;
      return read_unicode_escape (self);
    }

  letter = memchr (letters, *self->at, sizeof letters - 1);
  if (letter == NULL)
    return fail (self, "unknown escape");

  g_string_append_c (self->text, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

/* Appends the string that begins at the quotation mark, and its NUL, to the text. */
static gboolean
read_string (Reader *self)
{
  if (!accept (self, '"'))
    return fail (self, "string expected");

  while (TRUE)
    {
      const char *run = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
             (guchar)*self->at >= 0x20)
        self->at++;
      g_string_append_len (self->text, run, self->at - run);

      if (accept (self, '"'))
        {
          g_string_append_c (self->text, '\0');
          return TRUE;
        }
      if (!accept (self, '\\'))
        return fail (self,
                     self->at == self->end ? "string does not end" : "control character in string");
      if (!read_escape (self))
        return FALSE;
    }
}

static JsonNode *
read_string_node (Reader *self)
{
  gsize mark = self->text->len;
  JsonNode *node;

  if (!read_string (self))
    return NULL;

  node = json_node_init_string (json_node_alloc (), self->text->str + mark);
  g_string_truncate (self->text, mark);
  return node;
}

static JsonNode *
read_number (Reader *self)
{
  gboolean negative = accept (self, '-');
  const char *first = self->at;
  gint64 value = 0;

  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    {
      value = value * 10 + (*self->at - '0');
      if (value > REDRESS_INTEGER_MAX)
        return fail (self, "integer beyond 2^53 - 1"), NULL;
    }

  if (self->at == first)
    return fail (self, "digit expected"), NULL;
  if (*first == '0' && self->at - first > 1)
    return fail (self, "integer begins with 0"), NULL;
  if (self->at < self->end && (*self->at == '.' || *self->at == 'e' || *self->at == 'E'))
    return fail (self, "numbers must be integers without exponent"), NULL;

  return json_node_init_int (json_node_alloc (), negative ? -value : value);
}

static gboolean
accept_word (Reader *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;

  self->at += length;
  return TRUE;
}

static JsonNode *
read_word (Reader *self)
{
  if (accept_word (self, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (accept_word (self, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (accept_word (self, "null"))
    return json_node_init_null (json_node_alloc ());

  fail (self, self->at == self->end ? "value expected, the text ends" : "value expected");
  return NULL;
}

static gboolean
read_member (Reader *self, JsonObject *object)
{
  gsize mark = self->text->len;
  guint size = json_object_get_size (object);
  JsonNode *node;

  if (size == MEMBERS_MAX)
    return fail (self, "too many members in one object");
  if (!count_token (self) || !read_string (self))
    return FALSE;
  skip_space (self);
  if (!accept (self, ':'))
    return fail (self, "':' expected");

  node = read_value (self);
  if (node == NULL)
    return FALSE;

  json_object_set_member (object, self->text->str + mark, node);
  g_string_truncate (self->text, mark);
  if (json_object_get_size (object) == size)
    return fail (self, "member stands twice in one object");

  return TRUE;
}

static gboolean
read_element (Reader *self, JsonArray *array)
{
  JsonNode *node = read_value (self);

  if (node == NULL)
    return FALSE;

  json_array_add_element (array, node);
  return TRUE;
}

static gboolean
read_members (Reader *self, JsonObject *object)
{
  skip_space (self);
  if (accept (self, '}'))
    return TRUE;

  do
    {
      skip_space (self);
      if (!read_member (self, object))
        return FALSE;
      skip_space (self);
    }
  while (accept (self, ','));

  return accept (self, '}') || fail (self, "',' or '}' expected");
}

static gboolean
read_elements (Reader *self, JsonArray *array)
{
  skip_space (self);
  if (accept (self, ']'))
    return TRUE;

  do
    {
      if (!read_element (self, array))
        return FALSE;
      skip_space (self);
    }
  while (accept (self, ','));

  return accept (self, ']') || fail (self, "',' or ']' expected");
}

static JsonNode *
read_container (Reader *self)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  gboolean ok;

  if (self->depth == self->limits->depth)
    return fail (self, "nested too deep"), NULL;

  self->depth++;
  if (*self->at++ == '{')
    {
      json_node_init (node, JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      ok = read_members (self, json_node_get_object (node));
    }
  else
    {
      json_node_init (node, JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      ok = read_elements (self, json_node_get_array (node));
    }
  self->depth--;

  return ok ? g_steal_pointer (&node) : NULL;
}

static JsonNode *
read_value (Reader *self)
{
  skip_space (self);
  if (!count_token (self))
    return NULL;

  if (self->at < self->end)
    {
      if (*self->at == '"')
        return read_string_node (self);
      if (*self->at == '{' || *self->at == '[')
        return read_container (self);
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return read_number (self);
    }

  return read_word (self);
}

/**
 * redress_json_parse:
 * @data: (array length=length): bytes from outside; need not end in NUL
 * @length: how many
 * @limits: what is too much
 *
 * Reads strict RFC 8259 text: UTF-8 without a byte order mark, no member twice in an object,
 * no \u0000 and no half of a surrogate pair, integers only and none beyond ±(2^53 - 1).
 *
 * Returns: (transfer full): the value, or %NULL with %REDRESS_ERROR_TOO_LARGE if there are
 * too many bytes, %REDRESS_ERROR_INVALID for everything else
 */
JsonNode *
redress_json_parse (const char *data, gsize length, const RedressJsonLimits *limits, GError **error)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonNode) node = NULL;
  /* An empty block may have no address, and nothing may be added to none. */
  const char *start = length > 0 ? data : "";
  Reader reader = { .start = start, .at = start, .end = start + length };

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (limits != NULL, NULL);

  if (length > limits->bytes)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
                   "JSON of %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT " are taken",
                   length, limits->bytes);
      return NULL;
    }

  text = g_string_sized_new (1024);
  reader.limits = limits;
  reader.text = text;
  reader.error = error;

  if (!g_utf8_validate_len (start, length, &reader.at))
    return fail (&reader, "not UTF-8"), NULL;

  reader.at = start;
  node = read_value (&reader);
  if (node == NULL)
    return NULL;

  skip_space (&reader);
  if (reader.at != reader.end)
    return fail (&reader, "something stands behind the value"), NULL;

  return g_steal_pointer (&node);
}

/**
 * redress_json_check:
 * @data: (array length=length): bytes from outside; need not end in NUL
 * @length: how many
 * @limits: what is too much
 *
 * Returns: %FALSE where redress_json_parse() would fail, with the same error
 */
gboolean
redress_json_check (const char *data, gsize length, const RedressJsonLimits *limits, GError **error)
{
  g_autoptr (JsonNode) node = redress_json_parse (data, length, limits, error);

  return node != NULL;
}
