/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/evidence-content-codec.h"

#include "core/evidence.h"
#include "wire/json.h"
#include "wire/shape.h"

/* A log of a busy channel is the longest thing an agent reads. */
static const RedressJsonLimits limits = { 16 * 1024 * 1024, 32, 1000000 };

static const RedressMember message_members[] = {
  { REDRESS_TIMESTAMP (RedressMessage, at), .required = TRUE },
  { REDRESS_TEXT (RedressMessage, from), .required = TRUE },
  { REDRESS_TEXT (RedressMessage, text) },
};

static const RedressShape redress_message_shape = {
  .members = message_members,
  .n_members = G_N_ELEMENTS (message_members),
  .create = (gpointer (*) (void))redress_message_new,
  .destroy = (GDestroyNotify)redress_message_free,
};

static const RedressMember transcript_members[] = {
  { REDRESS_STRV (RedressTranscript, participants) },
  { REDRESS_STRV (RedressTranscript, roles) },
  { REDRESS_ARRAY (RedressTranscript, messages, message), .required = TRUE, .max = 100000 },
};

static const RedressShape redress_transcript_shape = {
  .members = transcript_members,
  .n_members = G_N_ELEMENTS (transcript_members),
  .create = (gpointer (*) (void))redress_transcript_new,
  .destroy = (GDestroyNotify)redress_transcript_free,
};

static const RedressMember log_entry_members[] = {
  { REDRESS_TIMESTAMP (RedressLogEntry, at), .required = TRUE },
  { REDRESS_TEXT (RedressLogEntry, key), .required = TRUE },
  { REDRESS_TEXT (RedressLogEntry, value) },
  { REDRESS_BOOL (RedressLogEntry, masked) },
};

static const RedressShape redress_log_entry_shape = {
  .members = log_entry_members,
  .n_members = G_N_ELEMENTS (log_entry_members),
  .create = (gpointer (*) (void))redress_log_entry_new,
  .destroy = (GDestroyNotify)redress_log_entry_free,
};

static const RedressMember log_members[] = {
  { REDRESS_TEXT (RedressLog, source) },
  { REDRESS_ARRAY (RedressLog, entries, log_entry), .required = TRUE, .max = 200000 },
};

static const RedressShape redress_log_shape = {
  .members = log_members,
  .n_members = G_N_ELEMENTS (log_members),
  .create = (gpointer (*) (void))redress_log_new,
  .destroy = (GDestroyNotify)redress_log_free,
};

static JsonNode *
parse (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node = redress_json_parse (data, length, &limits, error);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the file is no JSON object");
      return NULL;
    }
  return g_steal_pointer (&node);
}

/**
 * redress_evidence_content_decode:
 * @content: content with its bytes
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID if a transcript or log cannot be read
 */
gboolean
redress_evidence_content_decode (RedressEvidenceContent *content, GError **error)
{
  gboolean is_transcript = g_strcmp0 (content->media_type, REDRESS_MEDIA_TRANSCRIPT) == 0;
  g_autoptr (JsonNode) node = NULL;

  if (!is_transcript && g_strcmp0 (content->media_type, REDRESS_MEDIA_LOG) != 0)
    return TRUE;
  node = parse (content->bytes, error);
  if (node == NULL)
    return FALSE;
  if (is_transcript)
    content->transcript =
        redress_shape_from_json (&redress_transcript_shape, json_node_get_object (node), error);
  else
    content->log = redress_shape_from_json (&redress_log_shape, json_node_get_object (node), error);
  return content->transcript != NULL || content->log != NULL;
}
