/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

#define NOW "2026-11-23T06:00:00.000000Z"
#define EVENT(id, ticket, state, more)                                                             \
  "{\"id\":" id ",\"name\":\"msg_" id "\",\"platform\":\"kameng\",\"ticket\":" ticket              \
  ",\"external_id\":\"KM-" ticket "\",\"type\":\"decision.effective\",\"state\":\"" state          \
  "\",\"attempts\":1,\"made_at\":\"" NOW "\",\"leaves_at\":\"" NOW "\"" more "}"

static RedressConnectors *
parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (text, strlen (text), &redress_json_limits_response, NULL);

  g_assert_nonnull (node);
  return redress_connectors_from_json (json_node_get_object (node), error);
}

static void
test_answer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressConnectors) all = parse (
      "{\"platforms\":[{\"platform\":\"kameng\",\"host\":\"h.example\",\"state\":\"stopped\","
      "\"waiting\":3,\"dead\":1,\"stopped_at\":\"" NOW "\",\"stopped_by\":\"Chen\","
      "\"stopped_why\":\"repair\"}],\"events\":[" EVENT (
          "1", "7", "sent",
          ",\"status\":200,\"words\":\"noted\"") ","
                                                 "" EVENT ("3", "8", "waiting",
                                                           ",\"next_at\":\"" NOW
                                                           "\"") "],"
                                                                 "\"dead\":[" EVENT (
                                                                     "2", "8", "dead", "") "]}",
      &error);
  const RedressConnector *connector;
  const RedressTelling *telling;

  g_assert_no_error (error);
  connector = g_ptr_array_index (all->platforms, 0);
  g_assert_cmpstr (connector->host, ==, "h.example");
  g_assert_cmpstr (connector->stopped_by, ==, "Chen");
  g_assert_cmpint (connector->stopped_at, !=, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (connector->waiting, ==, 3);
  g_assert_cmpint (connector->dead, ==, 1);
  /* The newest first. */
  telling = g_ptr_array_index (all->events, 0);
  g_assert_cmpint (telling->id, ==, 3);
  g_assert_cmpstr (telling->external_id, ==, "KM-8");
  g_assert_cmpint (telling->tried_at, ==, REDRESS_TIME_UNKNOWN);
  /* Behind one that was given up nothing goes, whoever asks for it. */
  g_assert_true (redress_connectors_is_held (all, telling));
  g_assert_false (redress_connectors_can_send (all, telling, telling->made_at));
  telling = g_ptr_array_index (all->events, 1);
  g_assert_cmpint (telling->state, ==, REDRESS_TELLING_SENT);
  g_assert_cmpint (telling->status, ==, 200);
  g_assert_false (redress_connectors_can_send (all, telling, telling->made_at));
  telling = g_ptr_array_index (all->dead, 0);
  g_assert_cmpstr (redress_telling_state_to_string (telling->state), ==, "dead");
  g_assert_true (redress_connectors_can_send (all, telling, telling->made_at));
}

/* One that waits may go when it has somewhere to go and its time has come. */
static void
test_what_may_go (void)
{
  g_autoptr (RedressConnectors) all = redress_connectors_new ();
  RedressTelling *telling = redress_telling_new ();

  telling->leaves_at = 100;
  telling->next_at = 200;
  telling->ticket = 7;
  g_ptr_array_add (all->events, telling);
  g_assert_false (redress_connectors_can_send (all, telling, 99));
  g_assert_true (redress_connectors_can_send (all, telling, 100));
  telling->next_at = REDRESS_TIME_UNKNOWN;
  g_assert_false (redress_connectors_can_send (all, telling, 100));
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"platforms\":[],\"events\":[]}",
    "{\"platforms\":[5],\"events\":[],\"dead\":[]}",
    "{\"platforms\":[{\"platform\":\"p\"}],\"events\":[],\"dead\":[]}",
    "{\"platforms\":[],\"events\":{},\"dead\":[]}",
    "{\"platforms\":[],\"events\":[" EVENT ("1", "7", "lost", "") "],\"dead\":[]}",
    "{\"platforms\":[],\"events\":[" EVENT ("0", "7", "sent", "") "],\"dead\":[]}",
    "{\"platforms\":[],\"events\":[],\"dead\":[" EVENT ("1", "7", "dead", ",\"next_at\":5") "]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/connector/answer", test_answer);
  g_test_add_func ("/wire/connector/what-may-go", test_what_may_go);
  g_test_add_func ("/wire/connector/bad", test_bad);
  return g_test_run ();
}
