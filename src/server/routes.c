/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/routes.h"

#include "server/health.h"
#include "server/rules.h"
#include "server/sessions.h"

#define ANYONE REDRESS_ACCESS_ANYONE
#define LOOPBACK REDRESS_ACCESS_LOOPBACK
#define ACCOUNT REDRESS_ACCESS_ACCOUNT
#define NONE REDRESS_BODY_NONE
#define JSON REDRESS_BODY_JSON

const RedressRoute redress_routes[] = {
  { "POST", "/v1/sessions", ANYONE, JSON, redress_handle_sign_in },
  { "POST", "/v1/sessions/refresh", ANYONE, JSON, redress_handle_refresh },
  { "DELETE", "/v1/sessions/current", ACCOUNT, NONE, redress_handle_sign_out },
  { "GET", "/v1/me", ACCOUNT, NONE, redress_handle_me },
  { "GET", "/v1/policies", ACCOUNT, NONE, redress_handle_list_policies },
  { "GET", "/v1/policies/{flow}/{version}", ACCOUNT, NONE, redress_handle_get_policy },
  { "GET", "/v1/calendars", ACCOUNT, NONE, redress_handle_calendars },
  { "GET", "/healthz", ANYONE, NONE, redress_handle_health },
  { "GET", "/readyz", ANYONE, NONE, redress_handle_readiness },
  { "GET", "/metrics", LOOPBACK, NONE, redress_handle_metrics },
};

const guint redress_n_routes = G_N_ELEMENTS (redress_routes);
