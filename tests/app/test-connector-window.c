/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connector-window.h"
#include "app/resources.h"
#include "app/window-fixture.h"
#include "support/spin.h"

#define NOW "2026-11-23T06:00:00.000000Z"
#define EVENT(id, type, state)                                                                     \
  "{\"id\":" id ",\"name\":\"msg_" id "\",\"platform\":\"kameng\",\"ticket\":7,"                   \
  "\"external_id\":\"KM-7\",\"type\":\"" type "\",\"state\":\"" state "\",\"attempts\":10,"        \
  "\"made_at\":\"" NOW "\",\"leaves_at\":\"" NOW "\",\"status\":503,\"words\":\"no room\"}"
#define PLATFORM(more)                                                                             \
  "{\"platform\":\"kameng\",\"host\":\"h.example\",\"state\":\"running\",\"waiting\":2,"           \
  "\"dead\":1" more "}"
#define OTHER(platform, host)                                                                      \
  "{\"platform\":\"" platform "\",\"host\":\"" host "\",\"state\":\"running\",\"waiting\":0,"      \
  "\"dead\":0}"
#define MANY_DEAD                                                                                  \
  "{\"platform\":\"kameng\",\"host\":\"h.example\",\"state\":\"running\",\"waiting\":0,"           \
  "\"dead\":70}"

#define SILENT(silence)                                                                            \
  "{\"id\":3,\"name\":\"msg_3\",\"platform\":\"kameng\",\"type\":\"test.sent\",\"state\":"         \
  "\"waiting\","                                                                                   \
  "\"attempts\":1,\"made_at\":\"" NOW "\",\"leaves_at\":\"" NOW "\",\"silence\":\"" silence        \
  "\",\"words\":\"in the words of a library\"}"

/* The fixture of the window looks into whatever window it is given. */
static void
set_up (RedressTestWindow *f, gconstpointer data)
{
  f->desk.role = "supervisor";
  redress_canned_desk_open (&f->desk);
  redress_test_window_open (f);
}

static void
tear_down (RedressTestWindow *f, gconstpointer data)
{
  redress_test_window_close (f);
  redress_canned_desk_close (&f->desk);
}

static void
set_answer (RedressTestWindow *f, const char *platform, const char *events, const char *dead)
{
  g_autofree char *body = g_strdup_printf ("{\"platforms\":[%s],\"events\":[%s],\"dead\":[%s]}",
                                           platform, events, dead);

  redress_canned_desk_set (&f->desk, "/v1/webhooks", redress_canned_json (200, body));
}

/* (transfer none): the window in front, in place of the desk's own. */
static RedressTestWindow
present (RedressTestWindow *f)
{
  RedressTestWindow front = *f;
  GListModel *windows = gtk_window_get_toplevels ();

  redress_connector_window_present (GTK_WINDOW (f->window), f->desk.sync,
                                    redress_clock_get_system ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (REDRESS_IS_CONNECTOR_WINDOW (window))
        front.window = (RedressWindow *)window;
    }
  return front;
}

static void
leave (RedressTestWindow *front)
{
  gpointer watched = front->window;

  g_object_add_weak_pointer (G_OBJECT (front->window), &watched);
  gtk_window_close (GTK_WINDOW (front->window));
  redress_test_spin_until_null (&watched, "the end of the window");
}

static void
test_given_up_comes_first (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, PLATFORM (""), EVENT ("2", "ticket.closed", "waiting"),
              EVENT ("1", "decision.effective", "dead"));
  front = present (f);
  redress_test_window_await (&front, "At h.example · 2 wait · 1 given up");
  redress_test_window_await (&front, "Given up (1)");
  redress_test_window_await (&front, "Answer: 503, no room");
  redress_test_window_await (&front, "KM-7");
  g_assert_null (redress_test_window_find (&front, "Ticket closed"));
  redress_test_window_click (&front, "Newest");
  redress_test_window_await (&front, "Ticket closed");
  redress_test_window_await (&front, "waits for an earlier one of its ticket");
  g_assert_null (redress_test_window_find (&front, "Send now"));
  leave (&front);
}

/* Why there was no answer is said by the desk; of what it does not know it says what it got. */
static void
test_no_answer (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, PLATFORM (""), SILENT ("refused"), "");
  front = present (f);
  redress_test_window_await (&front, "Nobody listens at the address");
  g_assert_null (redress_test_window_find (&front, "in the words of a library"));
  leave (&front);
  set_answer (f, PLATFORM (""), SILENT ("of_a_newer_server"), "");
  front = present (f);
  redress_test_window_await (&front, "in the words of a library");
  leave (&front);
}

/* Who is away from the connectors learns of what was given up, until it is sent after all; what
 * nobody answers leaves it as it was. */
static void
test_badge (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  g_assert_null (redress_test_window_find (f, "1 event given up"));
  set_answer (f, PLATFORM (""), "", EVENT ("1", "decision.effective", "dead"));
  g_object_notify (G_OBJECT (f->desk.sync), "store");
  redress_test_window_await (f, "1 event given up");
  front = present (f);
  redress_test_window_await (&front, "Given up (1)");
  redress_canned_desk_set (&f->desk, "/v1/webhooks", redress_canned_json (500, "{}"));
  g_object_notify (G_OBJECT (f->desk.sync), "store");
  redress_test_window_await (&front, "What stands here is of");
  g_assert_nonnull (redress_test_window_find (f, "1 event given up"));
  leave (&front);
  set_answer (f, "", "", "");
  g_object_notify (G_OBJECT (f->desk.sync), "store");
  redress_test_window_await_gone (f, "1 event given up");
}

