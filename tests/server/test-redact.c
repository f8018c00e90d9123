/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pieces.h"

#include <string.h>

#include "server/evidence-store.h"
#include "server/pictures.h"

/* What nobody is to see is painted over, and what nobody wants to see is blurred. */

#define MISSING_FILE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static RedressCommand *
redact (RedressLoop *loop, const char *sha256)
{
  RedressCommand *command = redress_loop_command (loop, REDRESS_COMMAND_REDACT);
  g_autoptr (RedressTicket) ticket = redress_pieces_fetch (loop);

  command->base_version = ticket->summary->version;
  command->claim_token = 1;
  command->evidence = g_strdup (sha256);
  command->note = g_strdup ("shows a stranger");
  g_ptr_array_add (command->boxes, redress_box_new (10, 20, 30, 40));
  return command;
}

static gboolean
is_black (RedressLoop *loop, const char *view, guint x, guint y)
{
  g_autoptr (RedressTestAnswer) answer = redress_pieces_download (loop, loop->agent, view);
  g_autofree char *path =
      g_build_filename (redress_test_folder_get_path (loop->backend->folder), "view.png", NULL);
  g_autofree char *crop = g_strdup_printf ("convert %s -crop 1x1+%u+%u -depth 8 rgb:-", path, x, y);
  const char *argv[] = { "/bin/sh", "-c", crop, NULL };
  g_autofree char *pixel = NULL;

  redress_test_answer_expect (answer, 200);
  g_assert_true (g_file_set_contents (path, answer->body, (gssize)answer->length, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &pixel,
                               NULL, NULL, NULL));
  return pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 0;
}

static gboolean
has_file (RedressLoop *loop, const char *view)
{
  g_autofree char *path = redress_evidence_store_get_rendition (
      redress_test_folder_get_path (loop->backend->folder), view);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static char *
dup_view (RedressTicket *ticket, const char *sha256)
{
  const RedressEvidence *evidence = redress_ticket_find_evidence (ticket, sha256);

  return g_strdup (redress_evidence_find (evidence, REDRESS_USE_VIEW, 0)->sha256);
}

static void
test_redact (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "order_screen");
  g_autoptr (RedressTicket) before = redress_pieces_await_renditions (loop);
  g_autofree char *old = dup_view (before, sha256);
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressCommand) second = NULL;
  g_autoptr (RedressTicket) after = NULL;
  g_autoptr (RedressTicket) last = NULL;
  g_autofree char *new = NULL;
  g_autofree char *newest = NULL;
  const RedressRedaction *redaction;
  const RedressEvent *event;

  redress_loop_claim (loop);
  command = redact (loop, sha256);
  redress_loop_expect_applied (loop, loop->agent, command);
  redress_pieces_expect (redress_pieces_download (loop, loop->agent, old), 404, "not_found");
  after = redress_pieces_await_renditions (loop);
  new = dup_view (after, sha256);
  g_assert_cmpstr (new, !=, old);
  g_assert_false (has_file (loop, old));
  g_assert_true (is_black (loop, new, 10, 20));
  g_assert_true (is_black (loop, new, 39, 59));
  g_assert_false (is_black (loop, new, 40, 59));
  g_assert_false (is_black (loop, new, 39, 60));
  g_assert_cmpint (after->summary->version, ==, before->summary->version + 1);

  redaction = g_ptr_array_index (redress_ticket_find_evidence (after, sha256)->redactions, 0);
  g_assert_cmpstr (redaction->reason, ==, "shows a stranger");
  g_assert_cmpstr (redaction->actor, ==, "a-1");
  g_assert_cmpstr (redaction->before, ==, old);
  g_assert_cmpstr (redaction->after, ==, new);
  event = g_ptr_array_index (after->events, after->events->len - 1);
  g_assert_cmpstr (event->code, ==, "redacted");
  g_assert_cmpint (redress_pieces_count_rows (
                       loop, "select count(*) from audit_leaf where action = 'redact' and "
                             "cast (leaf as text) like '%\"boxes\":\"10,20,30,40\"%'"),
                   ==, 1);
  g_assert_cmpint (
      redress_pieces_count_rows (loop, "select count(*) from audit_leaf where action = 'redacted' "
                                       "and cast (leaf as text) like '%\"after\":\"%'"),
      ==, 1);

  /* What was painted over stays so when more is. */
  second = redact (loop, sha256);
  g_ptr_array_set_size (second->boxes, 0);
  g_ptr_array_add (second->boxes, redress_box_new (0, 0, 5, 5));
  redress_loop_expect_applied (loop, loop->agent, second);
  last = redress_pieces_await_renditions (loop);
  newest = dup_view (last, sha256);
  g_assert_true (is_black (loop, newest, 10, 20));
  g_assert_true (is_black (loop, newest, 2, 2));
  g_assert_false (has_file (loop, new));
}

