/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "server/pictures.h"
#include "server/render-fixture.h"
#include "server/render/check.h"
#include "server/render/media.h"
#include "server/render/tool/exit.h"
#include "support/spin.h"

static void
test_png (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, redress_test_png (780, 1688), REDRESS_MEDIA_PNG);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_null (made->reason);
  g_assert_cmpuint (made->renditions->len, ==, 2);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 780, 1688);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  g_assert_cmpuint (redress_test_count_files (self->output), ==, 2);
}

static void
test_jpeg (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, redress_test_jpeg (400, 300, 6), REDRESS_MEDIA_JPEG);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);
  g_autofree char *bytes = redress_test_read_rendition (self, view);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 300, 400);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  /* Where the photograph was taken is nobody's business here. */
  g_assert_null (memmem (bytes, (gsize)view->size, "GPS", 3));
  g_assert_null (memmem (bytes, (gsize)view->size, "Exif", 4));
}

static void
test_large (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) wide =
      redress_test_render (self, redress_test_png (9000, 1000), REDRESS_MEDIA_PNG);
  g_autoptr (RedressRenderResult) tall =
      redress_test_render (self, redress_test_jpeg (900, 9000, 1), REDRESS_MEDIA_JPEG);

  redress_test_assert_rendition (self, wide, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 4096, 455);
  redress_test_assert_rendition (self, tall, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 409, 4096);
}

static void
test_small (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, redress_test_png (1, 1), REDRESS_MEDIA_PNG);

  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 1, 1);
}

static void
test_pdf (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = redress_test_render (
      self, redress_test_pdf (2, "0 0 595 842", "BT /F1 24 Tf 100 700 Td (Return) Tj ET"),
      REDRESS_MEDIA_PDF);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_cmpuint (made->renditions->len, ==, 3);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_PAGE, 1, REDRESS_MEDIA_PNG, 1696, 2400);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  redress_test_assert_rendition (self, made, 2, REDRESS_USE_PAGE, 2, REDRESS_MEDIA_PNG, 1696, 2400);
}

static void
test_text (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("说明\n", 7);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, text);
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, g_bytes_ref (text), REDRESS_MEDIA_TEXT);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_cmpstr (view->sha256, ==, digest);
  g_assert_cmpint (view->size, ==, 7);
  /* The original is the view; it is not kept twice. */
  g_assert_cmpuint (redress_test_count_files (self->output), ==, 0);
}

static void
test_masked_log (RedressRenderFixture *self, gconstpointer data)
{
  static const char log[] =
      "{\"source\":\"s\",\"entries\":[{\"at\":\"2026-11-16T08:32:12.447000Z\","
      "\"key\":\"secret\",\"value\":\"8F2K-77QX-9A2C\",\"masked\":true}]}";
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, g_bytes_new_static (log, sizeof log - 1), REDRESS_MEDIA_LOG);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);
  g_autofree char *path = g_build_filename (self->output, view->sha256, NULL);
  g_autofree char *text = NULL;

  g_assert_cmpstr (view->media_type, ==, REDRESS_MEDIA_LOG);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "8F2K"));
}

static GBytes *
cut (GBytes *bytes, gsize length)
{
  GBytes *part = g_bytes_new_from_bytes (bytes, 0, length);

  g_bytes_unref (bytes);
  return part;
}

static GBytes *
blank (GBytes *bytes, gsize at, gsize length)
{
  gsize size;
  guint8 *data = g_bytes_unref_to_data (bytes, &size);

  memset (data + at, 0, length);
  return g_bytes_new_take (data, size);
}

