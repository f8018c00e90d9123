/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/account.h"
#include "core/command.h"
#include "core/connector.h"
#include "core/evaluation.h"
#include "core/export.h"
#include "core/ticket.h"
#include "core/trail-entry.h"

G_BEGIN_DECLS

/* Members have the names of the C fields; enums stand as their strings, times as RFC 3339
 * with six digits, amounts as {"value": 32800, "unit": "fen"}, badges as an array of
 * strings, an unknown fact as "value": null, a masked one as {"masked": true, "hint": "…"}.
 * Unknown members are ignored; an unknown enum or a wrong type is an error. */
JsonNode *redress_summary_to_json (RedressSummary *summary);
RedressSummary *redress_summary_from_json (JsonObject *object, GError **error);
JsonNode *redress_peak_to_json (const RedressPeak *peak);
RedressPeak *redress_peak_from_json (JsonObject *object, GError **error);
JsonNode *redress_ticket_to_json (RedressTicket *ticket);
RedressTicket *redress_ticket_from_json (JsonObject *object, GError **error);
/* A value alone: a scalar, null if unknown, an object if masked. */
JsonNode *redress_value_to_json (const RedressValue *value);
JsonNode *redress_fact_to_json (const RedressFact *fact);
/* A string value is a time if "unit" is "time". */
RedressFact *redress_fact_from_json (JsonObject *object, GError **error);
JsonNode *redress_event_to_json (const RedressEvent *event);
RedressEvent *redress_event_from_json (JsonObject *object, GError **error);
JsonNode *redress_evidence_to_json (const RedressEvidence *evidence);
RedressEvidence *redress_evidence_from_json (JsonObject *object, GError **error);
JsonNode *redress_decision_to_json (const RedressDecision *decision);
RedressDecision *redress_decision_from_json (JsonObject *object, GError **error);
JsonNode *redress_claim_to_json (const RedressClaim *claim);
RedressClaim *redress_claim_from_json (JsonObject *object, GError **error);
JsonNode *redress_race_to_json (const RedressRace *race);
RedressRace *redress_race_from_json (JsonObject *object, GError **error);
JsonNode *redress_account_to_json (const RedressAccount *account);
RedressAccount *redress_account_from_json (JsonObject *object, GError **error);
JsonNode *redress_order_to_json (const RedressOrder *order);
gboolean redress_order_from_json (JsonObject *object, RedressOrder *order, GError **error);
/* POST /v1/tickets/{id}/pack. */
JsonNode *redress_export_to_json (const RedressExport *self);
/* CORRUPT: an entry is not what its digest says. */
RedressExport *redress_export_from_json (JsonObject *object, GError **error);
/* GET /v1/webhooks. */
RedressConnectors *redress_connectors_from_json (JsonObject *object, GError **error);
/* GET /v1/audit/{log}/entries. */
JsonNode *redress_trail_page_to_json (const RedressTrailPage *self);
RedressTrailPage *redress_trail_page_from_json (JsonObject *object, GError **error);
JsonNode *redress_customer_to_json (const RedressCustomer *customer);
gboolean redress_customer_from_json (JsonObject *object, RedressCustomer *customer, GError **error);

/* The bytes of a command are made once (canonical JSON), stored in the outbox and sent as
 * stored. Their SHA-256 is the fingerprint behind idempotency. */
GBytes *redress_command_to_bytes (const RedressCommand *command);
RedressCommand *redress_command_from_json (JsonObject *object, GError **error);

/* SHA-256 over what an agent saw (contracts of decisions): ticket, version, round, policy,
 * facts, evidence, findings, in canonical form with sorted arrays. */
char *redress_seen_digest (RedressTicket *ticket,
                           RedressPolicy *policy,
                           const RedressEvaluation *evaluation);

/* Policy and calendar files. @sha256 is computed over the bytes. Errors name the member
 * and, for rules, the rule. */
RedressPolicy *redress_policy_from_bytes (GBytes *bytes, GError **error);
/* Every mistake of a policy file, naming rule and member; empty for a good one. */
char **redress_policy_lint (GBytes *bytes);
gboolean redress_calendar_add_bytes (RedressCalendar *calendar, GBytes *bytes, GError **error);

G_END_DECLS
