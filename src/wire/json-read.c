/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include <string.h>

#include "core/timestamp.h"

static gboolean
fail (GError **error, const char *name, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s: %s", name, what);
  return FALSE;
}

/* @node is NULL if the member is missing and may be. */
static gboolean
get_member (
    JsonObject *object, const char *name, gboolean required, JsonNode **node, GError **error)
{
  *node = json_object_get_member (object, name);
  if (*node == NULL && required)
    return fail (error, name, "is missing");

  return TRUE;
}

static gboolean
is_value (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * redress_json_read_string:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @max_bytes: length it may have; 0 for any
 * @out: (out) (transfer full): overwritten with a copy; left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_string (JsonObject *object,
                          const char *name,
                          gboolean required,
                          gsize max_bytes,
                          char **out,
                          GError **error)
{
  JsonNode *node;
  const char *text;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!is_value (node, G_TYPE_STRING))
    return fail (error, name, "must be a string");

  text = json_node_get_string (node);
  if (max_bytes > 0 && strlen (text) > max_bytes)
    return fail (error, name, "is too long");

  *out = g_strdup (text);
  return TRUE;
}

/**
 * redress_json_read_int:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @min: least value
 * @max: largest value
 * @out: (out): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_int (JsonObject *object,
                       const char *name,
                       gboolean required,
                       gint64 min,
                       gint64 max,
                       gint64 *out,
                       GError **error)
{
  JsonNode *node;
  gint64 value;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!is_value (node, G_TYPE_INT64))
    return fail (error, name, "must be an integer");

  value = json_node_get_int (node);
  if (value < min || value > max)
    return fail (error, name, "is out of range");

  *out = value;
  return TRUE;
}

/**
 * redress_json_read_bool:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @out: (out): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_bool (
    JsonObject *object, const char *name, gboolean required, gboolean *out, GError **error)
{
  JsonNode *node;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!is_value (node, G_TYPE_BOOLEAN))
    return fail (error, name, "must be true or false");

  *out = json_node_get_boolean (node);
  return TRUE;
}

/**
 * redress_json_read_time:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @out: (out): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_time (
    JsonObject *object, const char *name, gboolean required, RedressTime *out, GError **error)
{
  JsonNode *node;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!is_value (node, G_TYPE_STRING))
    return fail (error, name, "must be a time");

  if (!redress_timestamp_parse (json_node_get_string (node), out, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  return TRUE;
}

/**
 * redress_json_read_strv:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @max_items: how many strings there may be
 * @out: (out) (transfer full): overwritten; left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_strv (JsonObject *object,
                        const char *name,
                        gboolean required,
                        guint max_items,
                        char ***out,
                        GError **error)
{
  g_auto (GStrv) strings = NULL;
  JsonArray *array = NULL;
  guint length;

  if (!redress_json_read_array (object, name, required, max_items, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;

  length = json_array_get_length (array);
  strings = g_new0 (char *, length + 1);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!is_value (node, G_TYPE_STRING))
        return fail (error, name, "must hold strings only");
      strings[i] = g_strdup (json_node_get_string (node));
    }

  *out = g_steal_pointer (&strings);
  return TRUE;
}

/**
 * redress_json_read_object:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @out: (out) (transfer none): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_object (
    JsonObject *object, const char *name, gboolean required, JsonObject **out, GError **error)
{
  JsonNode *node;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, name, "must be an object");

  *out = json_node_get_object (node);
  return TRUE;
}

/**
 * redress_json_read_array:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @max_items: how many elements there may be
 * @out: (out) (transfer none): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_array (JsonObject *object,
                         const char *name,
                         gboolean required,
                         guint max_items,
                         JsonArray **out,
                         GError **error)
{
  JsonNode *node;

  if (!get_member (object, name, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, name, "must be an array");
  if (json_array_get_length (json_node_get_array (node)) > max_items)
    return fail (error, name, "holds too many items");

  *out = json_node_get_array (node);
  return TRUE;
}