static void
test_hostile_pictures (RedressRenderFixture *self, gconstpointer data)
{
  redress_test_assert_failed (self, redress_test_png (30000, 30000), REDRESS_MEDIA_PNG,
                              "too_large");
  redress_test_assert_failed (self, cut (redress_test_png (300, 300), 60), REDRESS_MEDIA_PNG,
                              "damaged");
  redress_test_assert_failed (self, cut (redress_test_png (300, 300), 8), REDRESS_MEDIA_PNG,
                              "damaged");
  redress_test_assert_failed (self, blank (redress_test_png (300, 300), 45, 8), REDRESS_MEDIA_PNG,
                              "damaged");
  redress_test_assert_failed (self, cut (redress_test_jpeg (300, 300, 1), 1500), REDRESS_MEDIA_JPEG,
                              "damaged");
  redress_test_assert_failed (self, cut (redress_test_jpeg (300, 300, 1), 100), REDRESS_MEDIA_JPEG,
                              "damaged");
  redress_test_assert_failed (self, redress_test_png (30, 30), REDRESS_MEDIA_JPEG, "wrong_type");
  redress_test_assert_failed (self, redress_test_jpeg (30, 30, 1), "image/svg+xml", "wrong_type");
  redress_test_assert_failed (self, g_bytes_new_static ("GIF89a", 6), REDRESS_MEDIA_PNG,
                              "wrong_type");
  redress_test_assert_failed (self, g_bytes_new_static ("", 0), REDRESS_MEDIA_PNG, "empty");
}

static void
test_hostile_pdf (RedressRenderFixture *self, gconstpointer data)
{
  static const char loop[] = "/F1 12 Tf";

  redress_test_assert_failed (self, g_bytes_new_static ("%PDF-1.4\ngarbage", 16), REDRESS_MEDIA_PDF,
                              "damaged");
  redress_test_assert_failed (self, redress_test_pdf (60, "0 0 595 842", loop), REDRESS_MEDIA_PDF,
                              "too_many_pages");
  redress_test_assert_failed (self, redress_test_pdf (1, "0 0 1 100000000", loop),
                              REDRESS_MEDIA_PDF, "damaged");
}

static void
test_huge_page (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = redress_test_render (
      self, redress_test_pdf (1, "0 0 100000000 100000000", "/F1 12 Tf"), REDRESS_MEDIA_PDF);

  /* Harmless once it is scaled; what matters is that it stays within the limits. */
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_PAGE, 1, REDRESS_MEDIA_PNG, 2400, 2400);
}

static void
test_file_over_limit (RedressRenderFixture *self, gconstpointer data)
{
  g_autofree char *path = redress_test_folder_write (self->folder, "sparse", "%PDF-1.4", 8);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedressRenderResult) made = NULL;
  FILE *file = g_fopen (path, "r+");

  g_assert_cmpint (fseek (file, REDRESS_EVIDENCE_MAX_BYTES, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc ('\n', file), ==, '\n');
  fclose (file);
  redress_renderer_render_async (self->renderer, path, REDRESS_MEDIA_PDF, NULL, self->output, NULL,
                                 redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the refusal");
  made = redress_renderer_render_finish (self->renderer, result, NULL);
  g_assert_cmpstr (made->reason, ==, "too_large");
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *left = data;
  g_autoptr (RedressRenderResult) made =
      redress_renderer_render_finish (REDRESS_RENDERER (source), result, NULL);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  *left -= 1;
}

static gboolean
is_zero (gpointer data)
{
  return *(guint *)data == 0;
}

static void
test_queue (RedressRenderFixture *self, gconstpointer data)
{
  guint left = 6;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("picture-%u", i);
      g_autoptr (GBytes) picture = redress_test_png (100 + i, 100);
      g_autofree char *path = redress_test_folder_write (
          self->folder, name, g_bytes_get_data (picture, NULL), (gssize)g_bytes_get_size (picture));

      redress_renderer_render_async (self->renderer, path, REDRESS_MEDIA_PNG, NULL, self->output,
                                     NULL, count_cb, &left);
    }
  redress_test_spin_until (is_zero, &left, "all pictures");
}

