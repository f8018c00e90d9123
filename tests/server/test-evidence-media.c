/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/clips.h"
#include "server/evidence-loop.h"
#include "server/pictures.h"

/* From a platform's file to what a desk gets of it. */

static const RedressTestSaid said_png = {
  "order_screen", "customer", "low", "image/png", NULL, NULL
};
static const RedressTestSaid said_clip = { "order_screen", "customer", "low",
                                           "video/mp4",    NULL,       NULL };

/* A telephone's clip becomes one that a desk plays, and its poster. */
static void
test_video (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GBytes) clip = redress_test_clip (
      "-f lavfi -i testsrc2=size=64x48:rate=10 -t 1 -c:v libx264 -preset ultrafast", "mp4");
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_bytes (loop, &said_clip, clip);
  g_autoptr (RedressTestAnswer) played = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  const RedressRendition *video, *poster;

  redress_test_answer_expect (answer, 201);
  ticket = redress_test_await_renditions (loop);
  video = redress_evidence_find (redress_test_first_piece (ticket), REDRESS_USE_VIDEO, 0);
  poster = redress_evidence_find (redress_test_first_piece (ticket), REDRESS_USE_POSTER, 0);
  g_assert_nonnull (video);
  g_assert_cmpuint (video->duration_ms, >=, 1000);
  g_assert_cmpstr (video->media_type, ==, "video/webm");
  g_assert_cmpstr (poster->media_type, ==, "image/jpeg");
  g_assert_cmpuint (poster->duration_ms, ==, 0);
  played = redress_test_download (loop, loop->agent, video->sha256, NULL);
  redress_test_answer_expect (played, 200);
  g_assert_cmpstr (g_hash_table_lookup (played->headers, "content-type"), ==, "video/webm");
  g_assert_cmpuint (played->length, ==, video->size);
}

static void
make_unavailable (gpointer data)
{
  RedressLoop *loop = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (redress_test_backend_get_connection (loop->backend),
                                     "update evidence set rendition_state = 'unavailable', "
                                     "rendition_reason = 'no_sandbox'; delete from rendition",
                                     &error);
  g_assert_no_error (error);
}

/* A package was installed: what came before it is shown after the next start. */
static void
test_restart_retries (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GBytes) png = redress_test_png (30, 20);
  g_autoptr (RedressTestAnswer) answer = redress_test_upload_bytes (loop, &said_png, png);
  g_autoptr (RedressTicket) first = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_answer_expect (answer, 201);
  first = redress_test_await_renditions (loop);
  redress_test_backend_run (loop->backend, make_unavailable, loop);
  redress_test_backend_restart (loop->backend);
  ticket = redress_test_await_renditions (loop);
  while (redress_test_first_piece (ticket)->rendition_state == REDRESS_RENDITION_UNAVAILABLE)
    {
      g_clear_object (&ticket);
      ticket = redress_test_await_renditions (loop);
    }
  g_assert_cmpint (redress_test_first_piece (ticket)->rendition_state, ==, REDRESS_RENDITION_READY);
  g_assert_null (redress_test_first_piece (ticket)->rendition_reason);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/evidence/" path, RedressLoop, NULL, redress_loop_set_up, func,              \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("media-video", test_video);
  ADD ("media-restart-retries", test_restart_retries);
  return g_test_run ();
}
