/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "server/pictures.h"
#include "server/render/check.h"
#include "server/render/media.h"
#include "server/render/renderer.h"
#include "server/render/tool/exit.h"
#include "support/folder.h"
#include "support/spin.h"

typedef struct
{
  RedressTestFolder *folder;
  RedressRenderer *renderer;
  char *output;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->renderer = redress_renderer_new (g_getenv ("REDRESS_RENDER_TOOL"));
  self->output = redress_test_folder_build (self->folder, "renditions");
  g_assert_cmpint (g_mkdir (self->output, 0700), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->renderer);
  g_free (self->output);
  redress_test_folder_free (self->folder);
}

static RedressRenderResult *
try_render (Fixture *self,
            GBytes *original,
            const char *media_type,
            GCancellable *cancellable,
            GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *input =
      redress_test_folder_write (self->folder, "original", g_bytes_get_data (original, NULL),
                                 (gssize)g_bytes_get_size (original));

  redress_renderer_render_async (self->renderer, input, media_type, self->output, cancellable,
                                 redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the renditions");
  return redress_renderer_render_finish (self->renderer, result, error);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* @original: (transfer full) */
static RedressRenderResult *
render (Fixture *self, GBytes *original, const char *media_type)
{
  g_autoptr (GError) error = NULL;
  RedressRenderResult *made = try_render (self, original, media_type, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (made);
  if (made->state != REDRESS_RENDITION_READY)
    {
      g_assert_cmpuint (made->renditions->len, ==, 0);
      g_assert_cmpuint (count_files (self->output), ==, 0);
    }
  g_bytes_unref (original);
  return made;
}

/* The file is what the rendition says, down to the digest. */
static char *
read_rendition (Fixture *self, RedressRendition *rendition)
{
  g_autofree char *path = g_build_filename (self->output, rendition->sha256, NULL);
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)data, length);
  g_assert_cmpstr (digest, ==, rendition->sha256);
  g_assert_cmpint ((gint64)length, ==, rendition->size);
  g_assert_cmpstr (redress_media_sniff (data, length), ==, rendition->media_type);
  return data;
}

static void
assert_rendition (Fixture *self,
                  RedressRenderResult *made,
                  guint index,
                  RedressRenditionUse use,
                  guint page,
                  const char *media_type,
                  guint width,
                  guint height)
{
  RedressRendition *rendition = g_ptr_array_index (made->renditions, index);
  g_autofree char *data = read_rendition (self, rendition);

  g_assert_cmpint (rendition->use, ==, use);
  g_assert_cmpuint (rendition->page, ==, page);
  g_assert_cmpstr (rendition->media_type, ==, media_type);
  g_assert_cmpuint (rendition->width, ==, width);
  g_assert_cmpuint (rendition->height, ==, height);
}

static void
assert_failed (Fixture *self, GBytes *original, const char *media_type, const char *reason)
{
  g_autoptr (RedressRenderResult) made = render (self, original, media_type);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_FAILED);
  g_assert_cmpstr (made->reason, ==, reason);
}

static void
test_png (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      render (self, redress_test_png (780, 1688), REDRESS_MEDIA_PNG);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_null (made->reason);
  g_assert_cmpuint (made->renditions->len, ==, 2);
  assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 780, 1688);
  assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  g_assert_cmpuint (count_files (self->output), ==, 2);
}

static void
test_jpeg (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      render (self, redress_test_jpeg (400, 300, 6), REDRESS_MEDIA_JPEG);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);
  g_autofree char *bytes = read_rendition (self, view);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 300, 400);
  assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  /* Where the photograph was taken is nobody's business here. */
  g_assert_null (memmem (bytes, (gsize)view->size, "GPS", 3));
  g_assert_null (memmem (bytes, (gsize)view->size, "Exif", 4));
}

static void
test_large (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) wide =
      render (self, redress_test_png (9000, 1000), REDRESS_MEDIA_PNG);
  g_autoptr (RedressRenderResult) tall =
      render (self, redress_test_jpeg (900, 9000, 1), REDRESS_MEDIA_JPEG);

  assert_rendition (self, wide, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 4096, 455);
  assert_rendition (self, tall, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 409, 4096);
}

