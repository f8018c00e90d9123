/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/machine.h"

#define NOW (G_GINT64_CONSTANT (1795000000) * REDRESS_SECOND)

static RedressSyncStep
feed (RedressMachine *machine, RedressSyncEvent event, RedressTime now)
{
  if (event.next_send == 0)
    event.next_send = REDRESS_TIME_UNKNOWN;
  return redress_machine_step (machine, &event, now, 500);
}

static RedressSyncStep
start (RedressMachine *machine)
{
  *machine = (RedressMachine){ 0 };
  return feed (machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_START, .first_sync = TRUE }, NOW);
}

static void
go_online (RedressMachine *machine)
{
  start (machine);
  feed (machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE }, NOW);
}

static void
test_first_sync (void)
{
  RedressMachine machine;
  RedressSyncStep step = start (&machine);

  g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL);
  g_assert_cmpuint (step.poll_wait, ==, 0);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_CONNECTING);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE, .more = TRUE }, NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_FIRST);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE }, NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL | REDRESS_DO_PREFETCH);
  g_assert_cmpuint (step.poll_wait, ==, 25);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_ONLINE);
}

static void
test_one_poll_at_a_time (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_WAKE }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
}

static void
test_push_waits_for_its_time (void)
{
  RedressMachine machine;
  RedressSyncStep step;
  RedressTime later = NOW + 10 * REDRESS_SECOND;

  go_online (&machine);
  step =
      feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = later }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
  g_assert_cmpint (step.timer, ==, later);
  step =
      feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = later }, later);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_PUSH);
  step =
      feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = later }, later);
  g_assert_cmpuint (step.actions, ==, 0);
}

static void
test_lost_connection_backs_off (void)
{
  RedressMachine machine;
  RedressSyncStep step;
  gint64 delay = 0;

  go_online (&machine);
  for (guint i = 0; i < 20; i++)
    {
      step = feed (&machine,
                   (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                       .failure = REDRESS_FAILURE_UNREACHABLE },
                   NOW);
      g_assert_cmpint (step.status, ==, REDRESS_SYNC_OFFLINE);
      g_assert_cmpuint (step.actions, ==, 0);
      g_assert_cmpint (step.timer - NOW, >=, delay);
      g_assert_cmpint (step.timer - NOW, <=, 300 * REDRESS_SECOND);
      delay = step.timer - NOW;
      step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER }, step.timer);
      g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL);
      /* The first answer must come at once. */
      g_assert_cmpuint (step.poll_wait, ==, 0);
    }
  g_assert_cmpint (delay, >, 100 * REDRESS_SECOND);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE }, NOW);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_ONLINE);
}

static void
test_jitter_spreads (void)
{
  RedressMachine a, b;
  RedressSyncEvent lost = { .kind = REDRESS_EVENT_FEED_FAILED,
                            .failure = REDRESS_FAILURE_UNREACHABLE,
                            .next_send = REDRESS_TIME_UNKNOWN };

  go_online (&a);
  go_online (&b);
  g_assert_cmpint (redress_machine_step (&a, &lost, NOW, 0).timer, !=,
                   redress_machine_step (&b, &lost, NOW, 999).timer);
}

static void
test_retry_after_is_honoured (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                   .failure = REDRESS_FAILURE_UNREACHABLE,
                                   .retry_after = 40 * REDRESS_SECOND },
               NOW);
  g_assert_cmpint (step.timer - NOW, >=, 40 * REDRESS_SECOND);
}

static void
test_wake_ends_the_wait (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  feed (&machine,
        (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                            .failure = REDRESS_FAILURE_UNREACHABLE,
                            .retry_after = 300 * REDRESS_SECOND },
        NOW);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_WAKE }, NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL);
}

static void
test_looking_keeps_the_back_off (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = NOW }, NOW);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSH_FAILED,
                                   .failure = REDRESS_FAILURE_UNREACHABLE,
                                   .retry_after = 5 * REDRESS_SECOND,
                                   .next_send = NOW },
               NOW);
  g_assert_cmpuint (step.actions, ==, 0);
  /* Handing the rows back changes the outbox; that must not send them again at once. */
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = NOW }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
  g_assert_cmpint (step.timer, >=, NOW + 5 * REDRESS_SECOND);
}

static void
test_unauthorized_refreshes_once (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                   .failure = REDRESS_FAILURE_UNAUTHORIZED },
               NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_REFRESH);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSH_FAILED,
                                   .failure = REDRESS_FAILURE_UNAUTHORIZED },
               NOW);
  g_assert_cmpuint (step.actions, ==, 0);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_REFRESHED }, NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_POLL);
}

