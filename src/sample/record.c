/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/record.h"

#include <string.h>

#include "core/timestamp.h"

struct _RedressRecord
{
  JsonObject *root;
  JsonArray *participants; /* (unowned) (nullable) */
  JsonArray *roles;        /* (unowned) (nullable) */
  JsonArray *lines;        /* (unowned) */
  GHashTable *proofs;      /* (nullable) (element-type utf8 GArray): fact -> numbers of lines */
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
  self->roles = add_array (self->root, "roles");
  self->lines = add_array (self->root, "messages");
  return self;
}

void
redress_record_add_participant (RedressRecord *self, const char *name, const char *role)
{
  json_array_add_string_element (self->participants, name);
  json_array_add_string_element (self->roles, role);
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

void
redress_record_prove (RedressRecord *self, const char *facts)
{
  g_auto (GStrv) names = g_strsplit (facts, "|", -1);
  guint line = json_array_get_length (self->lines);

  if (self->proofs == NULL)
    self->proofs =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GArray *lines = g_hash_table_lookup (self->proofs, names[i]);

      if (lines == NULL)
        {
          lines = g_array_new (TRUE, FALSE, sizeof (guint));
          g_hash_table_insert (self->proofs, g_strdup (names[i]), lines);
        }
      g_array_append_val (lines, line);
    }
}

guint *
redress_record_list_lines (RedressRecord *self, const char *fact)
{
  GArray *lines = self->proofs != NULL ? g_hash_table_lookup (self->proofs, fact) : NULL;

  return lines != NULL ? g_memdup2 (lines->data, (lines->len + 1) * sizeof (guint)) : NULL;
}

/**
 * redress_record_to_bytes:
 *
 * Returns: (transfer full): its JSON
 */
GBytes *
redress_record_to_bytes (RedressRecord *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_set_object (node, self->root);
  text = json_to_string (node, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

void
redress_record_free (RedressRecord *self)
{
  json_object_unref (self->root);
  g_clear_pointer (&self->proofs, g_hash_table_unref);
  g_free (self);
}
