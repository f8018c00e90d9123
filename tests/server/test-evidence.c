/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server/evidence-store.h"
#include "server/pictures.h"
#include "wire/codec.h"
#include "wire/json.h"

/* Files as evidence: what is taken, what is kept, what is shown to whom. */

#define EVIDENCE "/v1/platforms/kameng/tickets/R-1/evidence"
#define LOG_TYPE "application/vnd.redress.log+json"

static const char log_text[] = "{\"source\":\"channel\",\"entries\":[{\"at\":"
                               "\"2026-11-22T02:00:00Z\",\"key\":\"credited\",\"value\":\"no\"}]}";

/* NULL leaves a header out. */
typedef struct
{
  const char *slot;
  const char *holder;
  const char *sensitivity;
  const char *type;
  const char *name;
  const char *sha256;
} Said;

static const Said said_log = { "channel_log", "platform", "low", LOG_TYPE, "log.json", NULL };
static const Said said_png = { "order_screen", "customer", "low", "image/png", NULL, NULL };

static void
add (GPtrArray *headers, const char *name, const char *value)
{
  if (value == NULL)
    return;

  g_ptr_array_add (headers, (gpointer)name);
  g_ptr_array_add (headers, (gpointer)value);
}

static RedressTestAnswer *
upload (RedressLoop *loop,
        const char *token,
        const char *path,
        const Said *said,
        gconstpointer bytes,
        gsize size)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  g_autofree char *digest = redress_sha256_hex (bytes, size);

  add (headers, "Redress-Slot", said->slot);
  add (headers, "Redress-Holder", said->holder);
  add (headers, "Redress-Sensitivity", said->sensitivity);
  add (headers, "Content-Type", said->type);
  add (headers, "Redress-Name", said->name);
  add (headers, "Redress-Sha256", said->sha256 != NULL ? said->sha256 : digest);
  g_ptr_array_add (headers, NULL);
  return redress_test_backend_send (loop->backend, token, "POST", path, bytes, (gssize)size,
                                    (const char *const *)headers->pdata);
}

static RedressTestAnswer *
upload_text (RedressLoop *loop, const Said *said, const char *text)
{
  return upload (loop, loop->backend->kameng_key, EVIDENCE, said, text, strlen (text));
}

static RedressTestAnswer *
upload_bytes (RedressLoop *loop, const Said *said, GBytes *bytes)
{
  return upload (loop, loop->backend->kameng_key, EVIDENCE, said, g_bytes_get_data (bytes, NULL),
                 g_bytes_get_size (bytes));
}

static void
expect_problem (RedressTestAnswer *taken, guint status, const char *code)
{
  g_autoptr (RedressTestAnswer) answer = taken;

  redress_test_answer_expect_problem (answer, status, code);
}

static RedressTicket *
fetch (RedressLoop *loop)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

static const RedressEvidence *
first_piece (RedressTicket *ticket)
{
  return g_ptr_array_index (ticket->evidence, 0);
}

/* Waits on the feed until the first piece has its renditions. */
static RedressTicket *
await_renditions (RedressLoop *loop)
{
  g_autofree char *cursor = NULL;
  g_autoptr (RedressTestAnswer) start =
      redress_test_backend_get (loop->backend, loop->agent, "/v1/changes");

  redress_test_answer_expect (start, 200);
  cursor = g_strdup (redress_test_answer_get (start, "next"));
  while (TRUE)
    {
      g_autoptr (RedressTicket) ticket = fetch (loop);
      g_autofree char *path = g_strdup_printf ("/v1/changes?wait=20&cursor=%s", cursor);
      g_autoptr (RedressTestAnswer) page = NULL;

      if (first_piece (ticket)->rendition_state != REDRESS_RENDITION_PENDING)
        return g_steal_pointer (&ticket);
      page = redress_test_backend_get (loop->backend, loop->agent, path);
      redress_test_answer_expect (page, 200);
      g_free (cursor);
      cursor = g_strdup (redress_test_answer_get (page, "next"));
    }
}

static RedressTestAnswer *
download (RedressLoop *loop, const char *token, const char *sha256, const char *reason)
{
  const char *headers[] = { reason != NULL ? "Redress-Reason" : NULL, reason, NULL };
  g_autofree char *path =
      g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/evidence/%s", loop->ticket, sha256);

  return redress_test_backend_send (loop->backend, token, "GET", path, NULL, 0, headers);
}

