/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/clips.h"
#include "server/pictures.h"
#include "server/render-fixture.h"
#include "server/render/media.h"

/* Small and short: encoders are slow. */
#define PICTURES "-f lavfi -i testsrc2=size=64x48:rate=10 "
#define SOUND "-f lavfi -i sine=440 "
#define MP4 "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -movflags faststart "

static GBytes *
cut (GBytes *bytes, gsize length)
{
  GBytes *part = g_bytes_new_from_bytes (bytes, 0, length);

  g_bytes_unref (bytes);
  return part;
}

/* @bytes: (transfer full): the last half is lost */
static GBytes *
halve (GBytes *bytes)
{
  return cut (bytes, g_bytes_get_size (bytes) / 2);
}

static RedressRendition *
get (RedressRenderResult *made, guint index)
{
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  return g_ptr_array_index (made->renditions, index);
}

/* Where the photograph was taken is nobody's business here. */
static void
assert_bare (RedressRenderFixture *self, RedressRenderResult *made)
{
  for (guint i = 0; i < made->renditions->len; i++)
    {
      RedressRendition *rendition = get (made, i);
      g_autofree char *bytes = redress_test_read_rendition (self, rendition);

      g_assert_null (memmem (bytes, (gsize)rendition->size, "31.23", 5));
      g_assert_null (memmem (bytes, (gsize)rendition->size, "Exif", 4));
    }
}

static void
test_webp (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, redress_test_webp (300, 400, 6, 255), REDRESS_MEDIA_WEBP);
  g_autoptr (RedressRenderResult) clear =
      redress_test_render (self, redress_test_webp (20, 10, 1, 0), REDRESS_MEDIA_WEBP);

  g_assert_cmpuint (made->renditions->len, ==, 2);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 400, 300);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  assert_bare (self, made);
  redress_test_assert_rendition (self, clear, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 20, 10);
}

static void
test_hostile_webp (RedressRenderFixture *self, gconstpointer data)
{
  redress_test_assert_failed (self, halve (redress_test_webp (300, 300, 1, 255)),
                              REDRESS_MEDIA_WEBP, "damaged");
  redress_test_assert_failed (self, cut (redress_test_webp (300, 300, 1, 255), 14),
                              REDRESS_MEDIA_WEBP, "damaged");
  redress_test_assert_failed (self, redress_test_webp (7000, 7000, 1, 255), REDRESS_MEDIA_WEBP,
                              "too_large");
  redress_test_assert_failed (self, redress_test_moving_webp (), REDRESS_MEDIA_WEBP, "unsupported");
  redress_test_assert_failed (self, redress_test_png (30, 30), REDRESS_MEDIA_WEBP, "wrong_type");
}

static void
test_heic (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made =
      redress_test_render (self, redress_test_heic (300, 400, 6), REDRESS_MEDIA_HEIC);

  g_assert_cmpuint (made->renditions->len, ==, 2);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIEW, 0, REDRESS_MEDIA_JPEG, 400, 300);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 68, 84);
  assert_bare (self, made);
}

static void
test_hostile_heic (RedressRenderFixture *self, gconstpointer data)
{
  redress_test_assert_failed (self, halve (redress_test_heic (64, 64, 1)), REDRESS_MEDIA_HEIC,
                              "damaged");
  redress_test_assert_failed (self, cut (redress_test_heic (64, 64, 1), 20), REDRESS_MEDIA_HEIC,
                              "damaged");
  redress_test_assert_failed (self, redress_test_webp (30, 30, 1, 255), REDRESS_MEDIA_HEIC,
                              "wrong_type");
}

static void
assert_video (RedressRenderFixture *self, RedressRenderResult *made, guint width, guint height)
{
  g_assert_cmpint (made->state, ==, REDRESS_RENDITION_READY);
  g_assert_cmpuint (made->renditions->len, ==, 3);
  redress_test_assert_rendition (self, made, 0, REDRESS_USE_VIDEO, 0, REDRESS_MEDIA_WEBM, width,
                                 height);
  redress_test_assert_rendition (self, made, 1, REDRESS_USE_POSTER, 0, REDRESS_MEDIA_JPEG, width,
                                 height);
  assert_bare (self, made);
}

