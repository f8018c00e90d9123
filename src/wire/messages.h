/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/codec.h"

G_BEGIN_DECLS

/**
 * RedressProblem:
 *
 * RFC 9457 body with a stable code.
 */
typedef struct
{
  guint status;
  char *code; /* "version_changed" */
  char *title;
  char *detail; /* (nullable) */
  char *member; /* (nullable): what in the request was wrong */
} RedressProblem;

RedressProblem *
redress_problem_new (guint status, const char *code, const char *title, const char *detail);
void redress_problem_free (RedressProblem *self);
JsonNode *redress_problem_to_json (const RedressProblem *self);
RedressProblem *redress_problem_from_json (JsonObject *object, GError **error);

/* GET /v1/changes: {"changes": [{"platform", "seq", "op": "upsert"|"remove", "id", "rev",
 * "reason"?, "summary"?}], "next": cursor, "more": bool, "epoch": text,
 * "server_time": time, "grants_version": int} */
typedef struct
{
  char *platform;
  gint64 seq;
  gboolean remove;
  char *reason; /* (nullable): out_of_scope, purged, erased */
  gint64 id;
  gint64 rev;
  RedressSummary *summary; /* (nullable) for remove */
} RedressChange;

typedef struct
{
  GPtrArray *changes; /* (element-type RedressChange) */
  char *next;
  gboolean more;
  char *epoch;
  RedressTime server_time;
  gint64 grants_version;
} RedressChangePage;

RedressChange *redress_change_new (void);
void redress_change_free (RedressChange *self);
RedressChangePage *redress_change_page_new (void);
void redress_change_page_free (RedressChangePage *self);
JsonNode *redress_change_page_to_json (const RedressChangePage *self);
/* (transfer full): canonical JSON, for the many pages of a server. */
GBytes *redress_change_page_to_bytes (const RedressChangePage *self);
RedressChangePage *redress_change_page_from_json (JsonObject *object, GError **error);

/* POST /v1/commands: {"commands": [...]} -> {"answers": [RedressAnswer]}, one per command in
 * the order sent. status 200: applied. Otherwise problem is set. */
typedef struct
{
  char *command_id;
  guint status;
  RedressProblem *problem; /* (nullable) */
  char *platform;
  gint64 seq;         /* feed position of the change, 0 if none */
  gint64 audit_index; /* leaf of the platform's log, -1 if none */
  gint64 ticket;
  gint64 rev; /* 0: nothing is known of the ticket, @state means nothing */
  gint64 version;
  RedressState state;
  RedressClaim *claim;       /* (nullable): claim now, for claim commands and conflicts */
  RedressDecision *decision; /* (nullable): what stands recorded */
} RedressAnswer;

RedressAnswer *redress_answer_new (void);
void redress_answer_free (RedressAnswer *self);
JsonNode *redress_answer_to_json (const RedressAnswer *self);
RedressAnswer *redress_answer_from_json (JsonObject *object, GError **error);

/* POST /v1/sessions {"name", "password"} or {"code"}; POST /v1/sessions/refresh
 * {"refresh_token"} -> this. */
typedef struct
{
  char *access_token;
  RedressTime access_until;
  char *refresh_token;
  RedressTime refresh_until;
  RedressAccount *account;
  RedressTime server_time;
} RedressSession;

RedressSession *redress_session_new (void);
void redress_session_free (RedressSession *self);
JsonNode *redress_session_to_json (const RedressSession *self);
RedressSession *redress_session_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressProblem, redress_problem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressChange, redress_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressChangePage, redress_change_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAnswer, redress_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSession, redress_session_free)

G_END_DECLS
