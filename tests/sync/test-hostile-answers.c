/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "support/spin.h"
#include "sync/canned-desk.h"
#include "wire/json.h"
#include "wire/messages.h"

#include <string.h>

static void
set_up (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_open (desk);
}

static void
tear_down (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_close (desk);
}

static GBytes *
raw (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
make_deep (void)
{
  GString *text = g_string_new (NULL);
  GBytes *bytes;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  bytes = redress_canned_json (200, text->str);
  g_string_free (text, TRUE);
  return bytes;
}

static GBytes *
make_large (gsize length)
{
  char *head = g_strdup_printf (
      "HTTP/1.1 200 X\r\nContent-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n", length);
  gsize start = strlen (head);

  head = g_realloc (head, start + length);
  memset (head + start, ' ', length);
  return g_bytes_new_take (head, start + length);
}

/* The ways in which an answer of JSON can be wrong. */
enum
{
  BAD_GARBLED,
  BAD_ARRAY,
  BAD_DEEP,
  BAD_LARGE,
  BAD_TYPE,
  BAD_DUPLICATE,
  BAD_NUMBER,
  BAD_EMPTY,
  BAD_CUT,
  BAD_CLOSED,
  N_BAD
};

static const char *const bad_names[N_BAD] = {
  "garbled",       "no object", "too deep", "too large", "wrong type",
  "duplicate key", "number",    "empty",    "cut short", "closed",
};

static GBytes *
make_bad (guint how)
{
  switch (how)
    {
    case BAD_GARBLED:
      return redress_canned_json (200, "<html>nope");
    case BAD_ARRAY:
      return redress_canned_json (200, "[]");
    case BAD_DEEP:
      return make_deep ();
    case BAD_LARGE:
      return make_large (9 * 1024 * 1024);
    case BAD_TYPE:
      return redress_canned_json (200, "{\"summary\":5,\"answers\":5,\"changes\":5,\"flow\":5}");
    case BAD_DUPLICATE:
      return redress_canned_json (200, "{\"summary\":{},\"summary\":{},\"answers\":[],"
                                       "\"answers\":[]}");
    case BAD_NUMBER:
      return redress_canned_json (200, "{\"version\":99999999999999999999,\"answers\":[],"
                                       "\"grants_version\":1e999}");
    case BAD_EMPTY:
      return redress_canned_json (200, "{}");
    case BAD_CUT:
      return raw ("HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{\"summary\":");
    case BAD_CLOSED:
    default:
      return raw ("");
    }
}

/* Each says why; asked again, a good answer heals it. */
static void
test_details (RedressCannedDesk *desk, gconstpointer data)
{
  const struct
  {
    guint status;
    RedressError code;
  } statuses[] = {
    { 404, REDRESS_ERROR_NOT_FOUND },   { 403, REDRESS_ERROR_FORBIDDEN },
    { 400, REDRESS_ERROR_INVALID },     { 302, REDRESS_ERROR_INVALID },
    { 304, REDRESS_ERROR_INVALID },     { 429, REDRESS_ERROR_UNAVAILABLE },
    { 500, REDRESS_ERROR_UNAVAILABLE },
  };
  RedressError bad_codes[N_BAD] = { 0 };

  bad_codes[BAD_LARGE] = REDRESS_ERROR_TOO_LARGE;
  bad_codes[BAD_CUT] = bad_codes[BAD_CLOSED] = REDRESS_ERROR_UNAVAILABLE;
  redress_canned_desk_set (desk, REDRESS_CANNED_DETAILS, redress_canned_json (404, "{}"));
  redress_canned_desk_sign_in (desk);
  for (guint i = 0; i < N_BAD + G_N_ELEMENTS (statuses); i++)
    {
      gboolean is_status = i >= N_BAD;
      RedressError code = is_status ? statuses[i - N_BAD].code : bad_codes[i];
      const GError *error;

      g_test_message ("%s", is_status ? "a status" : bad_names[i]);
      redress_canned_desk_set (desk, REDRESS_CANNED_DETAILS,
                               is_status ? redress_canned_json (statuses[i - N_BAD].status, "{}")
                                         : make_bad (i));
      /* The desk that was told why asks again only when it is told to. */
      redress_sync_set_open_ticket (desk->sync, REDRESS_CANNED_TICKET);
      error = redress_canned_desk_await_error (desk, NULL);
      g_assert_error (error, REDRESS_ERROR, (int)code);
      g_assert_cmpint (strlen (error->message), >, 5);
    }
  redress_canned_desk_set_details (desk);
  redress_sync_set_open_ticket (desk->sync, REDRESS_CANNED_TICKET);
  redress_canned_desk_await_case (desk);
  g_assert_null (redress_sync_get_fetch_error (desk->sync, REDRESS_CANNED_TICKET, NULL));
}

/* What came wrong once is not downloaded at each page of the feed. Somebody who asks for it is
 * told the same, and gets it once it is right. */
static void
test_evidence (RedressCannedDesk *unused, gconstpointer data)
{
  const struct
  {
    GBytes *answer; /* (owned) */
    RedressError code;
  } rows[] = {
    { redress_canned_json (200, "other bytes"), REDRESS_ERROR_CORRUPT },
    { make_large (64 * 1024 * 1024 + 1), REDRESS_ERROR_TOO_LARGE },
    { redress_canned_json (404, "{}"), REDRESS_ERROR_NOT_FOUND },
    { redress_canned_json (200, ""), REDRESS_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RedressCannedDesk desk = { .role = NULL };
      g_autoptr (GError) error = NULL;
      guint asked;

      redress_canned_desk_open (&desk);
      redress_canned_desk_set (&desk, desk.piece_path, rows[i].answer);
      redress_canned_desk_sign_in (&desk);
      g_assert_error (redress_canned_desk_await_error (&desk, desk.digest), REDRESS_ERROR,
                      (int)rows[i].code);
      asked = redress_canned_server_count (desk.server, desk.piece_path);
      redress_canned_desk_change (&desk);
      redress_canned_desk_change (&desk);
      g_assert_cmpuint (redress_canned_server_count (desk.server, desk.piece_path), ==, asked);
      g_assert_false (redress_canned_desk_fetch_piece (&desk, &error));
      g_assert_cmpuint (redress_canned_server_count (desk.server, desk.piece_path), ==, asked + 1);
      redress_canned_desk_await_error (&desk, desk.digest);
      redress_canned_desk_set_piece (&desk);
      g_assert_true (redress_canned_desk_fetch_piece (&desk, NULL));
      g_assert_null (redress_sync_get_fetch_error (desk.sync, REDRESS_CANNED_TICKET, desk.digest));
      g_assert_true (redress_canned_desk_has_piece (&desk));
      redress_canned_desk_close (&desk);
    }
}

/* The ticket says why it cannot be shown; asked again, a good policy heals it. */
static void
test_policy (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_set (desk, REDRESS_CANNED_POLICY, make_bad (0));
  redress_canned_desk_sign_in (desk);
  for (guint i = 0; i < N_BAD; i++)
    {
      g_test_message ("%s", bad_names[i]);
      redress_canned_desk_set (desk, REDRESS_CANNED_POLICY, make_bad (i));
      redress_sync_set_open_ticket (desk->sync, REDRESS_CANNED_TICKET);
      redress_canned_desk_await_error (desk, NULL);
    }
  redress_canned_desk_set_policy (desk);
  redress_sync_set_open_ticket (desk->sync, REDRESS_CANNED_TICKET);
  redress_canned_desk_await_case (desk);
}

static gboolean
is_policy_asked (gpointer data)
{
  RedressCannedDesk *desk = data;

  return redress_canned_server_count (desk->server, REDRESS_CANNED_POLICY) > 0;
}

/* A policy that was asked for because the list names it is waited for by a ticket, too. */
static void
test_policy_of_the_list (RedressCannedDesk *desk, gconstpointer data)
{
  g_autofree char *list =
      g_strdup_printf ("{\"policies\":[{\"flow\":\"%s\",\"version\":%" G_GINT64_FORMAT "}]}",
                       desk->ticket->summary->flow, desk->ticket->policy_version);

  redress_canned_desk_set (desk, "/v1/policies", redress_canned_json (200, list));
  redress_canned_desk_set (desk, REDRESS_CANNED_POLICY, make_bad (BAD_GARBLED));
  redress_canned_desk_hold (desk, REDRESS_CANNED_DETAILS);
  redress_canned_desk_hold (desk, REDRESS_CANNED_POLICY);
  redress_canned_desk_sign_in (desk);
  redress_sync_set_open_ticket (desk->sync, REDRESS_CANNED_TICKET);
  redress_test_spin_until (is_policy_asked, desk, "the policy to be asked for");
  redress_canned_desk_let_go (desk, REDRESS_CANNED_DETAILS);
  redress_canned_desk_await_details (desk);
  redress_canned_desk_let_go (desk, REDRESS_CANNED_POLICY);
  g_assert_error (redress_canned_desk_await_error (desk, NULL), REDRESS_ERROR,
                  REDRESS_ERROR_INVALID);
}

static GPtrArray *
ask_peaks (RedressCannedDesk *desk, RedressPeakAction action, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedressPeak) peak = redress_peak_new ();

  peak->id = 3;
  peak->flow = g_strdup ("kameng-virtual");
  redress_sync_peaks_async (desk->sync, action, action == REDRESS_PEAK_LIST ? NULL : peak, NULL,
                            redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "peaks");
  return redress_sync_peaks_finish (desk->sync, result, error);
}

/* Nothing that is wrong is taken for a list, and a refusal says why in words for people. */
static void
test_peaks (RedressCannedDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) peaks = NULL;
  g_autoptr (GPtrArray) declared = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) error = NULL;

  redress_canned_desk_sign_in (desk);
  for (guint i = 0; i < N_BAD; i++)
    {
      g_autoptr (GError) bad = NULL;

      g_test_message ("%s", bad_names[i]);
      redress_canned_desk_set (desk, "/v1/peaks", make_bad (i));
      g_assert_null (ask_peaks (desk, REDRESS_PEAK_LIST, &bad));
      g_assert_nonnull (bad);
    }
  redress_canned_desk_set (
      desk, "/v1/peaks",
      redress_canned_json (409, "{\"status\":409,\"code\":\"peak_over\",\"title\":\"T\"}"));
  g_assert_null (ask_peaks (desk, REDRESS_PEAK_END, &refused));
  g_assert_error (refused, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_cmpstr (refused->message, ==, "The peak is over or was taken back.");

  redress_canned_desk_set (
      desk, "/v1/peaks",
      redress_canned_json (200, "{\"peaks\":[{\"id\":3,\"flow\":\"kameng-virtual\","
                                "\"from\":\"2026-09-28T01:30:00.000000Z\","
                                "\"until\":\"2026-09-28T09:30:00.000000Z\",\"actor\":\"a-9\","
                                "\"declared_at\":\"2026-09-28T01:30:00.000000Z\"}]}"));
  peaks = ask_peaks (desk, REDRESS_PEAK_LIST, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (peaks->len, ==, 1);
  g_assert_cmpint (((RedressPeak *)g_ptr_array_index (peaks, 0))->id, ==, 3);
  declared = ask_peaks (desk, REDRESS_PEAK_DECLARE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (declared->len, ==, 1);
}

/* No page that is wrong is taken for one that says that nothing is new. */
static void
test_feed (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_sign_in (desk);
  for (guint i = 0; i < N_BAD; i++)
    {
      g_autofree char *trouble = NULL;

      g_test_message ("%s", bad_names[i]);
      redress_canned_desk_push (desk, make_bad (i));
      redress_canned_desk_await_status (desk, REDRESS_SYNC_OFFLINE);
      g_object_get (desk->sync, "trouble", &trouble, NULL);
      g_assert_nonnull (trouble);
      redress_sync_wake (desk->sync);
      redress_canned_desk_await_status (desk, REDRESS_SYNC_ONLINE);
    }
  redress_canned_desk_change (desk);
}

static RedressOutboxEntry *
record_note (RedressCannedDesk *desk)
{
  g_autoptr (RedressCommand) note =
      redress_command_new (REDRESS_COMMAND_NOTE, REDRESS_CANNED_TICKET);
  RedressStore *store = redress_sync_get_store (desk->sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RedressOutboxEntry *entry;

  note->note = g_strdup ("seen");
  redress_store_record_async (store, note, 0, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the record");
  entry = redress_store_record_finish (store, result, &error);
  g_assert_no_error (error);
  return entry;
}

static GBytes *
make_applied (const char *command_id)
{
  RedressAnswer *answer = redress_answer_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *one = NULL;
  g_autofree char *all = NULL;

  g_free (answer->command_id);
  answer->command_id = g_strdup (command_id);
  answer->status = 200;
  answer->ticket = REDRESS_CANNED_TICKET;
  node = redress_answer_to_json (answer);
  redress_answer_free (answer);
  one = redress_json_to_string (node);
  all = g_strdup_printf ("{\"answers\":[%s]}", one);
  return redress_canned_json (200, all);
}

static gboolean
is_sent_again (gpointer data)
{
  RedressCannedDesk *desk = ((gpointer *)data)[0];

  return redress_canned_server_count (desk->server, "/v1/commands") >
         GPOINTER_TO_UINT (((gpointer *)data)[1]);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_one (gpointer count)
{
  return *(guint *)count == 1;
}

/* An answer that says nothing decides nothing: the same command goes until it is answered. */
static void
test_commands (RedressCannedDesk *desk, gconstpointer data)
{
  g_autoptr (RedressOutboxEntry) entry = NULL;
  guint applied = 0, lost = 0;

  redress_canned_desk_set (desk, "/v1/commands", make_bad (0));
  redress_canned_desk_sign_in (desk);
  g_signal_connect_swapped (desk->sync, "applied", G_CALLBACK (count_cb), &applied);
  g_signal_connect_swapped (desk->sync, "refused", G_CALLBACK (count_cb), &lost);
  g_signal_connect_swapped (desk->sync, "conflict", G_CALLBACK (count_cb), &lost);
  entry = record_note (desk);
  for (guint i = 0; i < N_BAD; i++)
    {
      guint sent = redress_canned_server_count (desk->server, "/v1/commands");
      gpointer again[] = { desk, GUINT_TO_POINTER (sent) };

      g_test_message ("%s", bad_names[i]);
      redress_canned_desk_set (desk, "/v1/commands", make_bad (i));
      redress_sync_wake (desk->sync);
      redress_test_spin_until (is_sent_again, again, "the command once more");
    }
  g_assert_cmpuint (applied + lost, ==, 0);
  redress_canned_desk_set (desk, "/v1/commands", make_applied (entry->command->command_id));
  redress_sync_wake (desk->sync);
  redress_test_spin_until (is_one, &applied, "the answer");
  g_assert_cmpuint (lost, ==, 0);
}

/* The server was updated while the desk runs: it says so, and keeps what it has. */
static void
test_too_old (RedressCannedDesk *desk, gconstpointer data)
{
  redress_canned_desk_sign_in (desk);
  redress_canned_desk_push (desk, redress_canned_json (426, "{}"));
  redress_canned_desk_await_status (desk, REDRESS_SYNC_TOO_OLD);
  redress_canned_desk_await_case (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, RedressCannedDesk, NULL, set_up, func, tear_down)
  ADD ("/sync/hostile-answers/details", test_details);
  ADD ("/sync/hostile-answers/policy", test_policy);
  ADD ("/sync/hostile-answers/policy-of-the-list", test_policy_of_the_list);
  ADD ("/sync/hostile-answers/feed", test_feed);
  ADD ("/sync/hostile-answers/commands", test_commands);
  ADD ("/sync/hostile-answers/too-old", test_too_old);
  ADD ("/sync/hostile-answers/peaks", test_peaks);
  g_test_add ("/sync/hostile-answers/evidence", RedressCannedDesk, NULL, NULL, test_evidence, NULL);
  return g_test_run ();
}
