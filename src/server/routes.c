/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/routes.h"

#include "server/changes-handler.h"
#include "server/commands-handler.h"
#include "server/evidence-handlers.h"
#include "server/export.h"
#include "server/hand-in.h"
#include "server/health.h"
#include "server/intake-handlers.h"
#include "server/oidc/sign-in.h"
#include "server/proof/proof-handlers.h"
#include "server/peak.h"
#include "server/presence.h"
#include "server/reveal.h"
#include "server/rules.h"
#include "server/sessions.h"
#include "server/ticket-handlers.h"
#include "server/trail-handlers.h"
#include "server/webhook/handlers.h"

#define ANYONE REDRESS_ACCESS_ANYONE
#define LOOPBACK REDRESS_ACCESS_LOOPBACK
#define ACCOUNT REDRESS_ACCESS_ACCOUNT
#define CONNECTOR REDRESS_ACCESS_CONNECTOR
#define NONE REDRESS_BODY_NONE
#define JSON REDRESS_BODY_JSON
#define FILE_BODY REDRESS_BODY_FILE
#define HANDS_IN TRUE
#define GROUPED .is_grouped = TRUE
#define READS .reads = TRUE

#define TICKETS "/v1/platforms/{platform}/tickets"
#define TICKET TICKETS "/{external_id}"

static const RedressRoute routes[] = {
  { "POST", "/v1/sessions", ANYONE, JSON, redress_handle_sign_in, HANDS_IN },
  { "POST", "/v1/sessions/refresh", ANYONE, JSON, redress_handle_refresh, HANDS_IN },
  { "DELETE", "/v1/sessions/current", ACCOUNT, NONE, redress_handle_sign_out, HANDS_IN },
  { "GET", "/v1/sign-in-methods", ANYONE, NONE, redress_handle_sign_in_methods },
  { "GET", "/v1/me", ACCOUNT, NONE, redress_handle_me, HANDS_IN },
  { "GET", "/v1/policies", ACCOUNT, NONE, redress_handle_list_policies, READS },
  { "GET", "/v1/policies/{flow}/{version}", ACCOUNT, NONE, redress_handle_get_policy, READS },
  { "GET", "/v1/calendars", ACCOUNT, NONE, redress_handle_calendars },
  { "GET", "/v1/peaks", ACCOUNT, NONE, redress_handle_list_peaks },
  { "POST", "/v1/peaks", ACCOUNT, JSON, redress_handle_declare_peak },
  { "POST", "/v1/peaks/{id}/end", ACCOUNT, NONE, redress_handle_end_peak },
  { "POST", "/v1/peaks/{id}/cancel", ACCOUNT, NONE, redress_handle_cancel_peak },
  { "GET", "/v1/webhooks", ACCOUNT, NONE, redress_handle_list_webhooks },
  { "POST", "/v1/webhooks/{platform}/stop", ACCOUNT, JSON, redress_handle_stop_webhooks },
  { "POST", "/v1/webhooks/{platform}/start", ACCOUNT, NONE, redress_handle_start_webhooks },
  { "POST", "/v1/webhooks/{platform}/test", ACCOUNT, NONE, redress_handle_test_webhooks },
  { "POST", "/v1/webhooks/{platform}/resend", ACCOUNT, NONE, redress_handle_resend_webhooks },
  { "POST", "/v1/webhook-events/{id}/resend", ACCOUNT, NONE, redress_handle_resend_webhook },
  { "GET", "/v1/changes", ACCOUNT, NONE, redress_handle_changes, READS },
  { "POST", "/v1/commands", ACCOUNT, JSON, redress_handle_commands, HANDS_IN, GROUPED },
  { "POST", "/v1/hand-ins", ACCOUNT, JSON, redress_handle_hand_in, HANDS_IN },
  { "GET", "/v1/search", ACCOUNT, NONE, redress_handle_search, READS },
  { "GET", "/v1/audit", ACCOUNT, NONE, redress_handle_list_checkpoints, READS },
  { "GET", "/v1/audit/{log}/entries", ACCOUNT, NONE, redress_handle_list_trail, READS },
  { "GET", "/v1/audit/{log}/checkpoint", ACCOUNT, NONE, redress_handle_get_checkpoint, READS },
  { "GET", "/v1/audit/{log}/proof", ACCOUNT, NONE, redress_handle_get_proof, READS },
  { "GET", "/v1/tickets/{id}", ACCOUNT, NONE, redress_handle_get_ticket, READS },
  { "PUT", "/v1/tickets/{id}/presence", ACCOUNT, JSON, redress_handle_presence },
  { "POST", "/v1/tickets/{id}/reveal", ACCOUNT, JSON, redress_handle_reveal },
  { "POST", "/v1/tickets/{id}/pack", ACCOUNT, JSON, redress_handle_export },
  { "POST", "/v1/tickets/{id}/evidence", ACCOUNT, FILE_BODY, redress_handle_add_evidence },
  { "GET", "/v1/tickets/{id}/evidence/{sha256}", ACCOUNT, NONE, redress_handle_get_evidence },
  { "POST", TICKETS, CONNECTOR, JSON, redress_handle_create_ticket },
  { "PATCH", TICKET "/facts", CONNECTOR, JSON, redress_handle_update_facts },
  { "POST", TICKET "/timeline", CONNECTOR, JSON, redress_handle_add_events },
  { "POST", TICKET "/evidence", CONNECTOR, FILE_BODY, redress_handle_add_platform_evidence },
  { "POST", TICKET "/effects", CONNECTOR, JSON, redress_handle_report_effects },
  { "POST", TICKET "/withdraw", CONNECTOR, JSON, redress_handle_withdraw },
  { "GET", "/healthz", ANYONE, NONE, redress_handle_health },
  { "GET", "/readyz", ANYONE, NONE, redress_handle_readiness },
  { "GET", "/metrics", LOOPBACK, NONE, redress_handle_metrics },
};

const RedressRouteTable redress_routes = { routes, G_N_ELEMENTS (routes) };
