/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include "core/timestamp.h"

/**
 * redress_json_set_string:
 * @name: name of the member
 * @value: (nullable): its value; nothing is set for %NULL
 */
void
redress_json_set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/**
 * redress_json_set_time:
 * @name: name of the member
 * @value: its value; nothing is set for %REDRESS_TIME_UNKNOWN
 */
void
redress_json_set_time (JsonObject *object, const char *name, RedressTime value)
{
  g_autofree char *text = NULL;

  if (value == REDRESS_TIME_UNKNOWN)
    return;

  text = redress_timestamp_format (value);
  json_object_set_string_member (object, name, text);
}

/**
 * redress_json_set_strv:
 * @name: name of the member
 * @value: (nullable): its value; nothing is set for %NULL
 */
void
redress_json_set_strv (JsonObject *object, const char *name, char *const *value)
{
  JsonArray *array;

  if (value == NULL)
    return;

  array = json_array_new ();
  for (; *value != NULL; value++)
    json_array_add_string_element (array, *value);
  json_object_set_array_member (object, name, array);
}
