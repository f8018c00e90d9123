/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/incident.h"
#include "store/store-fixture.h"
#include "support/spin.h"

static GPtrArray *
list (RedressTestStore *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *lines;

  redress_store_list_incidents_async (self->store, "en", NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "incidents");
  lines = redress_store_list_incidents_finish (self->store, result, &error);
  g_assert_no_error (error);
  return lines;
}

static void
test_lines (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GPtrArray) none = list (self);
  g_autoptr (GPtrArray) lines = NULL;
  gint64 open[4] = { 0 }, decided[4] = { 0 }, last = G_MAXINT64;

  g_assert_cmpuint (none->len, ==, 0);
  redress_test_store_fill (self, 1, 300);
  for (gint64 id = 1; id <= 300; id++)
    {
      g_autoptr (RedressSummary) summary = redress_test_summary_new (id);

      if (summary->incident != NULL && redress_state_is_unfinished (summary->state))
        open[summary->incident->id]++;
      else if (summary->incident != NULL)
        decided[summary->incident->id]++;
    }
  lines = list (self);
  g_assert_cmpuint (lines->len, ==, 3);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (RedressIncidentLine) line =
          redress_incident_line_copy (g_ptr_array_index (lines, i));
      g_autofree char *code = g_strdup_printf ("E%d", (int)line->incident->id - 1);

      g_assert_cmpint (line->open, ==, open[line->incident->id]);
      g_assert_cmpint (line->decided, ==, decided[line->incident->id]);
      g_assert_cmpint (line->newest, ==, REDRESS_TEST_NOW - REDRESS_DAY);
      /* No policy is here yet. */
      g_assert_cmpstr (line->title, ==, code);
      g_assert_cmpint (line->open, <=, last);
      last = line->open;
    }
}

/* What the cache gives back is what came. */
static void
test_kept (RedressTestStore *self, gconstpointer is_plain)
{
  RedressSummary *summary = redress_test_summary_new (7);
  RedressSummary *gone;
  g_autoptr (RedressIncident) wanted = redress_incident_copy (summary->incident);
  g_autoptr (GPtrArray) none = NULL;
  RedressCase *found;

  summary->state = REDRESS_STATE_OPEN;
  redress_test_store_put (self, summary);
  redress_test_store_reopen (self);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_cmpint (found->summary->incident->id, ==, wanted->id);
  g_assert_cmpstr (found->summary->incident->name, ==, wanted->name);
  g_assert_cmpstr (found->summary->incident->values[0], ==, wanted->values[0]);
  g_assert_cmpint (found->summary->incident->since, ==, wanted->since);
  redress_case_free (found);

  gone = redress_test_summary_new (7);
  gone->rev = 2;
  g_clear_pointer (&gone->incident, redress_incident_free);
  redress_test_store_put (self, gone);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_null (found->summary->incident);
  redress_case_free (found);
  none = list (self);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("incidents/lines", test_lines);
  REDRESS_TEST_ADD ("incidents/kept", test_kept);
  return g_test_run ();
}