static void
test_small (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = render (self, redress_test_png (1, 1), REDRESS_MEDIA_PNG);

  assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_PNG, 1, 1);
}

static void
test_pdf (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      render (self, redress_test_pdf (2, "0 0 595 842", "BT /F1 24 Tf 100 700 Td (Return) Tj ET"),
              REDRESS_MEDIA_PDF);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_cmpuint (made->renditions->len, ==, 3);
  assert_rendition (self, made, 0, REDRESS_USE_PAGE, 1, REDRESS_MEDIA_PNG, 1696, 2400);
  assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  assert_rendition (self, made, 2, REDRESS_USE_PAGE, 2, REDRESS_MEDIA_PNG, 1696, 2400);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("说明\n", 7);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, text);
  g_autoptr (RedressRenderResult) made = render (self, g_bytes_ref (text), REDRESS_MEDIA_TEXT);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_cmpstr (view->sha256, ==, digest);
  g_assert_cmpint (view->size, ==, 7);
  /* The original is the view; it is not kept twice. */
  g_assert_cmpuint (count_files (self->output), ==, 0);
}

static void
test_masked_log (Fixture *self, gconstpointer data)
{
  static const char log[] =
      "{\"source\":\"s\",\"entries\":[{\"at\":\"2026-11-16T08:32:12.447000Z\","
      "\"key\":\"secret\",\"value\":\"8F2K-77QX-9A2C\",\"masked\":true}]}";
  g_autoptr (RedressRenderResult) made =
      render (self, g_bytes_new_static (log, sizeof log - 1), REDRESS_MEDIA_LOG);
  RedressRendition *view = g_ptr_array_index (made->renditions, 0);
  g_autofree char *path = g_build_filename (self->output, view->sha256, NULL);
  g_autofree char *text = NULL;

  g_assert_cmpstr (view->media_type, ==, REDRESS_MEDIA_LOG);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "8F2K"));
}

static void
test_unsupported (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = render (self,
                                                 g_bytes_new_static ("\0\0\0\x18"
                                                                     "ftypheic",
                                                                     12),
                                                 REDRESS_MEDIA_HEIC);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_UNAVAILABLE);
  g_assert_cmpstr (made->reason, ==, "unsupported");
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
test_hostile_pictures (Fixture *self, gconstpointer data)
{
  assert_failed (self, redress_test_png (30000, 30000), REDRESS_MEDIA_PNG, "too_large");
  assert_failed (self, cut (redress_test_png (300, 300), 60), REDRESS_MEDIA_PNG, "damaged");
  assert_failed (self, cut (redress_test_png (300, 300), 8), REDRESS_MEDIA_PNG, "damaged");
  assert_failed (self, blank (redress_test_png (300, 300), 45, 8), REDRESS_MEDIA_PNG, "damaged");
  assert_failed (self, cut (redress_test_jpeg (300, 300, 1), 1500), REDRESS_MEDIA_JPEG, "damaged");
  assert_failed (self, cut (redress_test_jpeg (300, 300, 1), 100), REDRESS_MEDIA_JPEG, "damaged");
  assert_failed (self, redress_test_png (30, 30), REDRESS_MEDIA_JPEG, "wrong_type");
  assert_failed (self, redress_test_jpeg (30, 30, 1), "image/svg+xml", "wrong_type");
  assert_failed (self, g_bytes_new_static ("GIF89a", 6), REDRESS_MEDIA_PNG, "wrong_type");
  assert_failed (self, g_bytes_new_static ("", 0), REDRESS_MEDIA_PNG, "empty");
}

static void
test_hostile_pdf (Fixture *self, gconstpointer data)
{
  static const char loop[] = "/F1 12 Tf";

  assert_failed (self, g_bytes_new_static ("%PDF-1.4\ngarbage", 16), REDRESS_MEDIA_PDF, "damaged");
  assert_failed (self, redress_test_pdf (60, "0 0 595 842", loop), REDRESS_MEDIA_PDF,
                 "too_many_pages");
  assert_failed (self, redress_test_pdf (1, "0 0 1 100000000", loop), REDRESS_MEDIA_PDF, "damaged");
}

