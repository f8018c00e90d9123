/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/error.h"
#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressJsonLimits:
 *
 * What a body may hold before it is given to the parser.
 */
typedef struct
{
  gsize bytes;
  guint depth;
  guint tokens;
} RedressJsonLimits;

extern const RedressJsonLimits redress_json_limits_request;  /* 256 KiB, 32, 100 000 */
extern const RedressJsonLimits redress_json_limits_response; /* 8 MiB, 32, 1 000 000 */

/* Strict RFC 8259: UTF-8, no duplicate keys, no \u0000, integers only and within 2^53 - 1,
 * depth and token limits. The gate: it makes the nodes itself, and nothing hands bytes to
 * json-glib's parser. */
gboolean redress_json_check (const char *data,
                             gsize length,
                             const RedressJsonLimits *limits,
                             GError **error);
JsonNode *redress_json_parse (const char *data,
                              gsize length,
                              const RedressJsonLimits *limits,
                              GError **error);
/* RFC 8785 with integers only: keys in UTF-16 order, no white space. */
GBytes *redress_json_canonical (JsonNode *node);
char *redress_json_to_string (JsonNode *node);
/* Append to canonical JSON that is being made. */
void redress_json_append_node (GString *out, JsonNode *node);
void redress_json_append_string (GString *out, const char *text);
void redress_json_append_integer (GString *out, gint64 value);
/* 64 lower-case hex digits. */
char *redress_sha256_hex (const void *data, gsize length);

/* Checked readers. A missing optional member leaves the output alone and returns TRUE; a
 * member of the wrong type is an error that names it. */
gboolean redress_json_read_string (JsonObject *object,
                                   const char *name,
                                   gboolean required,
                                   gsize max_bytes,
                                   char **out,
                                   GError **error);
gboolean redress_json_read_int (JsonObject *object,
                                const char *name,
                                gboolean required,
                                gint64 min,
                                gint64 max,
                                gint64 *out,
                                GError **error);
gboolean redress_json_read_bool (
    JsonObject *object, const char *name, gboolean required, gboolean *out, GError **error);
gboolean redress_json_read_time (
    JsonObject *object, const char *name, gboolean required, RedressTime *out, GError **error);
gboolean redress_json_read_strv (JsonObject *object,
                                 const char *name,
                                 gboolean required,
                                 guint max_items,
                                 char ***out,
                                 GError **error);
gboolean redress_json_read_object (
    JsonObject *object, const char *name, gboolean required, JsonObject **out, GError **error);
gboolean redress_json_read_array (JsonObject *object,
                                  const char *name,
                                  gboolean required,
                                  guint max_items,
                                  JsonArray **out,
                                  GError **error);

/* Writers that leave out what is NULL or unknown. */
void redress_json_set_string (JsonObject *object, const char *name, const char *value);
void redress_json_set_time (JsonObject *object, const char *name, RedressTime value);
void redress_json_set_strv (JsonObject *object, const char *name, char *const *value);

G_END_DECLS
