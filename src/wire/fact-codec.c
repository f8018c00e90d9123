/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "core/timestamp.h"
#include "wire/shape.h"

/* Nobody steps through more lines than these for one fact. */
#define MAX_ENTRIES 100

static const RedressMember fact_members[] = {
  { REDRESS_CODE (RedressFact, name), .required = TRUE },
  { REDRESS_NULLABLE (RedressFact, unit), .max = REDRESS_CODE_MAX },
  { REDRESS_CODE (RedressFact, source) },
  { REDRESS_TIMESTAMP (RedressFact, as_of) },
  { REDRESS_DIGEST (RedressFact, evidence), .if_set = TRUE },
};

static gboolean
read_masked (JsonObject *object, RedressValue *value, GError **error)
{
  g_autofree char *hint = NULL;
  gboolean masked = FALSE;

  if (!redress_json_read_bool (object, "masked", TRUE, &masked, error) ||
      !redress_json_read_string (object, "hint", TRUE, REDRESS_CODE_MAX, &hint, error))
    {
      g_prefix_error (error, "value.");
      return FALSE;
    }
  if (!masked)
    return redress_json_fail (error, "value.masked", "must be true");

  redress_value_set_masked (value, hint);
  return TRUE;
}

static gboolean
read_time_or_text (JsonObject *object, RedressFact *fact, GError **error)
{
  g_autofree char *text = NULL;
  RedressTime time = REDRESS_TIME_UNKNOWN;

  if (g_strcmp0 (fact->unit, "time") == 0)
    {
      if (!redress_json_read_time (object, "value", TRUE, &time, error))
        return FALSE;
      redress_value_set_time (&fact->value, time);
      return TRUE;
    }

  if (!redress_json_read_string (object, "value", TRUE, REDRESS_TEXT_MAX, &text, error))
    return FALSE;
  redress_value_set_text (&fact->value, text);
  return TRUE;
}

static gboolean
read_integer (JsonObject *object, RedressValue *value, GError **error)
{
  gint64 integer = 0;

  if (!redress_json_read_int (object, "value", TRUE, -REDRESS_INTEGER_MAX, REDRESS_INTEGER_MAX,
                              &integer, error))
    return FALSE;

  redress_value_set_integer (value, integer);
  return TRUE;
}

/* Any scalar may stand here, so the node decides. An absent value is no unknown value: a
 * platform that does not know says null. */
static gboolean
read_value (JsonObject *object, gpointer self, GError **error)
{
  RedressFact *fact = self;
  JsonNode *node = json_object_get_member (object, "value");
  gboolean is_time = g_strcmp0 (fact->unit, "time") == 0;

  if (node == NULL)
    return redress_json_fail (error, "value", "is missing");
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_masked (json_node_get_object (node), &fact->value, error);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return redress_json_fail (error, "value", "must not be an array");
  if (is_time || json_node_get_value_type (node) == G_TYPE_STRING)
    return read_time_or_text (object, fact, error);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return read_integer (object, &fact->value, error);

  redress_value_set_boolean (&fact->value, json_node_get_boolean (node));
  return TRUE;
}

static void
write_value (JsonObject *object, gconstpointer self)
{
  const RedressFact *fact = self;

  json_object_set_member (object, "value", redress_value_to_json (&fact->value));
  if (fact->value.type == REDRESS_VALUE_TIME)
    json_object_set_string_member (object, "unit", "time");
}

/* Each once and in order, so that the same is always said in the same way. */
static gboolean
read_entry (JsonNode *node, guint before, guint *entry, GError **error)
{
  gint64 number;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return redress_json_fail (error, "entries", "must hold integers");
  number = json_node_get_int (node);
  if (number <= before || number > G_MAXINT32)
    return redress_json_fail (error, "entries", "must begin at 1 or above and grow");
  *entry = (guint)number;
  return TRUE;
}

static gboolean
read_entries (JsonObject *object, RedressFact *fact, GError **error)
{
  JsonArray *array = NULL;
  guint count;

  if (!redress_json_read_array (object, "entries", FALSE, MAX_ENTRIES, &array, error))
    return FALSE;
  count = array != NULL ? json_array_get_length (array) : 0;
  if (count == 0)
    return TRUE;
  if (fact->evidence == NULL)
    return redress_json_fail (error, "entries", "needs the evidence they are of");

  fact->entries = g_new0 (guint, count + 1);
  for (guint i = 0; i < count; i++)
    if (!read_entry (json_array_get_element (array, i), i > 0 ? fact->entries[i - 1] : 0,
                     &fact->entries[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_rest (JsonObject *object, gpointer self, GError **error)
{
  return read_value (object, self, error) && read_entries (object, self, error);
}

static void
write_rest (JsonObject *object, gconstpointer self)
{
  const RedressFact *fact = self;
  JsonArray *array;

  write_value (object, fact);
  if (fact->entries == NULL)
    return;
  array = json_array_new ();
  for (const guint *entry = fact->entries; *entry != 0; entry++)
    json_array_add_int_element (array, *entry);
  json_object_set_array_member (object, "entries", array);
}

static gpointer
create_fact (void)
{
  return redress_fact_new (NULL, NULL, REDRESS_TIME_UNKNOWN);
}

const RedressShape redress_fact_shape = {
  .members = fact_members,
  .n_members = G_N_ELEMENTS (fact_members),
  .create = create_fact,
  .destroy = (GDestroyNotify)redress_fact_free,
  .read_rest = read_rest,
  .write_rest = write_rest,
};

static JsonNode *
masked_to_json (const char *hint)
{
  JsonNode *node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  json_node_init (node, JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  json_object_set_boolean_member (object, "masked", TRUE);
  json_object_set_string_member (object, "hint", hint);
  return node;
}

/**
 * redress_value_to_json:
 * @value: a value
 *
 * Returns: (transfer full): a scalar; null if @value is unknown; an object if it is masked
 */
JsonNode *
redress_value_to_json (const RedressValue *value)
{
  g_autofree char *time = NULL;

  switch (value->type)
    {
    case REDRESS_VALUE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value->boolean);
    case REDRESS_VALUE_INTEGER:
      return json_node_init_int (json_node_alloc (), value->integer);
    case REDRESS_VALUE_TIME:
      time = redress_timestamp_format (value->time);
      return json_node_init_string (json_node_alloc (), time);
    case REDRESS_VALUE_TEXT:
      return json_node_init_string (json_node_alloc (), value->text);
    case REDRESS_VALUE_MASKED:
      return masked_to_json (value->text);
    case REDRESS_VALUE_UNKNOWN:
    default:
      return json_node_init_null (json_node_alloc ());
    }
}

/**
 * redress_fact_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_fact_to_json (const RedressFact *fact)
{
  return redress_shape_to_json (&redress_fact_shape, fact);
}

/**
 * redress_fact_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a fact, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressFact *
redress_fact_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_fact_shape, object, error);
}
