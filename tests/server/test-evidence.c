/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-loop.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server/evidence-store.h"
#include "server/pictures.h"
#include "wire/codec.h"
#include "wire/json.h"

/* Files as evidence: what is taken, what is kept, what is shown to whom. */

#define LOG_TYPE "application/vnd.redress.log+json"

static const char log_text[] = "{\"source\":\"channel\",\"entries\":[{\"at\":"
                               "\"2026-11-22T02:00:00Z\",\"key\":\"credited\",\"value\":\"no\"}]}";

static const RedressTestSaid said_log = { "channel_log", "platform", "low",
                                          LOG_TYPE,      "log.json", NULL };
static const RedressTestSaid said_png = {
  "order_screen", "customer", "low", "image/png", NULL, NULL
};

static void
test_upload (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *digest = redress_sha256_hex (log_text, strlen (log_text));
  g_autofree char *path = redress_evidence_store_get_original (
      redress_test_folder_get_path (loop->backend->folder), digest);
  const RedressEvidence *piece;
  GStatBuf info;

  redress_test_answer_expect (answer, 201);
  ticket = redress_test_fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 1);
  g_assert_cmpint (ticket->summary->version, ==, 2);
  piece = redress_test_first_piece (ticket);
  g_assert_cmpstr (piece->sha256, ==, digest);
  g_assert_cmpstr (piece->name, ==, "log.json");
  g_assert_cmpint (piece->size, ==, strlen (log_text));
  /* The policy says that a log of the channel shows accounts, whatever the sender says. */
  g_assert_cmpint (piece->sensitivity, ==, REDRESS_SENSITIVITY_ACCOUNT);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0400);
}

static void
test_upload_again (RedressLoop *loop, gconstpointer data)
{
  RedressTestSaid other_slot = said_log;
  g_autoptr (RedressTestAnswer) first = redress_test_upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) again = redress_test_upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) elsewhere = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (first, 201);
  redress_test_answer_expect (again, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (first->json), "id"), ==,
                   json_object_get_int_member (json_node_get_object (again->json), "id"));
  other_slot.slot = "order_screen";
  elsewhere = redress_test_upload_text (loop, &other_slot, log_text);
  redress_test_answer_expect (elsewhere, 201);
  ticket = redress_test_fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 2);
}

/* One receipt in two tickets is two pieces of evidence and one file. */
static void
test_same_file_in_two_tickets (RedressLoop *loop, gconstpointer data)
{
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressTestAnswer) first = redress_test_upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) second = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  second = redress_test_upload (loop, loop->backend->kameng_key,
                                "/v1/platforms/kameng/tickets/R-2/evidence", &said_log, log_text,
                                strlen (log_text));
  redress_test_answer_expect (first, 201);
  redress_test_answer_expect (second, 201);
  ticket = redress_test_backend_fetch (loop->backend, loop->agent, other);
  g_assert_cmpuint (ticket->evidence->len, ==, 1);
}

static void
test_bad_headers (RedressLoop *loop, gconstpointer data)
{
  static const struct
  {
    RedressTestSaid said;
    guint status;
    const char *code;
  } cases[] = {
    { { NULL, "platform", "low", LOG_TYPE }, 400, "malformed" },
    { { "channel_log", "thief", "low", LOG_TYPE }, 400, "malformed" },
    { { "channel_log", "platform", "huge", LOG_TYPE }, 400, "malformed" },
    { { "channel_log", "platform", "low", LOG_TYPE, "%FF" }, 400, "malformed" },
    { { "passport", "platform", "low", LOG_TYPE }, 422, "slot_unknown" },
    { { "channel_log", "platform", "low", "text/html" }, 415, "type_not_accepted" },
    { { "channel_log", "platform", "low", "image/svg+xml" }, 415, "type_not_accepted" },
    { { "channel_log", "platform", "low", "image/png" }, 422, "wrong_type" },
    { { "channel_log", "platform", "low", LOG_TYPE, NULL,
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
      422,
      "digest_differs" },
  };
  g_autoptr (RedressTicket) ticket = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u: %s", i, cases[i].code);
      redress_test_expect_problem (redress_test_upload_text (loop, &cases[i].said, log_text),
                                   cases[i].status, cases[i].code);
    }
  ticket = redress_test_fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 0);
  g_assert_cmpint (ticket->summary->rev, ==, 1);
}

static void
test_bad_files (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *large = g_malloc0 (64 * 1024 * 1024 + 1);
  g_autoptr (RedressTestAnswer) too_large = NULL;

  redress_test_expect_problem (redress_test_upload_text (loop, &said_log, ""), 422,
                               "evidence_empty");
  redress_test_expect_problem (redress_test_upload_text (loop, &said_png, "\x89PNG but no more"),
                               422, "wrong_type");
  too_large = redress_test_upload (loop, loop->backend->kameng_key, REDRESS_TEST_EVIDENCE,
                                   &said_log, large, 64 * 1024 * 1024 + 1);
  redress_test_answer_expect (too_large, 413);
}

