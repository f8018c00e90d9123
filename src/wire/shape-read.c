/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/shape.h"

#include <string.h>

/**
 * redress_json_fail:
 * @name: name of the member
 * @what: what is wrong with it
 *
 * Returns: %FALSE, with %REDRESS_ERROR_INVALID set
 */
gboolean
redress_json_fail (GError **error, const char *name, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s: %s", name, what);
  return FALSE;
}

/**
 * redress_is_digest:
 *
 * Returns: %TRUE if @text has the form of a SHA-256 digest
 */
gboolean
redress_is_digest (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/**
 * redress_json_read_amount:
 * @name: name of the member
 * @required: whether it is an error if it is missing
 * @out: (out): left alone if the member is missing
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_json_read_amount (
    JsonObject *object, const char *name, gboolean required, RedressAmount *out, GError **error)
{
  g_autofree char *unit = NULL;
  JsonObject *amount = NULL;

  if (!redress_json_read_object (object, name, required, &amount, error))
    return FALSE;
  if (amount == NULL)
    return TRUE;

  if (!redress_json_read_int (amount, "value", TRUE, -REDRESS_INTEGER_MAX, REDRESS_INTEGER_MAX,
                              &out->value, error) ||
      !redress_json_read_string (amount, "unit", TRUE, 0, &unit, error))
    {
      g_prefix_error (error, "%s.", name);
      return FALSE;
    }

  return redress_unit_from_string (unit, &out->unit) ||
         redress_json_fail (error, name, "has an unknown unit");
}

/* What is usual for a member that names no limit of its own. */
static gint64
get_max (const RedressMember *member)
{
  if (member->max > 0)
    return member->max;

  switch (member->type)
    {
    case REDRESS_MEMBER_INT:
      return REDRESS_INTEGER_MAX;
    case REDRESS_MEMBER_UINT:
      return G_MAXINT;
    case REDRESS_MEMBER_STRV:
    case REDRESS_MEMBER_ARRAY:
      return REDRESS_ITEMS_MAX;
    case REDRESS_MEMBER_TEXT:
    case REDRESS_MEMBER_NULLABLE:
    case REDRESS_MEMBER_DIGEST:
      return REDRESS_TEXT_MAX;
    case REDRESS_MEMBER_BOOL:
    case REDRESS_MEMBER_TIME:
    case REDRESS_MEMBER_AMOUNT:
    case REDRESS_MEMBER_ENUM:
    case REDRESS_MEMBER_OBJECT:
    case REDRESS_MEMBER_INLINE:
    default:
      return 0;
    }
}

static gboolean
read_text (const RedressMember *member, JsonObject *object, char **field, GError **error)
{
  if (!redress_json_read_string (object, member->name, member->required, (gsize)get_max (member),
                                 field, error))
    return FALSE;

  if (*field == NULL && member->type == REDRESS_MEMBER_TEXT)
    *field = g_strdup ("");
  if (*field != NULL && member->type == REDRESS_MEMBER_DIGEST && !redress_is_digest (*field))
    return redress_json_fail (error, member->name, "must be 64 lower-case hex digits");

  return TRUE;
}

/* A struct may be born with an empty array of strings. */
static gboolean
read_strv (const RedressMember *member, JsonObject *object, char ***field, GError **error)
{
  char **strings = NULL;

  if (!redress_json_read_strv (object, member->name, member->required, (guint)get_max (member),
                               &strings, error))
    return FALSE;

  if (strings != NULL)
    {
      g_strfreev (*field);
      *field = strings;
    }
  return TRUE;
}

static gboolean
read_uint (const RedressMember *member, JsonObject *object, guint *field, GError **error)
{
  gint64 value = *field;

  if (!redress_json_read_int (object, member->name, member->required, member->min, get_max (member),
                              &value, error))
    return FALSE;

  *field = (guint)value;
  return TRUE;
}

static gboolean
read_enum (const RedressMember *member, JsonObject *object, guint *field, GError **error)
{
  g_autofree char *word = NULL;

  if (!redress_json_read_string (object, member->name, member->required, 0, &word, error))
    return FALSE;

  return word == NULL || member->from_string (word, field) ||
         redress_json_fail (error, member->name, "has an unknown value");
}

static gboolean
read_object (const RedressMember *member, JsonObject *object, gpointer field, GError **error)
{
  JsonObject *inner = NULL;
  gboolean ok;

  if (!redress_json_read_object (object, member->name, member->required, &inner, error))
    return FALSE;
  if (inner == NULL)
    return TRUE;

  if (member->type == REDRESS_MEMBER_INLINE)
    ok = redress_shape_read (member->shape, inner, field, error);
  else
    ok = (*(gpointer *)field = redress_shape_from_json (member->shape, inner, error)) != NULL;
  if (!ok)
    g_prefix_error (error, "%s.", member->name);

  return ok;
}

static gboolean
read_array (const RedressMember *member, JsonObject *object, GPtrArray *field, GError **error)
{
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, member->name, member->required, (guint)get_max (member),
                                &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer item;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return redress_json_fail (error, member->name, "must hold objects only");

      item = redress_shape_from_json (member->shape, json_node_get_object (node), error);
      if (item == NULL)
        {
          g_prefix_error (error, "%s[%u].", member->name, i);
          return FALSE;
        }
      g_ptr_array_add (field, item);
    }

  return TRUE;
}

static gboolean
read_member (const RedressMember *member, JsonObject *object, gpointer field, GError **error)
{
  const char *name = member->name;
  gboolean required = member->required;

  switch (member->type)
    {
    case REDRESS_MEMBER_TEXT:
    case REDRESS_MEMBER_NULLABLE:
    case REDRESS_MEMBER_DIGEST:
      return read_text (member, object, field, error);
    case REDRESS_MEMBER_INT:
      return redress_json_read_int (object, name, required, member->min, get_max (member), field,
                                    error);
    case REDRESS_MEMBER_UINT:
      return read_uint (member, object, field, error);
    case REDRESS_MEMBER_BOOL:
      return redress_json_read_bool (object, name, required, field, error);
    case REDRESS_MEMBER_TIME:
      return redress_json_read_time (object, name, required, field, error);
    case REDRESS_MEMBER_STRV:
      return read_strv (member, object, field, error);
    case REDRESS_MEMBER_AMOUNT:
      return redress_json_read_amount (object, name, required, field, error);
    case REDRESS_MEMBER_ENUM:
      return read_enum (member, object, field, error);
    case REDRESS_MEMBER_OBJECT:
    case REDRESS_MEMBER_INLINE:
      return read_object (member, object, field, error);
    case REDRESS_MEMBER_ARRAY:
      return read_array (member, object, *(GPtrArray **)field, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * redress_shape_read:
 * @object: what stands on the wire
 * @self: a struct as the shape's create makes it
 *
 * Reads the members the shape knows and ignores all others.
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_shape_read (const RedressShape *shape, JsonObject *object, gpointer self, GError **error)
{
  for (guint i = 0; i < shape->n_members; i++)
    {
      const RedressMember *member = &shape->members[i];

      if (!read_member (member, object, G_STRUCT_MEMBER_P (self, member->offset), error))
        return FALSE;
    }

  return shape->read_rest == NULL || shape->read_rest (object, self, error);
}

/**
 * redress_shape_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a new struct, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
gpointer
redress_shape_from_json (const RedressShape *shape, JsonObject *object, GError **error)
{
  gpointer self;

  g_return_val_if_fail (object != NULL, NULL);

  self = shape->create ();
  if (redress_shape_read (shape, object, self, error))
    return self;

  shape->destroy (self);
  return NULL;
}
