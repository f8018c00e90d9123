/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/text.h"
#include "wire/json.h"

G_BEGIN_DECLS

/**
 * RedressPolicyReader:
 * @mistakes: (element-type utf8): a sentence for each mistake so far
 * @place: what is being read: "R-KM-4", "fact claim.server", "policy"
 *
 * Reads members of a policy file and collects mistakes instead of stopping at the first, so
 * that its author sees all of them at once.
 */
typedef struct
{
  GPtrArray *mistakes;
  char *place;
} RedressPolicyReader;

void redress_policy_reader_clear (RedressPolicyReader *self);
/* Names the thing that is read next; @name may be NULL, then its place in the array is used. */
void redress_policy_reader_enter (RedressPolicyReader *self,
                                  const char *what,
                                  guint index,
                                  const char *name);
void
redress_policy_reader_complain (RedressPolicyReader *self, const char *member, const char *what);
/* Complains about members whose names are not in @known. */
void redress_policy_reader_allow (RedressPolicyReader *self,
                                  JsonObject *object,
                                  const char *const *known);

/* Each leaves its output alone and complains if the member is wrong, or missing and required. */
void redress_policy_read_string (
    RedressPolicyReader *self, JsonObject *object, const char *name, gboolean required, char **out);
void redress_policy_read_int (RedressPolicyReader *self,
                              JsonObject *object,
                              const char *name,
                              gboolean required,
                              gint64 min,
                              gint64 max,
                              gint64 *out);
void redress_policy_read_bool (RedressPolicyReader *self,
                               JsonObject *object,
                               const char *name,
                               gboolean *out);
void redress_policy_read_strv (RedressPolicyReader *self,
                               JsonObject *object,
                               const char *name,
                               char ***out);
/* Both languages are required, in a text that is there. */
void redress_policy_read_text (RedressPolicyReader *self,
                               JsonObject *object,
                               const char *name,
                               gboolean required,
                               RedressText *out);
/* (nullable): the member if it is an object */
JsonObject *redress_policy_read_object (RedressPolicyReader *self,
                                        JsonObject *object,
                                        const char *name,
                                        gboolean required);

/* A word that stands for one of an enumeration. */
typedef gboolean (*RedressWordParser) (const char *text, guint *value);
void redress_policy_read_word (RedressPolicyReader *self,
                               JsonObject *object,
                               const char *name,
                               gboolean required,
                               RedressWordParser parse,
                               guint *out);

/* Calls @read for each object of an array. */
typedef void (*RedressItemReader) (RedressPolicyReader *self,
                                   JsonObject *object,
                                   guint index,
                                   gpointer data);
void redress_policy_read_items (RedressPolicyReader *self,
                                JsonObject *object,
                                const char *name,
                                gboolean required,
                                RedressItemReader read,
                                gpointer data);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressPolicyReader, redress_policy_reader_clear)

G_END_DECLS