static void
test_too_many (RedressLoop *loop, gconstpointer data)
{
  for (guint i = 0; i <= 40; i++)
    {
      RedressTestSaid said = { "order_screen", "customer", "low", "text/plain", NULL, NULL };
      g_autofree char *text = g_strdup_printf ("piece %u", i);

      if (i == 40)
        {
          redress_test_expect_problem (redress_test_upload_text (loop, &said, text), 422,
                                       "too_much_evidence");
        }
      else
        {
          g_autoptr (RedressTestAnswer) answer = redress_test_upload_text (loop, &said, text);

          redress_test_answer_expect (answer, 201);
        }
    }
}

static void
test_agent_uploads (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *path =
      g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/evidence", loop->ticket);
  g_autofree char *auditor = NULL;
  const char *const kameng[] = { "kameng", NULL };
  g_autoptr (RedressTestAnswer) taken = NULL;

  auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  redress_loop_claim (loop);
  taken = redress_test_upload (loop, loop->agent, path, &said_log, log_text, strlen (log_text));
  redress_test_answer_expect (taken, 201);
  {
    g_autoptr (RedressTicket) ticket = redress_test_fetch (loop);

    g_assert_cmpuint (ticket->summary->badges & REDRESS_BADGE_NEW_EVIDENCE, !=, 0);
  }
  redress_test_expect_problem (redress_test_upload (loop, auditor, path, &said_log, "{}", 2), 403,
                               "forbidden");
}

static void
test_answers_question (RedressLoop *loop, gconstpointer data)
{
  const char *slots[] = { "channel_log", NULL };
  g_autoptr (RedressCommand) ask = redress_loop_command (loop, REDRESS_COMMAND_NEED_INFO);
  g_autoptr (RedressTestAnswer) other = NULL;
  g_autoptr (RedressTestAnswer) wanted = NULL;
  RedressTestSaid screen = said_log;

  redress_loop_claim (loop);
  ask->base_version = 1;
  ask->claim_token = 1;
  ask->ask = g_strdup ("platform");
  ask->slots = g_strdupv ((char **)slots);
  redress_loop_expect_applied (loop, loop->agent, ask);
  screen.slot = "order_screen";
  other = redress_test_upload_text (loop, &screen, log_text);
  redress_test_answer_expect (other, 201);
  {
    g_autoptr (RedressTicket) ticket = redress_test_fetch (loop);

    g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_WAITING_PLATFORM);
  }
  wanted = redress_test_upload_text (loop, &said_log, log_text);
  redress_test_answer_expect (wanted, 201);
  {
    g_autoptr (RedressTicket) ticket = redress_test_fetch (loop);

    g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_OPEN);
    g_assert_cmpstr (redress_ticket_find_fact (ticket, "answer.channel_log")->value.text, ==,
                     "provided");
  }
}

/* The sandbox makes the picture that desks get; the original stays where it is. */
static void
test_picture (RedressLoop *loop, gconstpointer data)
{
  const char *const kameng[] = { "kameng", NULL };
  g_autofree char *supervisor = redress_test_backend_add_account (loop->backend, "supervisor",
                                                                  REDRESS_ROLE_SUPERVISOR, kameng);
  g_autoptr (GBytes) png = redress_test_png (300, 200);
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_bytes (loop, &said_png, png);
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressTestAnswer) shown = NULL;
  g_autoptr (RedressTestAnswer) original = NULL;
  g_autofree char *digest = NULL;
  const RedressEvidence *piece;
  const RedressRendition *view;

  redress_test_answer_expect (answer, 201);
  ticket = redress_test_await_renditions (loop);
  piece = redress_test_first_piece (ticket);
  g_assert_cmpint (piece->rendition_state, ==, REDRESS_RENDITION_READY);
  /* A rendition is news for the cache and none for decisions. */
  g_assert_cmpint (ticket->summary->version, ==, 2);
  g_assert_cmpint (ticket->summary->rev, ==, 3);
  view = redress_evidence_find (piece, REDRESS_USE_VIEW, 0);
  g_assert_nonnull (view);
  g_assert_cmpuint (view->width, ==, 300);

  shown = redress_test_download (loop, loop->agent, view->sha256, NULL);
  redress_test_answer_expect (shown, 200);
  g_assert_cmpstr (g_hash_table_lookup (shown->headers, "content-type"), ==, view->media_type);
  digest = redress_sha256_hex (shown->body, shown->length);
  g_assert_cmpstr (digest, ==, view->sha256);
  g_assert_cmpuint (shown->length, ==, view->size);

  redress_test_expect_problem (redress_test_download (loop, loop->agent, piece->sha256, "why not"),
                               403, "forbidden");
  redress_test_expect_problem (redress_test_download (loop, supervisor, piece->sha256, NULL), 422,
                               "reason_required");
  redress_test_expect_problem (redress_test_download (loop, supervisor, piece->sha256, "%20"), 422,
                               "reason_required");
  original = redress_test_download (loop, supervisor, piece->sha256, "%E5%AE%A1%E8%AE%A1");
  redress_test_answer_expect (original, 200);
  g_assert_cmpmem (original->body, original->length, g_bytes_get_data (png, NULL),
                   g_bytes_get_size (png));
}

