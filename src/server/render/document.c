/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/document.h"

#include <string.h>

#include "core/timestamp.h"
#include "wire/json.h"

#define MAX_PARTICIPANTS 50
#define MAX_ENTRIES 20000
#define MAX_TEXT_BYTES 16384
#define HINT_CHARACTERS 4

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, what);
  return FALSE;
}

static gboolean
check_time (JsonObject *entry, GError **error)
{
  RedressTime at;

  return redress_json_read_time (entry, "at", TRUE, &at, error);
}

static gboolean
check_text (JsonObject *entry, const char *name, GError **error)
{
  g_autofree char *text = NULL;

  return redress_json_read_string (entry, name, TRUE, MAX_TEXT_BYTES, &text, error);
}

/* Calls @check for each element, which must be an object. */
static gboolean
for_each (JsonObject *root,
          const char *name,
          guint max,
          gboolean (*check) (JsonObject *entry, GError **error),
          GError **error)
{
  JsonArray *array = NULL;

  if (!redress_json_read_array (root, name, TRUE, max, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return fail (error, "An entry is not an object");
      if (!check (json_node_get_object (node), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_participant (JsonObject *participant, GError **error)
{
  return check_text (participant, "id", error) && check_text (participant, "name", error);
}

static gboolean
check_message (JsonObject *message, GError **error)
{
  return check_time (message, error) && check_text (message, "from", error) &&
         check_text (message, "text", error);
}

static gboolean
check_log_entry (JsonObject *entry, GError **error)
{
  gboolean masked = FALSE;

  return check_time (entry, error) && check_text (entry, "key", error) &&
         check_text (entry, "value", error) &&
         redress_json_read_bool (entry, "masked", FALSE, &masked, error);
}

/* "8F2K-77QX-9A2C" -> "**** 9A2C". Short values show nothing. */
static char *
mask (const char *value)
{
  glong length = g_utf8_strlen (value, -1);

  if (length <= 2 * HINT_CHARACTERS)
    return g_strdup ("****");
  return g_strconcat ("**** ", g_utf8_offset_to_pointer (value, length - HINT_CHARACTERS), NULL);
}

/* A secret in a log is money. No desk gets it by looking at the log. */
static gboolean
mask_entries (JsonObject *log)
{
  JsonArray *entries = json_object_get_array_member (log, "entries");
  gboolean changed = FALSE;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *value = json_object_get_string_member (entry, "value");

      if (!json_object_get_boolean_member_with_default (entry, "masked", FALSE) ||
          g_str_has_prefix (value, "****"))
        continue;
      g_autofree char *hint = mask (value);

      json_object_set_string_member (entry, "value", hint);
      changed = TRUE;
    }
  return changed;
}

static GBytes *
make_json_view (GBytes *original, gboolean is_log, GError **error)
{
  const RedressJsonLimits limits = { REDRESS_DOCUMENT_MAX_BYTES, 8, 1000000 };
  gsize length;
  const char *data = g_bytes_get_data (original, &length);
  g_autoptr (JsonNode) node = redress_json_parse (data, length, &limits, error);
  JsonObject *root;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "The document is not an object");
      return NULL;
    }
  root = json_node_get_object (node);
  if (!is_log)
    return for_each (root, "participants", MAX_PARTICIPANTS, check_participant, error) &&
                   for_each (root, "messages", MAX_ENTRIES, check_message, error)
               ? g_bytes_ref (original)
               : NULL;
  if (!check_text (root, "source", error) ||
      !for_each (root, "entries", MAX_ENTRIES, check_log_entry, error))
    return NULL;
  return mask_entries (root) ? redress_json_canonical (node) : g_bytes_ref (original);
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
    return make_json_view (original, g_str_equal (media_type, REDRESS_MEDIA_LOG), error);
  if (length == 0 || memchr (data, '\0', length) != NULL ||
      !g_utf8_validate (data, (gssize)length, NULL))
    {
      fail (error, "The text is not UTF-8");
      return NULL;
    }
  return g_bytes_ref (original);
}
