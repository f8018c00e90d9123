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

/**
 * redress_member_is_written:
 * @member: a member
 * @field: where it stands in its struct
 *
 * Returns: %FALSE if it is left out: what is %NULL or unknown, and what is 0, %FALSE or empty where
 *   @member says so
 */
gboolean
redress_member_is_written (const RedressMember *member, gconstpointer field)
{
  switch (member->type)
    {
    case REDRESS_MEMBER_TEXT:
    case REDRESS_MEMBER_NULLABLE:
    case REDRESS_MEMBER_DIGEST:
    case REDRESS_MEMBER_OBJECT:
      return *(gconstpointer const *)field != NULL;
    case REDRESS_MEMBER_INT:
      return *(const gint64 *)field != 0 || !member->if_set;
    case REDRESS_MEMBER_UINT:
    case REDRESS_MEMBER_ENUM:
      return *(const guint *)field != 0 || !member->if_set;
    case REDRESS_MEMBER_BOOL:
      return *(const gboolean *)field || !member->if_set;
    case REDRESS_MEMBER_TIME:
      return *(const RedressTime *)field != REDRESS_TIME_UNKNOWN;
    case REDRESS_MEMBER_STRV:
      {
        char *const *words = *(char *const *const *)field;

        return words != NULL && (*words != NULL || !member->if_set);
      }
    case REDRESS_MEMBER_ARRAY:
      return (*(GPtrArray *const *)field)->len > 0 || !member->if_set;
    case REDRESS_MEMBER_AMOUNT:
    case REDRESS_MEMBER_INLINE:
    default:
      return TRUE;
    }
}

static void
write_array (const RedressMember *member, JsonObject *object, GPtrArray *items)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < items->len; i++)
    json_array_add_element (array,
                            redress_shape_to_json (member->shape, g_ptr_array_index (items, i)));
  json_object_set_array_member (object, member->name, array);
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
      json_object_set_int_member (object, member->name, *(const gint64 *)field);
      break;
    case REDRESS_MEMBER_UINT:
      json_object_set_int_member (object, member->name, *(const guint *)field);
      break;
    case REDRESS_MEMBER_BOOL:
      json_object_set_boolean_member (object, member->name, *(const gboolean *)field);
      break;
    case REDRESS_MEMBER_TIME:
      redress_json_set_time (object, member->name, *(const RedressTime *)field);
      break;
    case REDRESS_MEMBER_STRV:
      redress_json_set_strv (object, member->name, *(char *const *const *)field);
      break;
    case REDRESS_MEMBER_AMOUNT:
      json_object_set_member (object, member->name,
                              redress_amount_to_json (*(const RedressAmount *)field));
      break;
    case REDRESS_MEMBER_ENUM:
      json_object_set_string_member (object, member->name,
                                     member->to_string (*(const guint *)field));
      break;
    case REDRESS_MEMBER_OBJECT:
      json_object_set_member (object, member->name,
                              redress_shape_to_json (member->shape, *(gconstpointer const *)field));
      break;
    case REDRESS_MEMBER_INLINE:
      json_object_set_member (object, member->name, redress_shape_to_json (member->shape, field));
      break;
    case REDRESS_MEMBER_ARRAY:
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
      gconstpointer field = G_STRUCT_MEMBER_P (self, member->offset);

      if (redress_member_is_written (member, field))
        write_member (member, object, field);
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
