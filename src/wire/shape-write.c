/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/shape.h"

/**
 * redress_amount_to_json:
 *
 * Returns: (transfer full): an object with the members value and unit
 */
JsonNode *
redress_amount_to_json (RedressAmount amount)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_int_member (object, "value", amount.value);
  json_object_set_string_member (object, "unit", redress_unit_to_string (amount.unit));
  json_object_unref (object);
  return node;
}

static void
write_integer (const RedressMember *member, JsonObject *object, gint64 value)
{
  if (value != 0 || !member->if_set)
    json_object_set_int_member (object, member->name, value);
}

static void
write_strv (const RedressMember *member, JsonObject *object, char *const *value)
{
  if (!member->if_set || (value != NULL && *value != NULL))
    redress_json_set_strv (object, member->name, value);
}

static void
write_array (const RedressMember *member, JsonObject *object, GPtrArray *items)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; items != NULL && i < items->len; i++)
    json_array_add_element (array,
                            redress_shape_to_json (member->shape, g_ptr_array_index (items, i)));
  json_object_set_array_member (object, member->name, array);
}

static void
write_enum (const RedressMember *member, JsonObject *object, guint value)
{
  if (value != 0 || !member->if_set)
    json_object_set_string_member (object, member->name, member->to_string (value));
}

static void
write_object (const RedressMember *member, JsonObject *object, gconstpointer inner)
{
  if (inner != NULL)
    json_object_set_member (object, member->name, redress_shape_to_json (member->shape, inner));
}

static void
write_member (const RedressMember *member, JsonObject *object, gconstpointer field)
{
  switch (member->type)
    {
    case REDRESS_MEMBER_TEXT:
    case REDRESS_MEMBER_NULLABLE:
    case REDRESS_MEMBER_DIGEST:
      redress_json_set_string (object, member->name, *(char *const *)field);
      break;
    case REDRESS_MEMBER_INT:
      write_integer (member, object, *(const gint64 *)field);
      break;
    case REDRESS_MEMBER_UINT:
      write_integer (member, object, *(const guint *)field);
      break;
    case REDRESS_MEMBER_BOOL:
      if (*(const gboolean *)field || !member->if_set)
        json_object_set_boolean_member (object, member->name, *(const gboolean *)field);
      break;
    case REDRESS_MEMBER_TIME:
      redress_json_set_time (object, member->name, *(const RedressTime *)field);
      break;
    case REDRESS_MEMBER_STRV:
      write_strv (member, object, *(char *const *const *)field);
      break;
    case REDRESS_MEMBER_AMOUNT:
      json_object_set_member (object, member->name,
                              redress_amount_to_json (*(const RedressAmount *)field));
      break;
    case REDRESS_MEMBER_ENUM:
      write_enum (member, object, *(const guint *)field);
      break;
    case REDRESS_MEMBER_OBJECT:
      write_object (member, object, *(gconstpointer const *)field);
      break;
    case REDRESS_MEMBER_INLINE:
      write_object (member, object, field);
      break;
    case REDRESS_MEMBER_ARRAY:
      if ((*(GPtrArray *const *)field)->len > 0 || !member->if_set)
        write_array (member, object, *(GPtrArray *const *)field);
      break;
    default:
      g_return_if_reached ();
    }
}

/**
 * redress_shape_write:
 * @object: where the members go
 * @self: a struct of this shape
 *
 * Adds the members of @self to @object. What is %NULL or unknown is left out.
 */
void
redress_shape_write (const RedressShape *shape, JsonObject *object, gconstpointer self)
{
  for (guint i = 0; i < shape->n_members; i++)
    {
      const RedressMember *member = &shape->members[i];

      write_member (member, object, G_STRUCT_MEMBER_P (self, member->offset));
    }

  if (shape->write_rest != NULL)
    shape->write_rest (object, self);
}

/**
 * redress_shape_to_json:
 * @self: a struct of this shape
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_shape_to_json (const RedressShape *shape, gconstpointer self)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = json_node_alloc ();
  json_node_init (node, JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  redress_shape_write (shape, json_node_get_object (node), self);
  return node;
}