static void
test_refused_refresh_asks_for_the_agent (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  feed (&machine,
        (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                            .failure = REDRESS_FAILURE_UNAUTHORIZED },
        NOW);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_REFRESH_FAILED,
                                   .failure = REDRESS_FAILURE_UNAUTHORIZED },
               NOW);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_SIGN_IN_AGAIN);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_WAKE, .next_send = NOW }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
}

static void
test_resync_forgets_and_asks_again (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (
      &machine,
      (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED, .failure = REDRESS_FAILURE_RESYNC },
      NOW);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_RESET | REDRESS_DO_POLL);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_FIRST);
}

static void
test_too_old_drains (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                   .failure = REDRESS_FAILURE_TOO_OLD,
                                   .next_send = NOW },
               NOW);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_TOO_OLD);
  g_assert_cmpuint (step.actions, ==, REDRESS_DO_PUSH);
}

/* One wrong answer of a proxy must not end a desk until it is started again. */
static void
test_too_old_is_asked_again (void)
{
  const RedressSyncEvent too_old = { .kind = REDRESS_EVENT_FEED_FAILED,
                                     .failure = REDRESS_FAILURE_TOO_OLD,
                                     .next_send = REDRESS_TIME_UNKNOWN };
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine, too_old, NOW);
  g_assert_cmpuint (step.actions & REDRESS_DO_POLL, ==, 0);
  g_assert_cmpint (step.timer, ==, NOW + 5 * REDRESS_MINUTE);

  /* Somebody presses Retry; the server says it once more, then no more. */
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_WAKE }, NOW + REDRESS_SECOND);
  g_assert_cmpuint (step.actions & REDRESS_DO_POLL, !=, 0);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_TOO_OLD);
  step = feed (&machine, too_old, NOW + 2 * REDRESS_SECOND);
  step =
      feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER }, NOW + 6 * REDRESS_MINUTE);
  g_assert_cmpuint (step.actions & REDRESS_DO_POLL, !=, 0);
  step =
      feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE }, NOW + 6 * REDRESS_MINUTE);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_ONLINE);
}

/* A server that takes nothing at all from an old desk is not asked again at once. */
static void
test_too_old_for_commands (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = NOW }, NOW);
  step = feed (&machine,
               (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSH_FAILED,
                                   .failure = REDRESS_FAILURE_TOO_OLD,
                                   .next_send = NOW },
               NOW);
  g_assert_cmpuint (step.actions & REDRESS_DO_PUSH, ==, 0);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = NOW },
               NOW + 5 * REDRESS_MINUTE);
  g_assert_cmpuint (step.actions & REDRESS_DO_PUSH, !=, 0);
}

/* Polls of which every other one fails, for an hour. Returns how many failed. */
static guint
flap (RedressMachine *machine, guint successes_between)
{
  RedressTime now = NOW;
  guint n_failed = 0;

  while (now < NOW + REDRESS_HOUR)
    {
      RedressSyncStep step = feed (machine,
                                   (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                                       .failure = REDRESS_FAILURE_UNREACHABLE,
                                                       .next_send = REDRESS_TIME_UNKNOWN },
                                   now);

      n_failed++;
      now = MAX (now, step.timer);
      feed (machine,
            (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = REDRESS_TIME_UNKNOWN },
            now);
      for (guint i = 0; i < successes_between; i++)
        feed (machine,
              (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE, .next_send = REDRESS_TIME_UNKNOWN },
              now);
    }
  return n_failed;
}

/* Each success ends the back-off, so a server that fails every other request would be asked
 * thousands of times an hour. */
static void
test_retry_budget (void)
{
  RedressMachine machine;

  go_online (&machine);
  g_assert_cmpuint (flap (&machine, 1), <=, 10 + 120 + 120 / 10);
  /* One failure among many successes is tried again soon. */
  go_online (&machine);
  g_assert_cmpuint (flap (&machine, 20), >, 1000);
}

static void
test_stop_does_nothing_more (void)
{
  RedressMachine machine;
  RedressSyncStep step;

  go_online (&machine);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_STOP, .next_send = NOW }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
  g_assert_cmpint (step.status, ==, REDRESS_SYNC_SIGNED_OUT);
  step = feed (&machine, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER, .next_send = NOW }, NOW);
  g_assert_cmpuint (step.actions, ==, 0);
}