static void
test_upload (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) answer = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *digest = redress_sha256_hex (log_text, strlen (log_text));
  g_autofree char *path = redress_evidence_store_get_original (
      redress_test_folder_get_path (loop->backend->folder), digest);
  const RedressEvidence *piece;
  GStatBuf info;

  redress_test_answer_expect (answer, 201);
  ticket = fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 1);
  g_assert_cmpint (ticket->summary->version, ==, 2);
  piece = first_piece (ticket);
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
  Said other_slot = said_log;
  g_autoptr (RedressTestAnswer) first = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) again = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) elsewhere = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (first, 201);
  redress_test_answer_expect (again, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (first->json), "id"), ==,
                   json_object_get_int_member (json_node_get_object (again->json), "id"));
  other_slot.slot = "order_screen";
  elsewhere = upload_text (loop, &other_slot, log_text);
  redress_test_answer_expect (elsewhere, 201);
  ticket = fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 2);
}

/* One receipt in two tickets is two pieces of evidence and one file. */
static void
test_same_file_in_two_tickets (RedressLoop *loop, gconstpointer data)
{
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressTestAnswer) first = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) second = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  second = upload (loop, loop->backend->kameng_key, "/v1/platforms/kameng/tickets/R-2/evidence",
                   &said_log, log_text, strlen (log_text));
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
    Said said;
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
      expect_problem (upload_text (loop, &cases[i].said, log_text), cases[i].status, cases[i].code);
    }
  ticket = fetch (loop);
  g_assert_cmpuint (ticket->evidence->len, ==, 0);
  g_assert_cmpint (ticket->summary->rev, ==, 1);
}

static void
test_bad_files (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *large = g_malloc0 (64 * 1024 * 1024 + 1);
  g_autoptr (RedressTestAnswer) too_large = NULL;

  expect_problem (upload_text (loop, &said_log, ""), 422, "evidence_empty");
  expect_problem (upload_text (loop, &said_png, "\x89PNG but no more"), 422, "wrong_type");
  too_large =
      upload (loop, loop->backend->kameng_key, EVIDENCE, &said_log, large, 64 * 1024 * 1024 + 1);
  redress_test_answer_expect (too_large, 413);
}

