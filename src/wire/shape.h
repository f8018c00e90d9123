/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/json.h"

G_BEGIN_DECLS

typedef struct _RedressShape RedressShape;

/**
 * RedressMemberType:
 * @REDRESS_MEMBER_TEXT: char *; once read never %NULL, a missing one is ""
 * @REDRESS_MEMBER_NULLABLE: char *; a missing one stays %NULL
 * @REDRESS_MEMBER_DIGEST: char *; 64 lower-case hex digits, a missing one stays %NULL
 * @REDRESS_MEMBER_INT: gint64
 * @REDRESS_MEMBER_UINT: guint
 * @REDRESS_MEMBER_BOOL: gboolean
 * @REDRESS_MEMBER_TIME: RedressTime
 * @REDRESS_MEMBER_STRV: char **
 * @REDRESS_MEMBER_AMOUNT: RedressAmount
 * @REDRESS_MEMBER_ENUM: an enumeration with its two functions
 * @REDRESS_MEMBER_OBJECT: pointer to a struct that has a shape of its own
 * @REDRESS_MEMBER_INLINE: a struct that has a shape of its own and stands in this one
 * @REDRESS_MEMBER_ARRAY: GPtrArray of such pointers
 */
typedef enum
{
  REDRESS_MEMBER_TEXT,
  REDRESS_MEMBER_NULLABLE,
  REDRESS_MEMBER_DIGEST,
  REDRESS_MEMBER_INT,
  REDRESS_MEMBER_UINT,
  REDRESS_MEMBER_BOOL,
  REDRESS_MEMBER_TIME,
  REDRESS_MEMBER_STRV,
  REDRESS_MEMBER_AMOUNT,
  REDRESS_MEMBER_ENUM,
  REDRESS_MEMBER_OBJECT,
  REDRESS_MEMBER_INLINE,
  REDRESS_MEMBER_ARRAY,
} RedressMemberType;

/**
 * RedressMember:
 * @name: name of the member and of the C field
 * @offset: where the field stands in its struct
 * @required: reading fails if the member is missing
 * @if_set: writing leaves the member out while it is 0, %FALSE or empty
 * @min: least integer
 * @max: largest integer, most bytes of a string, most items of an array; 0: what is usual
 */
typedef struct
{
  const char *name;
  gsize offset;
  RedressMemberType type;
  gboolean required;
  gboolean if_set;
  gint64 min;
  gint64 max;
  const char *(*to_string) (guint value);
  gboolean (*from_string) (const char *text, guint *value);
  const RedressShape *shape;
} RedressMember;

/**
 * RedressShape:
 * @members: (array length=n_members): the members
 * @create: makes an empty struct
 * @destroy: frees it
 * @read_rest: (nullable): reads what the table cannot say
 * @write_rest: (nullable): writes what the table cannot say
 *
 * How a struct stands on the wire, as data: one table serves reading and writing.
 */
struct _RedressShape
{
  const RedressMember *members;
  guint n_members;
  gpointer (*create) (void);
  GDestroyNotify destroy;
  gboolean (*read_rest) (JsonObject *object, gpointer self, GError **error);
  void (*write_rest) (JsonObject *object, gconstpointer self);
};

#define REDRESS_CODE_MAX 512
#define REDRESS_TEXT_MAX 65536
#define REDRESS_ITEMS_MAX 10000

#define REDRESS_FIELD(Struct, field, member_type)                                                  \
  .name = #field, .offset = G_STRUCT_OFFSET (Struct, field), .type = REDRESS_MEMBER_##member_type

#define REDRESS_CODE(Struct, field) REDRESS_FIELD (Struct, field, TEXT), .max = REDRESS_CODE_MAX
#define REDRESS_TEXT(Struct, field) REDRESS_FIELD (Struct, field, TEXT)
#define REDRESS_NULLABLE(Struct, field) REDRESS_FIELD (Struct, field, NULLABLE)
#define REDRESS_DIGEST(Struct, field) REDRESS_FIELD (Struct, field, DIGEST)
#define REDRESS_COUNT(Struct, field) REDRESS_FIELD (Struct, field, INT)
#define REDRESS_UINT(Struct, field) REDRESS_FIELD (Struct, field, UINT)
#define REDRESS_BOOL(Struct, field) REDRESS_FIELD (Struct, field, BOOL)
#define REDRESS_TIMESTAMP(Struct, field) REDRESS_FIELD (Struct, field, TIME)
#define REDRESS_STRV(Struct, field) REDRESS_FIELD (Struct, field, STRV)
#define REDRESS_AMOUNT(Struct, field) REDRESS_FIELD (Struct, field, AMOUNT)
#define REDRESS_ENUM(Struct, field, words)                                                         \
  REDRESS_FIELD (Struct, field, ENUM), .to_string = redress_##words##_to_string,                   \
                                       .from_string = redress_##words##_from_string
#define REDRESS_OBJECT(Struct, field, noun)                                                        \
  REDRESS_FIELD (Struct, field, OBJECT), .shape = &redress_##noun##_shape
#define REDRESS_INLINE(Struct, field, noun)                                                        \
  REDRESS_FIELD (Struct, field, INLINE), .shape = &redress_##noun##_shape
#define REDRESS_ARRAY(Struct, field, noun)                                                         \
  REDRESS_FIELD (Struct, field, ARRAY), .shape = &redress_##noun##_shape

extern const RedressShape redress_account_shape;
extern const RedressShape redress_claim_shape;
extern const RedressShape redress_race_shape;
extern const RedressShape redress_customer_shape;
extern const RedressShape redress_decision_shape;
extern const RedressShape redress_event_shape;
extern const RedressShape redress_evidence_shape;
extern const RedressShape redress_fact_shape;
extern const RedressShape redress_incident_shape;
extern const RedressShape redress_order_shape;
extern const RedressShape redress_problem_shape;
extern const RedressShape redress_summary_shape;

/* Reads into a struct that exists; on failure some of its fields may be set already. */
gboolean
redress_shape_read (const RedressShape *shape, JsonObject *object, gpointer self, GError **error);
/* (transfer full): a new struct, or NULL. */
gpointer redress_shape_from_json (const RedressShape *shape, JsonObject *object, GError **error);
/* Adds the members of @self to @object. */
void redress_shape_write (const RedressShape *shape, JsonObject *object, gconstpointer self);
/* (transfer full) */
JsonNode *redress_shape_to_json (const RedressShape *shape, gconstpointer self);

/* Whether @field, which stands in a struct as @member says, is on the wire. */
gboolean redress_member_is_written (const RedressMember *member, gconstpointer field);
/* Appends what redress_json_to_string() makes of redress_shape_to_json(), without that tree. */
void redress_shape_append (const RedressShape *shape, GString *out, gconstpointer self);

/* (transfer full): {"value": …, "unit": …} */
JsonNode *redress_amount_to_json (RedressAmount amount);
gboolean redress_json_read_amount (
    JsonObject *object, const char *name, gboolean required, RedressAmount *out, GError **error);
gboolean redress_json_fail (GError **error, const char *name, const char *what);
/* 64 lower-case hex digits. */
gboolean redress_is_digest (const char *text);

G_END_DECLS
