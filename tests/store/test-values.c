/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/checksum.h"
#include "store/draft-codec.h"
#include "store/ids.h"
#include "store/overlay.h"
#include "store/query.h"
#include "store/seen-cases.h"
#include "store/store-fixture.h"

#include <string.h>

static RedressDraft *
make_draft (void)
{
  RedressDraft *draft = redress_draft_new (7);

  draft->verdict = REDRESS_VERDICT_PARTIAL;
  draft->reason_code = g_strdup ("not_credited");
  draft->amount_text = g_strdup ("12,5O");
  draft->message = g_strdup ("您好 😀\n\"quoted\"");
  draft->message_language = g_strdup ("zh-CN");
  draft->note = g_strnfill (100000, 'n');
  draft->override_reason = g_strdup ("שלום");
  draft->cited = g_strsplit ("a;b", ";", -1);
  draft->opened = g_strsplit ("a;b;c", ";", -1);
  draft->asked = g_strsplit ("receipt", ";", -1);
  draft->until = REDRESS_TEST_NOW + REDRESS_DAY;
  draft->saved_at = REDRESS_TEST_NOW;
  return draft;
}

static void
assert_same (const RedressDraft *a, const RedressDraft *b)
{
  g_assert_cmpint (a->ticket, ==, b->ticket);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpstr (a->reason_code, ==, b->reason_code);
  g_assert_cmpstr (a->amount_text, ==, b->amount_text);
  g_assert_cmpstr (a->message, ==, b->message);
  g_assert_cmpstr (a->message_language, ==, b->message_language);
  g_assert_cmpstr (a->note, ==, b->note);
  g_assert_cmpstr (a->override_reason, ==, b->override_reason);
  g_assert_cmpstrv (a->cited, b->cited);
  g_assert_cmpstrv (a->opened, b->opened);
  g_assert_cmpstrv (a->asked, b->asked);
  g_assert_cmpint (a->until, ==, b->until);
  g_assert_cmpint (a->saved_at, ==, b->saved_at);
}

static void
test_draft (void)
{
  g_autoptr (RedressDraft) draft = make_draft ();
  g_autoptr (RedressDraft) copy = redress_draft_copy (draft);
  g_autoptr (GBytes) bytes = redress_draft_to_bytes (draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressDraft) read = redress_draft_from_bytes (bytes, &error);

  g_assert_no_error (error);
  assert_same (draft, copy);
  assert_same (draft, read);
}

static void
test_empty_draft (void)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (GBytes) bytes = redress_draft_to_bytes (draft);
  g_autoptr (RedressDraft) read = redress_draft_from_bytes (bytes, NULL);

  g_assert_true (redress_draft_is_empty (draft));
  g_assert_nonnull (read);
  g_assert_true (redress_draft_is_empty (read));
  /* What was looked at is no work. */
  draft->opened = g_strsplit ("a", ";", -1);
  g_assert_true (redress_draft_is_empty (draft));
  draft->note = g_strdup ("");
  g_assert_true (redress_draft_is_empty (draft));
  /* An empty message differs from the one of the template. */
  draft->message = g_strdup ("");
  g_assert_false (redress_draft_is_empty (draft));
  g_clear_pointer (&draft->message, g_free);
  draft->message_language = g_strdup ("en");
  g_assert_false (redress_draft_is_empty (draft));
  g_clear_pointer (&draft->message_language, g_free);
  draft->until = 0;
  g_assert_false (redress_draft_is_empty (draft));
}

static void
test_no_draft (void)
{
  static const char *const texts[] = { "", "[]", "{", "{\"ticket\":\"7\"}", "{\"verdict\":\"x\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (redress_draft_from_bytes (bytes, &error));
      g_assert_nonnull (error);
    }
}

static void
test_query (void)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_APPEALS);
  g_autoptr (RedressQuery) done = redress_query_new (REDRESS_VIEW_DONE);
  g_autoptr (RedressQuery) copy = NULL;

  g_assert_cmpint (query->sort, ==, REDRESS_SORT_DUE);
  g_assert_cmpint (done->sort, ==, REDRESS_SORT_NEWEST);
  query->platform = g_strdup ("kameng");
  query->text = g_strdup ("退款");
  query->kinds = 2;
  copy = redress_query_copy (query);
  g_assert_cmpint (copy->view, ==, REDRESS_VIEW_APPEALS);
  g_assert_cmpstr (copy->platform, ==, "kameng");
  g_assert_cmpstr (copy->text, ==, "退款");
  g_assert_cmpuint (copy->kinds, ==, 2);
}

