/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/record.h"

#include <string.h>

#include "core/timestamp.h"

struct _RedressRecord
{
  JsonObject *root;
  JsonArray *participants; /* (unowned) (nullable) */
  JsonArray *lines;        /* (unowned) */
};

static JsonArray *
add_array (JsonObject *object, const char *name)
{
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, name, array);
  return array;
}

static JsonObject *
add_line (RedressRecord *self, RedressTime at)
{
  JsonObject *line = json_object_new ();
  g_autofree char *text = redress_timestamp_format (at);

  json_object_set_string_member (line, "at", text);
  json_array_add_object_element (self->lines, line);
  return line;
}

RedressRecord *
redress_record_new_transcript (void)
{
  RedressRecord *self = g_new0 (RedressRecord, 1);

  self->root = json_object_new ();
  self->participants = add_array (self->root, "participants");
  self->lines = add_array (self->root, "messages");
  return self;
}

void
redress_record_add_participant (RedressRecord *self, const char *name)
{
  json_array_add_string_element (self->participants, name);
}

void
redress_record_say (RedressRecord *self, RedressTime at, const char *name, const char *text)
{
  JsonObject *line = add_line (self, at);

  json_object_set_string_member (line, "from", name);
  json_object_set_string_member (line, "text", text);
}

RedressRecord *
redress_record_new_log (const char *source)
{
  RedressRecord *self = g_new0 (RedressRecord, 1);

  self->root = json_object_new ();
  json_object_set_string_member (self->root, "source", source);
  self->lines = add_array (self->root, "entries");
  return self;
}

void
redress_record_add (RedressRecord *self, RedressTime at, const char *key, const char *format, ...)
{
  JsonObject *line = add_line (self, at);
  va_list arguments;
  g_autofree char *value = NULL;

  va_start (arguments, format);
  value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  json_object_set_string_member (line, "key", key);
  json_object_set_string_member (line, "value", value);
}

void
redress_record_add_masked (RedressRecord *self, RedressTime at, const char *key, const char *value)
{
  JsonObject *line = add_line (self, at);

  json_object_set_string_member (line, "key", key);
  json_object_set_string_member (line, "value", value);
  json_object_set_boolean_member (line, "masked", TRUE);
}

/**
 * redress_record_finish:
 * @self: (transfer full): the record
 *
 * Returns: (transfer full): its JSON
 */
GBytes *
redress_record_finish (RedressRecord *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_take_object (node, self->root);
  text = json_to_string (node, FALSE);
  g_free (self);
  return g_bytes_new_take (text, strlen (text));
}