static void
count_readings (gpointer data)
{
  RedressLoop *loop = data;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  redress_sql_connection_get_int64 (
      redress_test_backend_get_connection (loop->backend),
      "select count(*) from audit_leaf where action = 'read_original'", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 1);
}

/* Text needs no rendition of its own, and reading it is no secret reading. */
static void
test_text (RedressLoop *loop, gconstpointer data)
{
  const char *const kameng[] = { "kameng", NULL };
  g_autofree char *auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  g_autoptr (GBytes) png = redress_test_png (30, 20);
  const RedressTestSaid open_log = { "order_screen", "customer", "low", LOG_TYPE, NULL, NULL };
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_text (loop, &open_log, log_text);
  g_autoptr (RedressTestAnswer) picture = NULL;
  g_autoptr (RedressTestAnswer) shown = NULL;
  g_autoptr (RedressTestAnswer) original = NULL;
  g_autoptr (RedressTicket) ticket = redress_test_await_renditions (loop);
  g_autofree char *digest =
      redress_sha256_hex (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  const RedressRendition *view =
      redress_evidence_find (redress_test_first_piece (ticket), REDRESS_USE_VIEW, 0);

  redress_test_answer_expect (answer, 201);
  g_assert_nonnull (view);
  shown = redress_test_download (loop, loop->agent, view->sha256, NULL);
  redress_test_answer_expect (shown, 200);
  g_assert_cmpstr (g_hash_table_lookup (shown->headers, "content-type"), ==, LOG_TYPE);

  picture = redress_test_upload_bytes (loop, &said_png, png);
  redress_test_answer_expect (picture, 201);
  original = redress_test_download (loop, auditor, digest, "audit");
  redress_test_answer_expect (original, 200);
  redress_test_backend_run (loop->backend, count_readings, loop);
}

static void
test_damaged_file (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_upload_text (loop, &said_png, "\x89PNG\r\n\x1a\n and then nothing");
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (answer, 201);
  ticket = redress_test_await_renditions (loop);
  g_assert_cmpint (redress_test_first_piece (ticket)->rendition_state, ==,
                   REDRESS_RENDITION_FAILED);
  g_assert_cmpstr (redress_test_first_piece (ticket)->rendition_reason, ==, "damaged");
  g_assert_cmpuint (redress_test_first_piece (ticket)->renditions->len, ==, 0);
}

/* What was waiting for its renditions when the server ended is made at the next start. */
static void
test_restart_goes_on (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GBytes) png = redress_test_png (2000, 1500);
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_bytes (loop, &said_png, png);
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (answer, 201);
  redress_test_backend_restart (loop->backend);
  ticket = redress_test_await_renditions (loop);
  g_assert_cmpint (redress_test_first_piece (ticket)->rendition_state, ==, REDRESS_RENDITION_READY);
}

static void
test_unlisted_digest (RedressLoop *loop, gconstpointer data)
{
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger = redress_test_backend_add_account (loop->backend, "stranger",
                                                                REDRESS_ROLE_SUPERVISOR, cainiao);
  g_autofree char *digest = redress_sha256_hex (log_text, strlen (log_text));
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTicket) ticket = redress_test_await_renditions (loop);

  redress_test_answer_expect (answer, 201);
  redress_test_expect_problem (redress_test_download (loop, stranger, digest, "please"), 404,
                               "not_found");
  redress_test_expect_problem (
      redress_test_download (loop, loop->agent, "..%2F..%2Fredress.db", NULL), 404, "not_found");
  /* It exists, but this ticket does not list it. */
  loop->ticket = other;
  redress_test_expect_problem (redress_test_download (loop, loop->agent, digest, NULL), 404,
                               "not_found");
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/evidence/" path, RedressLoop, NULL, redress_loop_set_up, func,              \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("upload", test_upload);
  ADD ("upload-again", test_upload_again);
  ADD ("same-file-in-two-tickets", test_same_file_in_two_tickets);
  ADD ("bad-headers", test_bad_headers);
  ADD ("bad-files", test_bad_files);
  ADD ("too-many", test_too_many);
  ADD ("agent-uploads", test_agent_uploads);
  ADD ("answers-question", test_answers_question);
  ADD ("picture", test_picture);
  ADD ("text", test_text);
  ADD ("damaged-file", test_damaged_file);
  ADD ("restart-goes-on", test_restart_goes_on);
  ADD ("unlisted-digest", test_unlisted_digest);
  return g_test_run ();
}