/* Every state is in exactly one of: unfinished, done. */
static void
test_views (void)
{
  for (guint state = 0; state < REDRESS_N_STATES; state++)
    {
      gboolean is_due = (redress_view_get_states (REDRESS_VIEW_NEXT_DUE) >> state) & 1;
      gboolean is_done = (redress_view_get_states (REDRESS_VIEW_DONE) >> state) & 1;

      g_assert_cmpint (is_due, ==, redress_state_is_unfinished ((RedressState)state));
      g_assert_cmpint (is_due, ==, !is_done);
    }
  g_assert_cmpuint (redress_view_get_kinds (REDRESS_VIEW_APPEALS), ==, 1u << REDRESS_KIND_APPEAL);
  g_assert_cmpuint (redress_states_running () & ~redress_view_get_states (REDRESS_VIEW_NEXT_DUE),
                    ==, 0);
}

static void
test_checksum (void)
{
  /* The check value of CRC-32. */
  g_assert_cmphex (redress_checksum (0, "123456789", 9), ==, 0xcbf43926);
  g_assert_cmphex (redress_checksum (redress_checksum (0, "1234", 4), "56789", 5), ==, 0xcbf43926);
  g_assert_cmphex (redress_checksum (0, "", 0), ==, 0);
}

static void
test_ids (void)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *none = redress_ids_to_json (ids);
  g_autofree char *two = NULL;
  gint64 id;

  g_assert_cmpstr (none, ==, "[]");
  id = 1;
  g_array_append_val (ids, id);
  id = G_MAXINT64;
  g_array_append_val (ids, id);
  two = redress_ids_to_json (ids);
  g_assert_cmpstr (two, ==, "[1,9223372036854775807]");
}

static void
test_overlay (void)
{
  g_autoptr (RedressOverlay) overlay = redress_overlay_new ();
  g_autoptr (RedressOverlay) copy = NULL;
  g_autoptr (GArray) work = NULL;
  g_autoptr (GArray) trouble = NULL;
  RedressOverlayRow row = { .ticket = 1, .has_draft = TRUE };

  g_assert_false (redress_overlay_says (overlay, &row));
  redress_overlay_put (overlay, &row);
  g_assert_true (redress_overlay_says (overlay, &row));
  row = (RedressOverlayRow){ .ticket = 2, .has_outbox = TRUE };
  row.outbox_state = REDRESS_OUTBOX_REFUSED;
  redress_overlay_put (overlay, &row);
  row = (RedressOverlayRow){ .ticket = 3, .ready = TRUE };
  redress_overlay_put (overlay, &row);
  work = redress_overlay_list_work (overlay);
  g_assert_cmpuint (work->len, ==, 2);
  trouble = redress_overlay_list_trouble (overlay);
  g_assert_cmpuint (trouble->len, ==, 1);
  g_assert_cmpint (g_array_index (trouble, gint64, 0), ==, 2);

  copy = redress_overlay_copy (overlay);
  row = (RedressOverlayRow){ .ticket = 2 };
  g_assert_false (redress_overlay_says (copy, &row));
  redress_overlay_put (copy, &row);
  g_assert_null (redress_overlay_find (copy, 2));
  g_assert_nonnull (redress_overlay_find (overlay, 2));
}

static void
test_seen_cases (void)
{
  g_autoptr (GHashTable) cases = redress_seen_cases_new ();
  guint64 n_seen = 0;

  for (gint64 id = 1; id <= 40; id++)
    {
      g_autoptr (RedressTicket) ticket = redress_test_ticket_new (id);
      g_autofree char *digest = g_strdup_printf ("digest %d", (int)id);

      ticket->summary->version = id + 100;
      redress_seen_cases_put (cases, &n_seen, ticket->summary, digest);
    }
  /* The oldest are forgotten. */
  g_assert_cmpuint (g_hash_table_size (cases), ==, 32);
  g_assert_null (redress_seen_cases_find (cases, 8));
  g_assert_cmpint (redress_seen_cases_find (cases, 9)->version, ==, 109);
  g_assert_cmpstr (redress_seen_cases_find (cases, 9)->digest, ==, "digest 9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/values/draft", test_draft);
  g_test_add_func ("/store/values/empty-draft", test_empty_draft);
  g_test_add_func ("/store/values/no-draft", test_no_draft);
  g_test_add_func ("/store/values/query", test_query);
  g_test_add_func ("/store/values/views", test_views);
  g_test_add_func ("/store/values/checksum", test_checksum);
  g_test_add_func ("/store/values/ids", test_ids);
  g_test_add_func ("/store/values/overlay", test_overlay);
  g_test_add_func ("/store/values/seen-cases", test_seen_cases);
  return g_test_run ();
}
