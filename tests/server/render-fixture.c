/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render-fixture.h"

#include <glib/gstdio.h>

#include "server/render/media.h"
#include "support/spin.h"

void
redress_render_fixture_set_up (RedressRenderFixture *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->renderer = redress_renderer_new (g_getenv ("REDRESS_RENDER_TOOL"));
  self->output = redress_test_folder_build (self->folder, "renditions");
  g_assert_cmpint (g_mkdir (self->output, 0700), ==, 0);
}

void
redress_render_fixture_tear_down (RedressRenderFixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->renderer);
  g_free (self->output);
  redress_test_folder_free (self->folder);
}

RedressRenderResult *
redress_test_try_render (RedressRenderFixture *self,
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

  redress_renderer_render_async (self->renderer, input, media_type, NULL, self->output, cancellable,
                                 redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the renditions");
  return redress_renderer_render_finish (self->renderer, result, error);
}

guint
redress_test_count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* @original: (transfer full) */
RedressRenderResult *
redress_test_render (RedressRenderFixture *self, GBytes *original, const char *media_type)
{
  g_autoptr (GError) error = NULL;
  RedressRenderResult *made = redress_test_try_render (self, original, media_type, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (made);
  if (made->state != REDRESS_RENDITION_READY)
    {
      g_assert_cmpuint (made->renditions->len, ==, 0);
      g_assert_cmpuint (redress_test_count_files (self->output), ==, 0);
    }
  g_bytes_unref (original);
  return made;
}

/* The file is what the rendition says, down to the digest. */
char *
redress_test_read_rendition (RedressRenderFixture *self, RedressRendition *rendition)
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

void
redress_test_assert_rendition (RedressRenderFixture *self,
                               RedressRenderResult *made,
                               guint index,
                               RedressRenditionUse use,
                               guint page,
                               const char *media_type,
                               guint width,
                               guint height)
{
  RedressRendition *rendition = g_ptr_array_index (made->renditions, index);
  g_autofree char *data = redress_test_read_rendition (self, rendition);

  g_assert_cmpint (rendition->use, ==, use);
  g_assert_cmpuint (rendition->page, ==, page);
  g_assert_cmpstr (rendition->media_type, ==, media_type);
  g_assert_cmpuint (rendition->width, ==, width);
  g_assert_cmpuint (rendition->height, ==, height);
}

void
redress_test_assert_failed (RedressRenderFixture *self,
                            GBytes *original,
                            const char *media_type,
                            const char *reason)
{
  g_autoptr (RedressRenderResult) made = redress_test_render (self, original, media_type);

  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_FAILED);
  g_assert_cmpstr (made->reason, ==, reason);
}