/* The same file in another ticket is another piece, and what shows it is kept. */
static void
test_redact_shared (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "order_screen");
  g_autoptr (RedressTicket) ticket = redress_pieces_await_renditions (loop);
  g_autofree char *old = dup_view (ticket, sha256);
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (GBytes) png = redress_test_png (120, 80);
  const char *headers[] = { "Redress-Slot",
                            "order_screen",
                            "Redress-Holder",
                            "customer",
                            "Redress-Sensitivity",
                            "low",
                            "Content-Type",
                            "image/png",
                            "Redress-Sha256",
                            sha256,
                            NULL };
  g_autoptr (RedressTestAnswer) answer = NULL;
  gint64 first = loop->ticket, other = redress_test_backend_create_ticket (loop->backend, "R-2");

  answer = redress_test_backend_send (
      loop->backend, loop->backend->kameng_key, "POST", "/v1/platforms/kameng/tickets/R-2/evidence",
      g_bytes_get_data (png, NULL), (gssize)g_bytes_get_size (png), headers);
  redress_test_answer_expect (answer, 201);
  loop->ticket = other;
  g_object_unref (redress_pieces_await_renditions (loop));
  loop->ticket = first;
  redress_loop_claim (loop);
  command = redact (loop, sha256);
  redress_loop_expect_applied (loop, loop->agent, command);
  g_object_unref (redress_pieces_await_renditions (loop));
  g_assert_true (has_file (loop, old));
  redress_pieces_expect (redress_pieces_download (loop, loop->agent, old), 404, "not_found");
  loop->ticket = other;
  answer = (redress_test_answer_free (answer), redress_pieces_download (loop, loop->agent, old));
  redress_test_answer_expect (answer, 200);
  loop->ticket = first;
}

static void
refuse_redaction (RedressLoop *loop, RedressCommand *command, guint status, const char *code)
{
  redress_loop_renew_id (loop, command);
  redress_loop_expect_refused (loop, command, status, code);
}

static void
set_box (RedressCommand *command, guint x, guint y, guint width, guint height)
{
  g_ptr_array_set_size (command->boxes, 0);
  g_ptr_array_add (command->boxes, redress_box_new (x, y, width, height));
}

