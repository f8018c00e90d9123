/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressMessage:
 * @from: who wrote it, one of the participants
 */
typedef struct
{
  RedressTime at;
  char *from;
  char *text;
} RedressMessage;

/**
 * RedressTranscript:
 * @participants: (array zero-terminated=1): in the order they are listed; the first is the customer
 * @roles: (nullable) (array zero-terminated=1): codes such as "robot", in the same order
 * @messages: (element-type RedressMessage): oldest first
 *
 * A chat or a call in writing.
 */
typedef struct
{
  char **participants;
  char **roles;
  GPtrArray *messages;
} RedressTranscript;

/**
 * RedressLogEntry:
 * @masked: @value is a hint, the server keeps the value
 */
typedef struct
{
  RedressTime at;
  char *key;
  char *value;
  gboolean masked;
} RedressLogEntry;

/**
 * RedressLog:
 * @source: the system that wrote it
 * @entries: (element-type RedressLogEntry): oldest first
 */
typedef struct
{
  char *source;
  GPtrArray *entries;
} RedressLog;

/**
 * RedressEvidenceContent:
 * @bytes: the rendition's bytes, verified
 * @transcript: (nullable): if it is one
 * @log: (nullable): if it is one
 */
typedef struct
{
  char *media_type;
  GBytes *bytes;
  RedressTranscript *transcript;
  RedressLog *log;
} RedressEvidenceContent;

RedressMessage *redress_message_new (void);
void redress_message_free (RedressMessage *self);
RedressTranscript *redress_transcript_new (void);
void redress_transcript_free (RedressTranscript *self);
RedressLogEntry *redress_log_entry_new (void);
void redress_log_entry_free (RedressLogEntry *self);
RedressLog *redress_log_new (void);
void redress_log_free (RedressLog *self);
RedressEvidenceContent *redress_evidence_content_new (const char *media_type, GBytes *bytes);
void redress_evidence_content_free (RedressEvidenceContent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTranscript, redress_transcript_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressLog, redress_log_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressEvidenceContent, redress_evidence_content_free)

G_END_DECLS
