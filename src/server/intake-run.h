/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"
#include "server/ticket-change.h"

G_BEGIN_DECLS

/**
 * RedressIntake:
 * @request: the request of a platform
 * @response: gets the refusal
 * @platform: the platform
 * @body: (nullable): its body, where it is JSON
 * @fingerprint: SHA-256 of the body's canonical form
 * @status: of the answer, set by the effect
 * @answer: (owned): the answer, set by the effect
 * @moved: the feed moved
 *
 * One request of a platform in its own transaction, at most once per Idempotency-Key.
 */
typedef struct
{
  RedressRequest *request;
  RedressResponse *response;
  const char *platform;
  JsonObject *body;
  const char *fingerprint;

  RedressSqlConnection *connection;
  guint status;
  JsonNode *answer;
  gboolean moved;
} RedressIntake;

/* TRUE: the effect is made and @answer set. FALSE: @response has the refusal and nothing was
 * made, or an error of the database. */
typedef gboolean (*RedressIntakeFunc) (RedressIntake *intake, GError **error);

void
redress_intake_run (RedressRequest *request, RedressResponse *response, RedressIntakeFunc func);
/* Always FALSE. */
gboolean redress_intake_refuse (
    RedressIntake *intake, guint status, const char *code, const char *title, const char *detail);
gboolean redress_intake_refuse_error (RedressIntake *intake, const char *code, const GError *error);
/* The ticket that the path names. @change->row is NULL if it was refused. */
gboolean redress_intake_begin_change (RedressIntake *intake,
                                      RedressTicketChange *change,
                                      RedressPolicy **policy,
                                      GError **error);
/* Writes ticket, log and feed, and answers with the summary. */
gboolean redress_intake_finish_change (RedressIntake *intake,
                                       RedressTicketChange *change,
                                       RedressPolicy *policy,
                                       RedressAuditLeaf *leaf,
                                       GError **error);
void redress_intake_answer_summary (RedressIntake *intake, guint status, RedressSummary *summary);

G_END_DECLS