/* Whatever comes in whatever order: never two of the same request at once, never a busy
 * loop (a step that asks for nothing and wakes itself at once). */
static void
test_any_order (void)
{
  RedressMachine machine;
  RedressTime now = NOW;

  go_online (&machine);
  for (guint i = 0; i < 200000; i++)
    {
      RedressMachine before = machine;
      RedressSyncEvent event = {
        .kind = (RedressEventKind)g_test_rand_int_range (REDRESS_EVENT_START,
                                                         REDRESS_EVENT_REFRESH_FAILED + 1),
        .more = g_test_rand_bit (),
        .failure = (RedressFailure)g_test_rand_int_range (REDRESS_FAILURE_UNREACHABLE,
                                                          REDRESS_FAILURE_REFUSED + 1),
        .next_send = g_test_rand_bit () ? now : REDRESS_TIME_UNKNOWN,
      };
      RedressSyncStep step;

      now += g_test_rand_int_range (0, 5) * REDRESS_SECOND;
      step = redress_machine_step (&machine, &event, now, (guint32)g_test_rand_int ());
      if (event.kind == REDRESS_EVENT_TIMER || event.kind == REDRESS_EVENT_WAKE)
        {
          g_assert_false (before.polling && (step.actions & REDRESS_DO_POLL));
          g_assert_false (before.pushing && (step.actions & REDRESS_DO_PUSH));
          g_assert_false (before.refreshing && (step.actions & REDRESS_DO_REFRESH));
        }
      if (step.timer != REDRESS_TIME_UNKNOWN)
        g_assert_cmpint (step.timer, >, now);
    }
}

static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    RedressFailure failure;
  } rows[] = {
    { 200, REDRESS_FAILURE_NONE },        { 204, REDRESS_FAILURE_NONE },
    { 400, REDRESS_FAILURE_REFUSED },     { 401, REDRESS_FAILURE_UNAUTHORIZED },
    { 403, REDRESS_FAILURE_REFUSED },     { 404, REDRESS_FAILURE_REFUSED },
    { 408, REDRESS_FAILURE_UNREACHABLE }, { 409, REDRESS_FAILURE_REFUSED },
    { 410, REDRESS_FAILURE_RESYNC },      { 412, REDRESS_FAILURE_REFUSED },
    { 425, REDRESS_FAILURE_UNREACHABLE }, { 426, REDRESS_FAILURE_TOO_OLD },
    { 429, REDRESS_FAILURE_UNREACHABLE }, { 500, REDRESS_FAILURE_UNREACHABLE },
    { 503, REDRESS_FAILURE_UNREACHABLE }, { 0, REDRESS_FAILURE_UNREACHABLE },
    { 302, REDRESS_FAILURE_UNREACHABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%u", rows[i].status);
      g_assert_cmpint (redress_failure_from_status (rows[i].status), ==, rows[i].failure);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/machine/first-sync", test_first_sync);
  g_test_add_func ("/sync/machine/one-poll-at-a-time", test_one_poll_at_a_time);
  g_test_add_func ("/sync/machine/push-waits-for-its-time", test_push_waits_for_its_time);
  g_test_add_func ("/sync/machine/lost-connection-backs-off", test_lost_connection_backs_off);
  g_test_add_func ("/sync/machine/jitter-spreads", test_jitter_spreads);
  g_test_add_func ("/sync/machine/retry-after-is-honoured", test_retry_after_is_honoured);
  g_test_add_func ("/sync/machine/wake-ends-the-wait", test_wake_ends_the_wait);
  g_test_add_func ("/sync/machine/looking-keeps-the-back-off", test_looking_keeps_the_back_off);
  g_test_add_func ("/sync/machine/unauthorized-refreshes-once", test_unauthorized_refreshes_once);
  g_test_add_func ("/sync/machine/refused-refresh", test_refused_refresh_asks_for_the_agent);
  g_test_add_func ("/sync/machine/resync", test_resync_forgets_and_asks_again);
  g_test_add_func ("/sync/machine/too-old-drains", test_too_old_drains);
  g_test_add_func ("/sync/machine/too-old-is-asked-again", test_too_old_is_asked_again);
  g_test_add_func ("/sync/machine/too-old-for-commands", test_too_old_for_commands);
  g_test_add_func ("/sync/machine/retry-budget", test_retry_budget);
  g_test_add_func ("/sync/machine/stop", test_stop_does_nothing_more);
  g_test_add_func ("/sync/machine/any-order", test_any_order);
  g_test_add_func ("/sync/machine/statuses", test_statuses);
  return g_test_run ();
}
