/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evidence-content.h"

RedressMessage *
redress_message_new (void)
{
  return g_new0 (RedressMessage, 1);
}

void
redress_message_free (RedressMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->from);
  g_free (self->text);
  g_free (self);
}

RedressTranscript *
redress_transcript_new (void)
{
  RedressTranscript *self = g_new0 (RedressTranscript, 1);

  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_message_free);
  return self;
}

void
redress_transcript_free (RedressTranscript *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->participants);
  g_strfreev (self->roles);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

RedressLogEntry *
redress_log_entry_new (void)
{
  return g_new0 (RedressLogEntry, 1);
}

void
redress_log_entry_free (RedressLogEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

RedressLog *
redress_log_new (void)
{
  RedressLog *self = g_new0 (RedressLog, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_log_entry_free);
  return self;
}

void
redress_log_free (RedressLog *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

/**
 * redress_evidence_content_new:
 * @media_type: of the rendition
 * @bytes: its bytes
 *
 * Returns: (transfer full): content that was not taken apart yet
 */
RedressEvidenceContent *
redress_evidence_content_new (const char *media_type, GBytes *bytes)
{
  RedressEvidenceContent *self = g_new0 (RedressEvidenceContent, 1);

  self->media_type = g_strdup (media_type);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

void
redress_evidence_content_free (RedressEvidenceContent *self)
{
  if (self == NULL)
    return;
  g_free (self->media_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->transcript, redress_transcript_free);
  g_clear_pointer (&self->log, redress_log_free);
  g_free (self);
}
