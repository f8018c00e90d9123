/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include <string.h>

#include "wire/json.h"

#define MAX_LEAF_BYTES (256 * 1024)
#define MAX_NAME_BYTES 1000
#define MAX_REASON_BYTES (REDRESS_EXPORT_REASON_MAX * 4)
#define DIGEST_CHARACTERS 64

static void
add_entry (JsonArray *array, const RedressAuditEntry *entry)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "index", entry->index);
  json_object_set_string_member (object, "sha256", entry->sha256);
  json_object_set_string_member (object, "leaf", entry->leaf);
  json_array_add_object_element (array, object);
}

/**
 * redress_export_to_json:
 * @self: a complete export
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_export_to_json (const RedressExport *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *entries = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    add_entry (entries, g_ptr_array_index (self->entries, i));
  json_object_set_member (object, "ticket", redress_ticket_to_json (self->ticket));
  json_object_set_string_member (object, "log", self->log);
  json_object_set_int_member (object, "log_size", self->log_size);
  json_object_set_string_member (object, "head_sha256", self->head_sha256);
  json_object_set_array_member (object, "entries", entries);
  json_object_set_int_member (object, "entries_left_out", self->entries_left_out);
  json_object_set_int_member (object, "entry", self->entry);
  json_object_set_string_member (object, "actor", self->actor);
  json_object_set_string_member (object, "actor_name", self->actor_name);
  redress_json_set_time (object, "at", self->at);
  json_object_set_string_member (object, "reason", self->reason);
  json_node_take_object (node, object);
  return node;
}

static gboolean
check_entry (const RedressAuditEntry *entry, GError **error)
{
  g_autofree char *sha256 = redress_sha256_hex (entry->leaf, strlen (entry->leaf));

  if (g_strcmp0 (sha256, entry->sha256) == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
               "entry %" G_GINT64_FORMAT " of the log is not what its digest says", entry->index);
  return FALSE;
}

static RedressAuditEntry *
read_entry (JsonNode *node, GError **error)
{
  g_autoptr (RedressAuditEntry) entry = redress_audit_entry_new ();
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "is no object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!redress_json_read_int (object, "index", TRUE, 0, REDRESS_INTEGER_MAX, &entry->index,
                              error) ||
      !redress_json_read_string (object, "sha256", TRUE, DIGEST_CHARACTERS, &entry->sha256,
                                 error) ||
      !redress_json_read_string (object, "leaf", TRUE, MAX_LEAF_BYTES, &entry->leaf, error) ||
      !check_entry (entry, error))
    return NULL;
  return g_steal_pointer (&entry);
}

static gboolean
read_entries (JsonObject *object, GPtrArray *entries, GError **error)
{
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, "entries", TRUE, REDRESS_EXPORT_MAX_ENTRIES, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RedressAuditEntry *entry = read_entry (json_array_get_element (array, i), error);

      if (entry == NULL)
        {
          g_prefix_error (error, "entries[%u]: ", i);
          return FALSE;
        }
      g_ptr_array_add (entries, entry);
    }
  return TRUE;
}

static gboolean
read_log (JsonObject *object, RedressExport *self, GError **error)
{
  return redress_json_read_string (object, "log", TRUE, MAX_NAME_BYTES, &self->log, error) &&
         redress_json_read_int (object, "log_size", TRUE, 1, REDRESS_INTEGER_MAX, &self->log_size,
                                error) &&
         redress_json_read_string (object, "head_sha256", TRUE, DIGEST_CHARACTERS,
                                   &self->head_sha256, error) &&
         redress_json_read_int (object, "entries_left_out", FALSE, 0, REDRESS_INTEGER_MAX,
                                &self->entries_left_out, error) &&
         redress_json_read_int (object, "entry", TRUE, 0, REDRESS_INTEGER_MAX, &self->entry,
                                error) &&
         read_entries (object, self->entries, error);
}

/**
 * redress_export_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): an export; %NULL with %REDRESS_ERROR_INVALID and a message that names
 *   the member, or with %REDRESS_ERROR_CORRUPT where an entry is not what its digest says
 */
RedressExport *
redress_export_from_json (JsonObject *object, GError **error)
{
  g_autoptr (RedressExport) self = redress_export_new ();
  JsonObject *ticket = NULL;

  if (!redress_json_read_object (object, "ticket", TRUE, &ticket, error) ||
      !read_log (object, self, error) ||
      !redress_json_read_string (object, "actor", TRUE, MAX_NAME_BYTES, &self->actor, error) ||
      !redress_json_read_string (object, "actor_name", TRUE, MAX_NAME_BYTES, &self->actor_name,
                                 error) ||
      !redress_json_read_time (object, "at", TRUE, &self->at, error) ||
      !redress_json_read_string (object, "reason", TRUE, MAX_REASON_BYTES, &self->reason, error))
    return NULL;
  self->ticket = redress_ticket_from_json (ticket, error);
  if (self->ticket == NULL)
    {
      g_prefix_error (error, "ticket: ");
      return NULL;
    }
  return g_steal_pointer (&self);
}