static void
test_huge_page (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = render (
      self, redress_test_pdf (1, "0 0 100000000 100000000", "/F1 12 Tf"), REDRESS_MEDIA_PDF);

  /* Harmless once it is scaled; what matters is that it stays within the limits. */
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  assert_rendition (self, made, 0, REDRESS_USE_PAGE, 1, REDRESS_MEDIA_PNG, 2400, 2400);
}

static void
test_file_over_limit (Fixture *self, gconstpointer data)
{
  g_autofree char *path = redress_test_folder_write (self->folder, "sparse", "%PDF-1.4", 8);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedressRenderResult) made = NULL;
  FILE *file = g_fopen (path, "r+");

  g_assert_cmpint (fseek (file, REDRESS_EVIDENCE_MAX_BYTES, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc ('\n', file), ==, '\n');
  fclose (file);
  redress_renderer_render_async (self->renderer, path, REDRESS_MEDIA_PDF, self->output, NULL,
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
test_queue (Fixture *self, gconstpointer data)
{
  guint left = 6;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("picture-%u", i);
      g_autoptr (GBytes) picture = redress_test_png (100 + i, 100);
      g_autofree char *path = redress_test_folder_write (
          self->folder, name, g_bytes_get_data (picture, NULL), (gssize)g_bytes_get_size (picture));

      redress_renderer_render_async (self->renderer, path, REDRESS_MEDIA_PNG, self->output, NULL,
                                     count_cb, &left);
    }
  redress_test_spin_until (is_zero, &left, "all pictures");
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) picture = redress_test_png (4000, 4000);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (try_render (self, picture, REDRESS_MEDIA_PNG, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (self->output), ==, 0);
}

static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = redress_test_png (40, 40);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rmdir (self->output), ==, 0);
  g_assert_null (try_render (self, picture, REDRESS_MEDIA_PNG, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
}

static void
assert_unavailable (Fixture *self, const char *tool)
{
  g_autoptr (RedressRenderResult) made = NULL;

  g_clear_object (&self->renderer);
  self->renderer = redress_renderer_new (tool);
  made = render (self, redress_test_png (40, 40), REDRESS_MEDIA_PNG);
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_UNAVAILABLE);
  g_assert_cmpstr (made->reason, ==, "no_sandbox");
}

static void
test_missing_tools (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *problem = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpint (redress_render_check ("/nowhere/redress-render", &problem), ==, 0);
  g_assert_nonnull (strstr (problem, "/nowhere/redress-render"));
  assert_unavailable (self, "/nowhere/redress-render");

  g_setenv ("PATH", self->output, TRUE);
  g_assert_cmpint (redress_render_check (g_getenv ("REDRESS_RENDER_TOOL"), &other), ==, 0);
  g_assert_nonnull (strstr (other, "bwrap"));
  assert_unavailable (self, g_getenv ("REDRESS_RENDER_TOOL"));
  g_setenv ("PATH", path, TRUE);
}

static void
test_check (void)
{
  g_autofree char *tool = redress_render_find_tool ();
  g_autofree char *problem = NULL;

  g_assert_cmpstr (tool, ==, g_getenv ("REDRESS_RENDER_TOOL"));
  g_assert_cmpint (redress_render_check (tool, &problem), ==, REDRESS_RENDER_CAN_ALL);
  g_assert_cmpstr (problem, ==, NULL);
}

#define ADD(path, function) g_test_add ("/render/" path, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("unsupported", test_unsupported);
  ADD ("hostile-pictures", test_hostile_pictures);
  ADD ("hostile-pdf", test_hostile_pdf);
  ADD ("huge-page", test_huge_page);
  ADD ("file-over-limit", test_file_over_limit);
  ADD ("queue", test_queue);
  ADD ("cancel", test_cancel);
  ADD ("no-folder", test_no_folder);
  ADD ("missing-tools", test_missing_tools);
  return g_test_run ();
}
