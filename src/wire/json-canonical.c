/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "wire/utf16-order.h"

/**
 * redress_json_append_string:
 * @out: canonical JSON so far
 * @text: UTF-8
 *
 * Appends a string with its quotes.
 */
void
redress_json_append_string (GString *out, const char *text)
{
  static const char named[] = "\"\\\b\f\n\r\t";
  static const char letters[] = "\"\\bfnrt";

  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0';)
    {
      const char *run = at;
      const char *found;

      while ((guchar)*at >= 0x20 && *at != '"' && *at != '\\')
        at++;
      g_string_append_len (out, run, at - run);
      if (*at == '\0')
        break;

      found = memchr (named, *at, sizeof named - 1);
      if (found != NULL)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, letters[found - named]);
        }
      else
        g_string_append_printf (out, "\\u%04x", (guint)*at);
      at++;
    }
  g_string_append_c (out, '"');
}

/**
 * redress_json_append_integer:
 * @out: canonical JSON so far
 * @value: not beyond %REDRESS_INTEGER_MAX in either direction
 *
 * Appends an integer.
 */
void
redress_json_append_integer (GString *out, gint64 value)
{
  g_return_if_fail (value >= -REDRESS_INTEGER_MAX && value <= REDRESS_INTEGER_MAX);

  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return redress_utf16_compare (*(const char *const *)a, *(const char *const *)b);
}

static void
append_object (GString *out, JsonObject *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_sized_new (json_object_get_size (object));
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer)name);
  g_ptr_array_sort (names, compare_names);

  g_string_append_c (out, '{');
  for (guint i = 0; i < names->len; i++)
    {
      name = g_ptr_array_index (names, i);
      if (i > 0)
        g_string_append_c (out, ',');
      redress_json_append_string (out, name);
      g_string_append_c (out, ':');
      redress_json_append_node (out, json_object_get_member (object, name));
    }
  g_string_append_c (out, '}');
}

static void
append_array (GString *out, JsonArray *array)
{
  guint length = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      redress_json_append_node (out, json_array_get_element (array, i));
    }
  g_string_append_c (out, ']');
}

static void
append_value (GString *out, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    redress_json_append_string (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    redress_json_append_integer (out, json_node_get_int (node));
  else
    g_critical ("A %s has no place in canonical JSON", g_type_name (type));
}

/**
 * redress_json_append_node:
 * @out: canonical JSON so far
 * @node: a value without doubles
 *
 * Appends a value.
 */
void
redress_json_append_node (GString *out, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (out, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      append_array (out, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      append_value (out, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

/**
 * redress_json_to_string:
 * @node: a value without doubles
 *
 * Returns: (transfer full): what redress_json_canonical() makes, as a string
 */
char *
redress_json_to_string (JsonNode *node)
{
  GString *out;

  g_return_val_if_fail (node != NULL, NULL);

  out = g_string_sized_new (1024);
  redress_json_append_node (out, node);
  return g_string_free (out, FALSE);
}

/**
 * redress_json_canonical:
 * @node: a value without doubles
 *
 * Makes the bytes that are signed, hashed and sent: RFC 8785, where the same value always
 * gives the same bytes. So the bytes can be made again from a parsed value.
 *
 * Returns: (transfer full): the canonical form
 */
GBytes *
redress_json_canonical (JsonNode *node)
{
  char *text = redress_json_to_string (node);

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

/**
 * redress_sha256_hex:
 * @data: (array length=length): bytes
 * @length: how many
 *
 * Returns: (transfer full): 64 lower-case hex digits
 */
char *
redress_sha256_hex (const void *data, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[32];
  char *hex;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, data, length, digest) < 0)
    g_error ("GnuTLS cannot compute SHA-256");

  hex = g_malloc (2 * sizeof digest + 1);
  for (gsize i = 0; i < sizeof digest; i++)
    {
      hex[2 * i] = digits[digest[i] >> 4];
      hex[2 * i + 1] = digits[digest[i] & 15];
    }
  hex[2 * sizeof digest] = '\0';
  return hex;
}