static void
test_send_now (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, PLATFORM (""), "", EVENT ("1", "decision.effective", "dead"));
  redress_canned_desk_set (
      &f->desk, "/v1/webhook-events/1/resend",
      redress_canned_json (409, "{\"status\":409,\"code\":\"sent_already\",\"title\":\"T\"}"));
  front = present (f);
  redress_test_window_click (&front, "Send now");
  redress_test_window_await (&front, "The platform has taken it already.");
  redress_canned_desk_set (
      &f->desk, "/v1/webhook-events/1/resend",
      redress_canned_json (200, "{\"platforms\":[" PLATFORM ("") "],\"events\":[" EVENT (
                                    "1", "decision.effective", "sent") "],\"dead\":[]}"));
  set_answer (f, PLATFORM (""), EVENT ("1", "decision.effective", "sent"), "");
  redress_test_window_click (&front, "Send now");
  redress_test_window_await (&front, "Taken");
  leave (&front);
}

/* The server lists some of what was given up; it goes again with one press. */
static void
test_send_all (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, MANY_DEAD, "", EVENT ("1", "decision.effective", "dead"));
  redress_canned_desk_set (
      &f->desk, "/v1/webhooks/kameng/resend",
      redress_canned_json (200, "{\"platforms\":[" OTHER ("kameng", "h.example") "],\"events\":["
                                                                                 "],\"dead\":[]}"));
  front = present (f);
  redress_test_window_await (&front, "Given up (70)");
  redress_test_window_await (&front, "The oldest are listed. Others follow when they are sent.");
  set_answer (f, OTHER ("kameng", "h.example"), EVENT ("1", "decision.effective", "sent"), "");
  redress_test_window_click (&front, "Send 70 again");
  redress_test_window_await (&front, "Taken");
  redress_test_window_await_gone (&front, "Send 70 again");
  g_assert_null (redress_test_window_find (&front, "The oldest are listed."));
  leave (&front);
}

static void
test_gone (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f,
              PLATFORM (",\"stopped_at\":\"" NOW "\",\"stopped_by\":\"server\","
                        "\"stopped_why\":\"410 Gone\""),
              "", "");
  front = present (f);
  redress_test_window_await (&front, "nobody takes decisions at this address any more");
  g_assert_null (redress_test_window_find (&front, "Stopped by server"));
  leave (&front);
}

/* What is there stays when nobody answers any more. */
static void
test_offline (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f,
              PLATFORM (",\"stopped_at\":\"" NOW "\",\"stopped_by\":\"Chen\","
                        "\"stopped_why\":\"repair\""),
              EVENT ("1", "of.tomorrow", "sent"), "");
  front = present (f);
  redress_test_window_await (&front, "Stopped by Chen");
  redress_test_window_await (&front, "of.tomorrow");
  redress_canned_desk_set (&f->desk, "/v1/webhooks", redress_canned_json (500, "{}"));
  redress_test_window_click (&front, "Send a test");
  redress_test_window_await (&front, "What stands here is of");
  g_assert_nonnull (redress_test_window_find (&front, "Stopped by Chen"));
  set_answer (f, PLATFORM (""), "", "");
  redress_test_window_await (&front, "Nothing was told yet.");
  g_assert_null (redress_test_window_find (&front, "What stands here is of"));
  leave (&front);
}

/* The server is silent about it. */
static void
test_no_address (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, "", "", "");
  front = present (f);
  redress_test_window_await (&front, "No address");
  redress_test_window_await (&front, "Effects are not sent.");
  g_assert_null (redress_test_window_find (&front, "Send a test"));
  set_answer (f, PLATFORM (""), "", "");
  redress_test_window_await (&front, "At h.example");
  redress_test_window_await (&front, "Send a test");
  g_assert_null (redress_test_window_find (&front, "No address"));
  leave (&front);
}

/* A platform that gets its address goes to where those with one are, and leaves no row behind. */
static void
test_another_order (RedressTestWindow *f, gconstpointer data)
{
  RedressTestWindow front;

  set_answer (f, OTHER ("cainiao", "one.example") "," OTHER ("kameng", "two.example"), "", "");
  front = present (f);
  redress_test_window_await (&front, "At two.example");
  set_answer (f, OTHER ("kameng", "four.example") "," OTHER ("cainiao", "three.example"), "", "");
  redress_test_window_await (&front, "At four.example");
  g_assert_nonnull (redress_test_window_find (&front, "At three.example"));
  g_assert_null (redress_test_window_find (&front, "At one.example"));
  g_assert_null (redress_test_window_find (&front, "At two.example"));
  leave (&front);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
#define ADD(path, func) g_test_add (path, RedressTestWindow, NULL, set_up, func, tear_down)
  ADD ("/app/connector-window/given-up-comes-first", test_given_up_comes_first);
  ADD ("/app/connector-window/no-answer", test_no_answer);
  ADD ("/app/connector-window/badge", test_badge);
  ADD ("/app/connector-window/send-now", test_send_now);
  ADD ("/app/connector-window/send-all", test_send_all);
  ADD ("/app/connector-window/gone", test_gone);
  ADD ("/app/connector-window/offline", test_offline);
  ADD ("/app/connector-window/no-address", test_no_address);
  ADD ("/app/connector-window/another-order", test_another_order);
  return g_test_run ();
}
