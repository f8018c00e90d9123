/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/document.h"

#include <string.h>

#include "core/evidence-content.h"
#include "wire/evidence-content-codec.h"
#include "wire/json.h"

#define HINT_CHARACTERS 4
#define MASK "****"

/* "8F2K-77QX-9A2C" -> "**** 9A2C". Short values show nothing. */
static char *
mask (const char *value)
{
  glong length = g_utf8_strlen (value, -1);

  if (length <= 2 * HINT_CHARACTERS)
    return g_strdup (MASK);
  return g_strconcat (MASK " ", g_utf8_offset_to_pointer (value, length - HINT_CHARACTERS), NULL);
}

static gboolean
is_secret (const RedressLogEntry *entry)
{
  return entry->masked && entry->value != NULL && !g_str_has_prefix (entry->value, MASK);
}

static gboolean
has_secrets (const RedressLog *log)
{
  for (guint i = 0; i < log->entries->len; i++)
    if (is_secret (g_ptr_array_index (log->entries, i)))
      return TRUE;
  return FALSE;
}

static JsonObject *
write_entry (const RedressLogEntry *entry)
{
  JsonObject *object = json_object_new ();
  g_autofree char *hint = is_secret (entry) ? mask (entry->value) : NULL;

  redress_json_set_time (object, "at", entry->at);
  redress_json_set_string (object, "key", entry->key);
  redress_json_set_string (object, "value", hint != NULL ? hint : entry->value);
  if (entry->masked)
    json_object_set_boolean_member (object, "masked", TRUE);
  return object;
}

/* A secret in a log is money. No desk gets it by looking at the log. */
static GBytes *
write_masked (const RedressLog *log)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonArray *entries = json_array_new ();

  json_node_take_object (node, root);
  redress_json_set_string (root, "source", log->source);
  for (guint i = 0; i < log->entries->len; i++)
    json_array_add_object_element (entries, write_entry (g_ptr_array_index (log->entries, i)));
  json_object_set_array_member (root, "entries", entries);
  return redress_json_canonical (node);
}

/* The same reader as the desk's, so that what passes here can be shown there. */
static GBytes *
make_json_view (GBytes *original, const char *media_type, GError **error)
{
  g_autoptr (RedressEvidenceContent) content = redress_evidence_content_new (media_type, original);

  if (!redress_evidence_content_decode (content, error))
    return NULL;
  return content->log != NULL && has_secrets (content->log) ? write_masked (content->log)
                                                            : g_bytes_ref (original);
}

/**
 * redress_document_make_view:
 * @original: the bytes as they came
 * @media_type: text/plain or one of our two JSON types
 *
 * Documents need no decoder, only to be what they say. A log's masked values are cut to a hint.
 *
 * Returns: (transfer full): the bytes a desk may show, often @original itself; %NULL with
 *   %REDRESS_ERROR_INVALID or %REDRESS_ERROR_TOO_LARGE if @original is not of its form
 */
GBytes *
redress_document_make_view (GBytes *original, const char *media_type, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (original, &length);

  if (length > REDRESS_DOCUMENT_MAX_BYTES)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
                           "The document is over 8 MiB");
      return NULL;
    }
  if (g_str_equal (media_type, REDRESS_MEDIA_LOG) ||
      g_str_equal (media_type, REDRESS_MEDIA_TRANSCRIPT))
    return make_json_view (original, media_type, error);
  if (length == 0 || memchr (data, '\0', length) != NULL ||
      !g_utf8_validate (data, (gssize)length, NULL))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "The text is not UTF-8");
      return NULL;
    }
  return g_bytes_ref (original);
}