static void
test_redact_refused (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "order_screen");
  g_autoptr (GBytes) text = g_bytes_new_static ("words", 5);
  g_autofree char *words = redress_pieces_upload (loop, "order_screen", "text/plain", text);
  g_autoptr (RedressTicket) ticket = redress_pieces_await_renditions (loop);
  g_autofree char *many = g_strnfill (201, 'x');
  g_autoptr (RedressCommand) command = redact (loop, sha256);
  g_autofree char *old = dup_view (ticket, sha256);

  refuse_redaction (loop, command, 409, "claim_lost");
  redress_loop_claim (loop);
  command->base_version--;
  refuse_redaction (loop, command, 412, "version_changed");
  command->base_version++;
  set_box (command, 100, 20, 21, 5);
  refuse_redaction (loop, command, 422, "boxes_invalid");
  set_box (command, 0, 80, 1, 1);
  refuse_redaction (loop, command, 422, "boxes_invalid");
  set_box (command, G_MAXUINT, 0, G_MAXUINT, 1);
  refuse_redaction (loop, command, 400, "malformed");
  set_box (command, 0, 0, 0, 5);
  refuse_redaction (loop, command, 422, "boxes_invalid");
  g_ptr_array_set_size (command->boxes, 0);
  refuse_redaction (loop, command, 422, "boxes_invalid");
  for (guint i = 0; i <= REDRESS_MAX_BOXES; i++)
    g_ptr_array_add (command->boxes, redress_box_new (0, 0, 1, 1));
  refuse_redaction (loop, command, 422, "boxes_invalid");
  set_box (command, 0, 0, 10, 10);
  g_free (g_steal_pointer (&command->note));
  refuse_redaction (loop, command, 422, "reason_required");
  command->note = g_strdup (many);
  refuse_redaction (loop, command, 422, "reason_too_long");
  g_free (command->note);
  command->note = g_strdup ("why");
  g_free (command->evidence);
  command->evidence = g_strdup (words);
  refuse_redaction (loop, command, 422, "not_an_image");
  g_free (command->evidence);
  command->evidence = g_strdup (MISSING_FILE);
  refuse_redaction (loop, command, 422, "evidence_unknown");
  g_assert_true (has_file (loop, old));
}

/* Nothing is thrown away that cannot be made again. */
static void
test_redact_without_renderer (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "order_screen");
  g_autoptr (RedressTicket) ticket = redress_pieces_await_renditions (loop);
  g_autofree char *tool = g_strdup (g_getenv ("REDRESS_RENDER_TOOL"));
  g_autoptr (RedressCommand) command = redact (loop, sha256);
  g_autofree char *old = dup_view (ticket, sha256);

  redress_loop_claim (loop);
  g_setenv ("REDRESS_RENDER_TOOL", "/nowhere/redress-render", TRUE);
  redress_test_backend_restart (loop->backend);
  refuse_redaction (loop, command, 422, "renderer_unavailable");
  g_assert_true (has_file (loop, old));
  g_setenv ("REDRESS_RENDER_TOOL", tool, TRUE);
}

static RedressCommand *
blur (RedressLoop *loop, const char *sha256, gboolean blurred)
{
  RedressCommand *command = redress_loop_command (loop, REDRESS_COMMAND_BLUR);

  command->evidence = g_strdup (sha256);
  command->blurred = blurred;
  command->note = g_strdup ("blood");
  return command;
}

static void
test_blur (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "order_screen");
  g_autoptr (RedressTicket) before = redress_pieces_await_renditions (loop);
  g_autoptr (RedressCommand) on = blur (loop, sha256, TRUE);
  g_autoptr (RedressCommand) off = blur (loop, sha256, FALSE);
  g_autoptr (RedressTicket) blurred = NULL;
  g_autoptr (RedressTicket) shown = NULL;

  redress_loop_expect_applied (loop, loop->agent, on);
  blurred = redress_pieces_fetch (loop);
  g_assert_true (redress_ticket_find_evidence (blurred, sha256)->blurred);
  g_assert_cmpint (blurred->summary->version, ==, before->summary->version);
  refuse_redaction (loop, on, 409, "blur_changed");
  g_clear_pointer (&off->note, g_free);
  refuse_redaction (loop, off, 422, "reason_required");
  off->note = g_strdup ("it is only paint");
  redress_loop_renew_id (loop, off);
  redress_loop_expect_applied (loop, loop->rival, off);
  shown = redress_pieces_fetch (loop);
  g_assert_false (redress_ticket_find_evidence (shown, sha256)->blurred);
  g_assert_cmpint (
      redress_pieces_count_rows (loop, "select count(*) from event where code = 'blurred'"), ==, 1);
  g_assert_cmpint (
      redress_pieces_count_rows (loop, "select count(*) from event where code = 'unblurred'"), ==,
      1);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/redact/" path, RedressLoop, NULL, redress_loop_set_up, func,                \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("redact", test_redact);
  ADD ("redact-shared", test_redact_shared);
  ADD ("redact-refused", test_redact_refused);
  ADD ("redact-without-renderer", test_redact_without_renderer);
  ADD ("blur", test_blur);
  return g_test_run ();
}