static void
test_mp4 (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = redress_test_render (
      self,
      redress_test_turn_clip (
          redress_test_clip (PICTURES SOUND "-t 1 " MP4 "-c:a aac -metadata title=31.2304", "mp4")),
      REDRESS_MEDIA_MP4);

  assert_video (self, made, 48, 64);
  redress_test_assert_rendition (self, made, 2, REDRESS_USE_THUMB, 0, REDRESS_MEDIA_PNG, 48, 64);
  g_assert_cmpuint (get (made, 0)->duration_ms, >=, 1000);
  g_assert_cmpuint (get (made, 0)->duration_ms, <=, 1100);
  g_assert_cmpuint (get (made, 1)->duration_ms, ==, 0);
}

static void
test_webm (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (RedressRenderResult) made = redress_test_render (
      self,
      redress_test_clip ("-f lavfi -i testsrc2=size=1920x1080:rate=5 -t 0.4 -c:v libvpx "
                         "-deadline realtime -cpu-used 8",
                         "webm"),
      REDRESS_MEDIA_WEBM);

  assert_video (self, made, 1280, 720);
}

static void
assert_bad_clip (RedressRenderFixture *self, const char *words, const char *reason)
{
  g_test_message ("%s", words);
  redress_test_assert_failed (self, redress_test_clip (words, "mp4"), REDRESS_MEDIA_MP4, reason);
}

static void
test_hostile_video (RedressRenderFixture *self, gconstpointer data)
{
  assert_bad_clip (self, SOUND "-t 1 -c:a aac", "no_picture");
  assert_bad_clip (self, "-f lavfi -i testsrc2=size=16x16:rate=1 -t 125 " MP4, "too_long");
  assert_bad_clip (self, "-f lavfi -i color=size=4112x16:rate=1 -t 1 " MP4, "too_large");
  assert_bad_clip (self,
                   PICTURES "-t 1 " MP4 "-encryption_scheme cenc-aes-ctr "
                            "-encryption_key 76a6c65c5ea762046bd749a2e632ccbb "
                            "-encryption_kid a7e61c373e219033c21091fa607bf3b8",
                   "encrypted");
  redress_test_assert_failed (self, halve (redress_test_clip (PICTURES "-t 4 " MP4, "mp4")),
                              REDRESS_MEDIA_MP4, "damaged");
  redress_test_assert_failed (self, halve (redress_test_clip (PICTURES "-t 4 -c:v libvpx", "webm")),
                              REDRESS_MEDIA_WEBM, "damaged");
  redress_test_assert_failed (self, cut (redress_test_clip (PICTURES "-t 1 " MP4, "mp4"), 40),
                              REDRESS_MEDIA_MP4, "damaged");
  redress_test_assert_failed (self, redress_test_clip (PICTURES "-t 1 " MP4, "mp4"),
                              REDRESS_MEDIA_WEBM, "wrong_type");
}

/* What the file says of its length is not believed. */
static void
test_lying_length (RedressRenderFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) clip = redress_test_clip (
      "-f lavfi -i testsrc2=size=16x16:rate=1 -t 125 -c:v libvpx -deadline realtime -live 1",
      "webm");

  redress_test_assert_failed (self, g_bytes_ref (clip), REDRESS_MEDIA_WEBM, "too_long");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/render/clips/" path, RedressRenderFixture, NULL, redress_render_fixture_set_up,    \
              function, redress_render_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("webp", test_webp);
  ADD ("hostile-webp", test_hostile_webp);
  ADD ("heic", test_heic);
  ADD ("hostile-heic", test_hostile_heic);
  ADD ("mp4", test_mp4);
  ADD ("webm", test_webm);
  ADD ("hostile-video", test_hostile_video);
  ADD ("lying-length", test_lying_length);
  return g_test_run ();
}