static void
test_cancel (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) picture = redress_test_png (4000, 4000);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (redress_test_try_render (self, picture, REDRESS_MEDIA_PNG, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (redress_test_count_files (self->output), ==, 0);
}

static void
test_no_folder (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = redress_test_png (40, 40);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rmdir (self->output), ==, 0);
  g_assert_null (redress_test_try_render (self, picture, REDRESS_MEDIA_PNG, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
}

static void
assert_unavailable (RedressRenderFixture *self, const char *tool)
{
  g_autoptr (RedressRenderResult) made = NULL;

  g_clear_object (&self->renderer);
  self->renderer = redress_renderer_new (tool);
  made = redress_test_render (self, redress_test_png (40, 40), REDRESS_MEDIA_PNG);
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_UNAVAILABLE);
  g_assert_cmpstr (made->reason, ==, "no_sandbox");
}

static void
assert_problem (const char *tool, const char *problem)
{
  g_auto (RedressRenderReport) report = { 0 };

  redress_render_check (tool, &report);
  g_assert_cmpint (report.ability, ==, 0);
  for (guint i = 0; i < REDRESS_RENDER_N_ABILITIES; i++)
    g_assert_nonnull (strstr (report.problems[i], problem));
}

static void
test_missing_tools (RedressRenderFixture *self, gconstpointer data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  assert_problem ("/nowhere/redress-render", "/nowhere/redress-render");
  assert_unavailable (self, "/nowhere/redress-render");

  g_setenv ("PATH", self->output, TRUE);
  assert_problem (g_getenv ("REDRESS_RENDER_TOOL"), "bwrap");
  assert_unavailable (self, g_getenv ("REDRESS_RENDER_TOOL"));
  g_setenv ("PATH", path, TRUE);
}

/* A tool that says no: what is missing is one kind, and the others are still shown. */
static void
test_one_missing (RedressRenderFixture *self, gconstpointer data)
{
  g_auto (RedressRenderReport) report = { 0 };
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n[ \"$1\" != can ] || exit %d\nexit %d\n",
                       REDRESS_RENDER_EXIT_UNSUPPORTED, REDRESS_RENDER_EXIT_USAGE);
  g_autofree char *tool = redress_test_folder_write (self->folder, "tool", script, -1);
  g_autoptr (RedressRenderResult) made = NULL;

  g_assert_cmpint (g_chmod (tool, 0755), ==, 0);
  redress_render_check (tool, &report);
  g_assert_cmpint (report.ability, ==,
                   REDRESS_RENDER_CAN_PICTURES | REDRESS_RENDER_CAN_PDF | REDRESS_RENDER_CAN_VIDEO);
  g_assert_nonnull (strstr (report.problems[2], "tool cannot run"));

  g_clear_object (&self->renderer);
  self->renderer = redress_renderer_new (tool);
  made = redress_test_render (self,
                              g_bytes_new_static ("\0\0\0\x18"
                                                  "ftypheic",
                                                  12),
                              REDRESS_MEDIA_HEIC);
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_UNAVAILABLE);
}

static void
test_check (void)
{
  g_autofree char *tool = redress_render_find_tool ();
  g_auto (RedressRenderReport) report = { 0 };

  g_assert_cmpstr (tool, ==, g_getenv ("REDRESS_RENDER_TOOL"));
  redress_render_check (tool, &report);
  for (guint i = 0; i < REDRESS_RENDER_N_ABILITIES; i++)
    g_assert_cmpstr (report.problems[i], ==, NULL);
  g_assert_cmpint (report.ability, ==, (1 << REDRESS_RENDER_N_ABILITIES) - 1);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/render/" path, RedressRenderFixture, NULL, redress_render_fixture_set_up,          \
              function, redress_render_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/check", test_check);
  ADD ("png", test_png);
  ADD ("jpeg", test_jpeg);
  ADD ("large", test_large);
  ADD ("small", test_small);
  ADD ("pdf", test_pdf);
  ADD ("text", test_text);
  ADD ("masked-log", test_masked_log);
  ADD ("hostile-pictures", test_hostile_pictures);
  ADD ("hostile-pdf", test_hostile_pdf);
  ADD ("huge-page", test_huge_page);
  ADD ("file-over-limit", test_file_over_limit);
  ADD ("queue", test_queue);
  ADD ("cancel", test_cancel);
  ADD ("no-folder", test_no_folder);
  ADD ("missing-tools", test_missing_tools);
  ADD ("one-missing", test_one_missing);
  return g_test_run ();
}
