/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "support/spin.h"
#include "sync/canned-desk.h"

#define NOW "2026-11-23T06:00:00.000000Z"

static void
set_up (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_open (desk);
  redress_canned_desk_set (
      desk, "/v1/webhooks",
      redress_canned_json (200, "{\"platforms\":[{\"platform\":\"kameng\",\"host\":\"h\","
                                "\"state\":\"running\",\"waiting\":1,\"dead\":0}],"
                                "\"events\":[],\"dead\":[]}"));
}

static void
tear_down (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_close (desk);
}

static RedressConnectors *
ask (RedressCannedDesk *desk, RedressConnectorsAction action, GError **error)
{
  RedressConnectorsRequest request = {
    .action = action, .platform = (char *)"kameng", .why = (char *)"repair", .event = 5
  };
  g_autoptr (GAsyncResult) result = NULL;

  redress_sync_connectors_async (desk->sync, &request, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "connectors");
  return redress_sync_connectors_finish (desk->sync, result, error);
}

/* Each goes to its own address and comes back with how things are. */
static void
test_actions (RedressCannedDesk *desk, gconstpointer data)
{
  static const struct
  {
    RedressConnectorsAction action;
    const char *path;
  } rows[] = {
    { REDRESS_CONNECTORS_LIST, "/v1/webhooks" },
    { REDRESS_CONNECTORS_STOP, "/v1/webhooks/kameng/stop" },
    { REDRESS_CONNECTORS_START, "/v1/webhooks/kameng/start" },
    { REDRESS_CONNECTORS_TEST, "/v1/webhooks/kameng/test" },
    { REDRESS_CONNECTORS_RESEND_ALL, "/v1/webhooks/kameng/resend" },
  };

  redress_canned_desk_sign_in (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedressConnectors) all = ask (desk, rows[i].action, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (all->platforms->len, ==, 1);
      g_assert_cmpuint (redress_canned_server_count (desk->server, rows[i].path), >=, 1);
    }
}

static void
test_refusals (RedressCannedDesk *desk, gconstpointer data)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) forbidden = NULL;
  g_autoptr (GError) garbled = NULL;

  redress_canned_desk_sign_in (desk);
  redress_canned_desk_set (
      desk, "/v1/webhook-events/5/resend",
      redress_canned_json (409, "{\"status\":409,\"code\":\"sent_already\",\"title\":\"T\"}"));
  g_assert_null (ask (desk, REDRESS_CONNECTORS_RESEND, &refused));
  g_assert_error (refused, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_cmpstr (refused->message, ==, "The platform has taken it already.");
  redress_canned_desk_set (desk, "/v1/webhooks", redress_canned_json (403, "{}"));
  g_assert_null (ask (desk, REDRESS_CONNECTORS_LIST, &forbidden));
  g_assert_error (forbidden, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN);
  redress_canned_desk_set (desk, "/v1/webhooks", redress_canned_json (200, "{\"events\":5}"));
  g_assert_null (ask (desk, REDRESS_CONNECTORS_LIST, &garbled));
  g_assert_error (garbled, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_nobody_signed_in (RedressCannedDesk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (desk, REDRESS_CONNECTORS_LIST, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, RedressCannedDesk, NULL, set_up, func, tear_down)
  ADD ("/sync/connectors/actions", test_actions);
  ADD ("/sync/connectors/refusals", test_refusals);
  ADD ("/sync/connectors/nobody-signed-in", test_nobody_signed_in);
  return g_test_run ();
}
