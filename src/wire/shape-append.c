/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/shape.h"

#include "core/timestamp.h"
#include "wire/utf16-order.h"

/* The text of a struct without a tree of JSON objects: a page of the feed has thousands of members,
 * and the tree costs several times the text. */

/* The order of canonical JSON, by shape: array of guint8. Shapes are constants. */
static GHashTable *orders;
static GMutex orders_lock;

static int
compare_members (gconstpointer a, gconstpointer b, gpointer members)
{
  const RedressMember *all = members;

  return redress_utf16_compare (all[*(const guint8 *)a].name, all[*(const guint8 *)b].name);
}

static const guint8 *
make_order (const RedressShape *shape)
{
  guint8 *order = g_malloc (shape->n_members);

  g_assert (shape->n_members <= G_MAXUINT8);
  for (guint i = 0; i < shape->n_members; i++)
    order[i] = (guint8)i;
  g_qsort_with_data (order, (int)shape->n_members, 1, compare_members, (gpointer)shape->members);
  g_hash_table_insert (orders, (gpointer)shape, order);
  return order;
}

static const guint8 *
get_order (const RedressShape *shape)
{
  const guint8 *order;

  g_mutex_lock (&orders_lock);
  if (orders == NULL)
    orders = g_hash_table_new (NULL, NULL);
  order = g_hash_table_lookup (orders, shape);
  if (order == NULL)
    order = make_order (shape);
  g_mutex_unlock (&orders_lock);
  return order;
}

static void
append_time (GString *out, RedressTime value)
{
  g_autofree char *text = redress_timestamp_format (value);

  redress_json_append_string (out, text);
}

static void
append_amount (GString *out, const RedressAmount *amount)
{
  g_string_append (out, "{\"unit\":");
  redress_json_append_string (out, redress_unit_to_string (amount->unit));
  g_string_append (out, ",\"value\":");
  redress_json_append_integer (out, amount->value);
  g_string_append_c (out, '}');
}

static void
append_strv (GString *out, char *const *words)
{
  g_string_append_c (out, '[');
  for (char *const *at = words; *at != NULL; at++)
    {
      if (at != words)
        g_string_append_c (out, ',');
      redress_json_append_string (out, *at);
    }
  g_string_append_c (out, ']');
}

static void
append_array (GString *out, const RedressShape *shape, GPtrArray *items)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < items->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      redress_shape_append (shape, out, g_ptr_array_index (items, i));
    }
  g_string_append_c (out, ']');
}

static void
append_value (GString *out, const RedressMember *member, gconstpointer field)
{
  switch (member->type)
    {
    case REDRESS_MEMBER_TEXT:
    case REDRESS_MEMBER_NULLABLE:
    case REDRESS_MEMBER_DIGEST:
      redress_json_append_string (out, *(char *const *)field);
      break;
    case REDRESS_MEMBER_INT:
      redress_json_append_integer (out, *(const gint64 *)field);
      break;
    case REDRESS_MEMBER_UINT:
      redress_json_append_integer (out, *(const guint *)field);
      break;
    case REDRESS_MEMBER_BOOL:
      g_string_append (out, *(const gboolean *)field ? "true" : "false");
      break;
    case REDRESS_MEMBER_TIME:
      append_time (out, *(const RedressTime *)field);
      break;
    case REDRESS_MEMBER_STRV:
      append_strv (out, *(char *const *const *)field);
      break;
    case REDRESS_MEMBER_AMOUNT:
      append_amount (out, field);
      break;
    case REDRESS_MEMBER_ENUM:
      redress_json_append_string (out, member->to_string (*(const guint *)field));
      break;
    case REDRESS_MEMBER_OBJECT:
      redress_shape_append (member->shape, out, *(gconstpointer const *)field);
      break;
    case REDRESS_MEMBER_INLINE:
      redress_shape_append (member->shape, out, field);
      break;
    case REDRESS_MEMBER_ARRAY:
      append_array (out, member->shape, *(GPtrArray *const *)field);
      break;
    default:
      g_return_if_reached ();
    }
}

static void
append_name (GString *out, const char *name)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  redress_json_append_string (out, name);
  g_string_append_c (out, ':');
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return redress_utf16_compare (*(const char *const *)a, *(const char *const *)b);
}

/* What the table of the shape cannot say: few members, in their order. */
static GPtrArray *
list_rest (const RedressShape *shape, gconstpointer self, JsonObject *rest)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  if (shape->write_rest != NULL)
    shape->write_rest (rest, self);
  json_object_iter_init (&iter, rest);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer)name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Appends those of the rest from @at on that come before @name, all where it is %NULL. Returns
 * which is the next. */
static guint
append_rest (GString *out, JsonObject *rest, GPtrArray *names, guint at, const char *name)
{
  for (; at < names->len; at++)
    {
      const char *next = g_ptr_array_index (names, at);

      if (name != NULL && redress_utf16_compare (next, name) > 0)
        break;
      append_name (out, next);
      redress_json_append_node (out, json_object_get_member (rest, next));
    }
  return at;
}

/**
 * redress_shape_append:
 * @out: canonical JSON so far
 * @self: a struct of this shape
 *
 * Appends what redress_json_to_string() makes of redress_shape_to_json().
 */
void
redress_shape_append (const RedressShape *shape, GString *out, gconstpointer self)
{
  const guint8 *order = get_order (shape);
  g_autoptr (JsonObject) rest = json_object_new ();
  g_autoptr (GPtrArray) names = list_rest (shape, self, rest);
  guint at = 0;

  g_string_append_c (out, '{');
  for (guint i = 0; i < shape->n_members; i++)
    {
      const RedressMember *member = &shape->members[order[i]];
      gconstpointer field = G_STRUCT_MEMBER_P (self, member->offset);

      at = append_rest (out, rest, names, at, member->name);
      /* The rest has the last word. */
      if (!redress_member_is_written (member, field) || json_object_has_member (rest, member->name))
        continue;
      append_name (out, member->name);
      append_value (out, member, field);
    }
  append_rest (out, rest, names, at, NULL);
  g_string_append_c (out, '}');
}
