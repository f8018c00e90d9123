/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/evidence.h"

G_BEGIN_DECLS

/**
 * RedressRecord:
 *
 * A transcript or a log while it is written, in the form of the media types
 * application/vnd.redress.transcript+json and application/vnd.redress.log+json.
 */
typedef struct _RedressRecord RedressRecord;

RedressRecord *redress_transcript_new (void);
void redress_transcript_add_participant (RedressRecord *self, const char *id, const char *name);
void
redress_transcript_say (RedressRecord *self, RedressTime at, const char *from, const char *text);
RedressRecord *redress_log_new (const char *source);
void redress_log_add (RedressRecord *self, RedressTime at, const char *key, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* A value that is money or a person's: kept by the server, shown as a hint. */
void
redress_log_add_masked (RedressRecord *self, RedressTime at, const char *key, const char *value);
/* (transfer full): the bytes; frees the record. */
GBytes *redress_record_finish (RedressRecord *self);

G_END_DECLS
