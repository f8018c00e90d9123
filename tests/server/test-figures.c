/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/environment.h"
#include "server/jobs.h"
#include "server/listen.h"
#include "server/log.h"
#include "server/metrics.h"

#include "core/error.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

/* Figures, log lines, threads and sockets: the small parts under the edge. */

static void
test_metrics (void)
{
  g_autoptr (RedressMetrics) metrics = redress_metrics_new ();
  g_autofree char *text = NULL, *empty = redress_metrics_to_text (metrics);

  g_assert_cmpstr (empty, ==, "");
  redress_metrics_add (metrics, "b_total", "x=\"2\"", 2);
  redress_metrics_add (metrics, "b_total", "x=\"1\"", 1);
  redress_metrics_add (metrics, "b_total", "x=\"1\"", 4);
  redress_metrics_set (metrics, "c", NULL, 7);
  redress_metrics_set (metrics, "c", NULL, -3);
  redress_metrics_add (metrics, "a_total", NULL, 0);
  text = redress_metrics_to_text (metrics);
  g_assert_cmpstr (text, ==,
                   "# TYPE a_total counter\na_total 0\n"
                   "# TYPE b_total counter\nb_total{x=\"1\"} 5\nb_total{x=\"2\"} 2\n"
                   "# TYPE c gauge\nc -3\n");
}

static void
test_histogram (void)
{
  g_autoptr (RedressMetrics) metrics = redress_metrics_new ();
  g_autofree char *text = NULL;

  redress_metrics_observe (metrics, "h", "x=\"1\"", 700);
  redress_metrics_observe (metrics, "h", "x=\"1\"", 2 * G_USEC_PER_SEC);
  redress_metrics_observe (metrics, "h", "x=\"1\"", 100 * G_USEC_PER_SEC);
  text = redress_metrics_to_text (metrics);
  g_assert_nonnull (strstr (text, "# TYPE h histogram\n"));
  g_assert_nonnull (strstr (text, "h_bucket{x=\"1\",le=\"0.001\"} 1\n"));
  g_assert_nonnull (strstr (text, "h_bucket{x=\"1\",le=\"1\"} 1\n"));
  g_assert_nonnull (strstr (text, "h_bucket{x=\"1\",le=\"5\"} 2\n"));
  g_assert_nonnull (strstr (text, "h_bucket{x=\"1\",le=\"30\"} 2\n"));
  g_assert_nonnull (strstr (text, "h_bucket{x=\"1\",le=\"+Inf\"} 3\n"));
  g_assert_nonnull (strstr (text, "h_sum{x=\"1\"} 102.000700\n"));
  g_assert_nonnull (strstr (text, "h_count{x=\"1\"} 3\n"));
}

static void
keep_line (const char *line, gpointer data)
{
  g_string_append (data, line);
}

static void
test_log (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (RedressClock) clock = redress_clock_new_manual (0);
  g_autofree char *long_text = g_strnfill (300, 'x');
  g_autoptr (GString) cut = g_string_new (NULL);

  redress_log_set_writer (keep_line, lines);
  redress_log (clock, "request", REDRESS_LOG_TEXT ("id", "T-42"), REDRESS_LOG_NUMBER ("n", -7),
               REDRESS_LOG_TEXT ("none", NULL));
  g_assert_cmpstr (
      lines->str, ==,
      "{\"time\":\"1970-01-01T00:00:00.000000Z\",\"event\":\"request\",\"id\":\"T-42\","
      "\"n\":-7,\"none\":\"\"}\n");

  /* Neither a forged line nor a name gets through. */
  g_string_truncate (lines, 0);
  redress_log (clock, "x", REDRESS_LOG_TEXT ("a", "\"}\n{\"b\\"), REDRESS_LOG_TEXT ("c", "客户"),
               REDRESS_LOG_TEXT ("d", long_text));
  g_assert_nonnull (strstr (lines->str, "\"a\":\"?}?{?b?\""));
  g_assert_nonnull (strstr (lines->str, "\"c\":\"??????\""));
  g_assert_cmpuint (lines->len, <, 300);
  redress_log_set_writer (NULL, NULL);
}

typedef struct
{
  RedressJobs *jobs;
  GThread *thread;
  GString *order;
} JobState;

static void
append_a (gpointer data)
{
  JobState *state = data;

  g_assert_true (state->thread == NULL || state->thread == g_thread_self ());
  state->thread = g_thread_self ();
  g_string_append_c (state->order, 'a');
}

static void
append_b (gpointer data)
{
  JobState *state = data;

  g_assert_true (state->thread == g_thread_self ());
  g_string_append_c (state->order, 'b');
}

static void
compute_then_append (gpointer data)
{
  JobState *state = data;

  g_assert_true (state->thread != g_thread_self ());
  redress_jobs_push_database (state->jobs, append_b, state);
}

/* One thread, in order; freeing waits for everything, also for what computing still pushes. */
static void
test_jobs (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  JobState state = { .jobs = redress_jobs_new (2), .order = order };

  redress_jobs_run_database (state.jobs, append_a, &state);
  g_assert_cmpstr (order->str, ==, "a");
  for (guint i = 0; i < 3; i++)
    redress_jobs_push_database (state.jobs, append_b, &state);
  redress_jobs_run_database (state.jobs, append_a, &state);
  g_assert_cmpstr (order->str, ==, "abbba");
  g_assert_cmpuint (redress_jobs_count_database (state.jobs), ==, 0);
  redress_jobs_push_compute (state.jobs, compute_then_append, &state);
  redress_jobs_free (state.jobs);
  g_assert_cmpstr (order->str, ==, "abbbab");
}

static void
test_listen (void)
{
  g_autoptr (GError) error = NULL;
  guint16 port = 0, next, same;
  int first = redress_listen ("127.0.0.1", &port, FALSE, &error), second;

  g_assert_no_error (error);
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpuint (port, >, 0);
  same = port;
  g_assert_cmpint (redress_listen ("127.0.0.1", &same, FALSE, &error), ==, -1);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  next = port;
  second = redress_listen ("127.0.0.1", &next, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (next, >, port);
  g_assert_cmpint (redress_listen ("localhost", &next, FALSE, &error), ==, -1);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  close (first);
  close (second);
}

static void
test_environment (void)
{
  g_autoptr (GPtrArray) checks = redress_environment_check ();

  g_assert_cmpuint (checks->len, >, 0);
  for (guint i = 0; i < checks->len; i++)
    {
      const RedressCheck *check = g_ptr_array_index (checks, i);

      g_assert_false (check->needed);
      g_assert_cmpint (check->ok, ==, check->detail == NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/counters", test_metrics);
  g_test_add_func ("/metrics/histogram", test_histogram);
  g_test_add_func ("/log/lines", test_log);
  g_test_add_func ("/jobs/order", test_jobs);
  g_test_add_func ("/listen/ports", test_listen);
  g_test_add_func ("/environment/check", test_environment);
  return g_test_run ();
}