static void
test_too_many (RedressLoop *loop, gconstpointer data)
{
  for (guint i = 0; i <= 40; i++)
    {
      Said said = { "order_screen", "customer", "low", "text/plain", NULL, NULL };
      g_autofree char *text = g_strdup_printf ("piece %u", i);

      if (i == 40)
        {
          expect_problem (upload_text (loop, &said, text), 422, "too_much_evidence");
        }
      else
        {
          g_autoptr (RedressTestAnswer) answer = upload_text (loop, &said, text);

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
  taken = upload (loop, loop->agent, path, &said_log, log_text, strlen (log_text));
  redress_test_answer_expect (taken, 201);
  {
    g_autoptr (RedressTicket) ticket = fetch (loop);

    g_assert_cmpuint (ticket->summary->badges & REDRESS_BADGE_NEW_EVIDENCE, !=, 0);
  }
  expect_problem (upload (loop, auditor, path, &said_log, "{}", 2), 403, "forbidden");
}

static void
test_answers_question (RedressLoop *loop, gconstpointer data)
{
  const char *slots[] = { "channel_log", NULL };
  g_autoptr (RedressCommand) ask = redress_loop_command (loop, REDRESS_COMMAND_NEED_INFO);
  g_autoptr (RedressTestAnswer) other = NULL;
  g_autoptr (RedressTestAnswer) wanted = NULL;
  Said screen = said_log;

  redress_loop_claim (loop);
  ask->base_version = 1;
  ask->claim_token = 1;
  ask->ask = g_strdup ("platform");
  ask->slots = g_strdupv ((char **)slots);
  redress_loop_expect_applied (loop, loop->agent, ask);
  screen.slot = "order_screen";
  other = upload_text (loop, &screen, log_text);
  redress_test_answer_expect (other, 201);
  {
    g_autoptr (RedressTicket) ticket = fetch (loop);

    g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_WAITING_PLATFORM);
  }
  wanted = upload_text (loop, &said_log, log_text);
  redress_test_answer_expect (wanted, 201);
  {
    g_autoptr (RedressTicket) ticket = fetch (loop);

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
  g_autoptr (RedressTestAnswer) answer = upload_bytes (loop, &said_png, png);
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressTestAnswer) shown = NULL;
  g_autoptr (RedressTestAnswer) original = NULL;
  g_autofree char *digest = NULL;
  const RedressEvidence *piece;
  const RedressRendition *view;

  redress_test_answer_expect (answer, 201);
  ticket = await_renditions (loop);
  piece = first_piece (ticket);
  g_assert_cmpint (piece->rendition_state, ==, REDRESS_RENDITION_READY);
  /* A rendition is news for the cache and none for decisions. */
  g_assert_cmpint (ticket->summary->version, ==, 2);
  g_assert_cmpint (ticket->summary->rev, ==, 3);
  view = redress_evidence_find (piece, REDRESS_USE_VIEW, 0);
  g_assert_nonnull (view);
  g_assert_cmpuint (view->width, ==, 300);

  shown = download (loop, loop->agent, view->sha256, NULL);
  redress_test_answer_expect (shown, 200);
  g_assert_cmpstr (g_hash_table_lookup (shown->headers, "content-type"), ==, view->media_type);
  digest = redress_sha256_hex (shown->body, shown->length);
  g_assert_cmpstr (digest, ==, view->sha256);
  g_assert_cmpuint (shown->length, ==, view->size);

  expect_problem (download (loop, loop->agent, piece->sha256, "why not"), 403, "forbidden");
  expect_problem (download (loop, supervisor, piece->sha256, NULL), 422, "reason_required");
  expect_problem (download (loop, supervisor, piece->sha256, "%20"), 422, "reason_required");
  original = download (loop, supervisor, piece->sha256, "%E5%AE%A1%E8%AE%A1");
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
  g_autoptr (RedressTestAnswer) answer = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTestAnswer) picture = NULL;
  g_autoptr (RedressTestAnswer) shown = NULL;
  g_autoptr (RedressTestAnswer) original = NULL;
  g_autoptr (RedressTicket) ticket = await_renditions (loop);
  g_autofree char *digest =
      redress_sha256_hex (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  const RedressRendition *view = redress_evidence_find (first_piece (ticket), REDRESS_USE_VIEW, 0);

  redress_test_answer_expect (answer, 201);
  g_assert_nonnull (view);
  shown = download (loop, loop->agent, view->sha256, NULL);
  redress_test_answer_expect (shown, 200);
  g_assert_cmpstr (g_hash_table_lookup (shown->headers, "content-type"), ==, LOG_TYPE);

  picture = upload_bytes (loop, &said_png, png);
  redress_test_answer_expect (picture, 201);
  original = download (loop, auditor, digest, "audit");
  redress_test_answer_expect (original, 200);
  redress_test_backend_run (loop->backend, count_readings, loop);
}

static void
test_damaged_file (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) answer =
      upload_text (loop, &said_png, "\x89PNG\r\n\x1a\n and then nothing");
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (answer, 201);
  ticket = await_renditions (loop);
  g_assert_cmpint (first_piece (ticket)->rendition_state, ==, REDRESS_RENDITION_FAILED);
  g_assert_cmpuint (first_piece (ticket)->renditions->len, ==, 0);
}

/* What was waiting for its renditions when the server ended is made at the next start. */
static void
test_restart_goes_on (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GBytes) png = redress_test_png (2000, 1500);
  g_autoptr (RedressTestAnswer) answer = upload_bytes (loop, &said_png, png);
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (answer, 201);
  redress_test_backend_restart (loop->backend);
  ticket = await_renditions (loop);
  g_assert_cmpint (first_piece (ticket)->rendition_state, ==, REDRESS_RENDITION_READY);
}

static void
test_unlisted_digest (RedressLoop *loop, gconstpointer data)
{
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger = redress_test_backend_add_account (loop->backend, "stranger",
                                                                REDRESS_ROLE_SUPERVISOR, cainiao);
  g_autofree char *digest = redress_sha256_hex (log_text, strlen (log_text));
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressTestAnswer) answer = upload_text (loop, &said_log, log_text);
  g_autoptr (RedressTicket) ticket = await_renditions (loop);

  redress_test_answer_expect (answer, 201);
  expect_problem (download (loop, stranger, digest, "please"), 404, "not_found");
  expect_problem (download (loop, loop->agent, "..%2F..%2Fredress.db", NULL), 404, "not_found");
  /* It exists, but this ticket does not list it. */
  loop->ticket = other;
  expect_problem (download (loop, loop->agent, digest, NULL), 404, "not_found");
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
