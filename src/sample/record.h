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

RedressRecord *redress_record_new_transcript (void);
/* The first one is the customer. @role: a code, such as "robot" */
void redress_record_add_participant (RedressRecord *self, const char *name, const char *role);
void redress_record_say (RedressRecord *self, RedressTime at, const char *name, const char *text);
RedressRecord *redress_record_new_log (const char *source);
void
redress_record_add (RedressRecord *self, RedressTime at, const char *key, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* A value that is money or a person's: kept by the server, shown as a hint. */
void
redress_record_add_masked (RedressRecord *self, RedressTime at, const char *key, const char *value);
/* What was added last says these facts, whose names stand between bars. */
void redress_record_prove (RedressRecord *self, const char *facts);
/* (transfer full) (nullable) (array zero-terminated=1): numbers of the lines that say the fact. */
guint *redress_record_list_lines (RedressRecord *self, const char *fact);
/* (transfer full) */
GBytes *redress_record_to_bytes (RedressRecord *self);
void redress_record_free (RedressRecord *self);

G_END_DECLS
