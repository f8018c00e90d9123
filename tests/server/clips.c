/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/clips.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libheif/heif.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "support/folder.h"

static guint8 *
paint (guint width, guint height, guint channels, guint8 alpha)
{
  guint8 *pixels = g_malloc ((gsize)width * height * channels);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 upper[] = { 255, 0, 0, 255 };
        const guint8 lower[] = { 0, 0, 255, alpha };

        memcpy (pixels + ((gsize)y * width + x) * channels, y < height / 2 ? upper : lower,
                channels);
      }
  return pixels;
}

static WebPData
encode_webp (guint width, guint height, guint8 alpha)
{
  g_autofree guint8 *pixels = paint (width, height, 4, alpha);
  WebPData data;
  guint8 *bytes = NULL;

  data.size =
      alpha == 255
          ? WebPEncodeRGBA (pixels, (int)width, (int)height, (int)width * 4, 90, &bytes)
          : WebPEncodeLosslessRGBA (pixels, (int)width, (int)height, (int)width * 4, &bytes);
  g_assert_cmpuint (data.size, >, 0);
  data.bytes = bytes;
  return data;
}

static GBytes *
assemble (WebPMux *mux)
{
  WebPData whole;
  GBytes *bytes;

  g_assert_cmpint (WebPMuxAssemble (mux, &whole), ==, WEBP_MUX_OK);
  bytes = g_bytes_new (whole.bytes, whole.size);
  WebPDataClear (&whole);
  WebPMuxDelete (mux);
  return bytes;
}

GBytes *
redress_test_webp (guint width, guint height, guint orientation, guint8 alpha)
{
  guint8 exif[] = "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\1\0\0\0\0\0\0GPS 31.2304,121.4737";
  const WebPData chunk = { exif, sizeof exif - 1 };
  WebPData image = encode_webp (width, height, alpha);
  WebPMux *mux = WebPMuxCreate (&image, TRUE);

  exif[19] = (guint8)orientation;
  if (orientation != 1)
    g_assert_cmpint (WebPMuxSetChunk (mux, "EXIF", &chunk, TRUE), ==, WEBP_MUX_OK);
  WebPDataClear (&image);
  return assemble (mux);
}

GBytes *
redress_test_moving_webp (void)
{
  const WebPMuxAnimParams params = { 0xffffffff, 0 };
  WebPMux *mux = WebPMuxNew ();

  g_assert_cmpint (WebPMuxSetAnimationParams (mux, &params), ==, WEBP_MUX_OK);
  for (guint i = 0; i < 2; i++)
    {
      WebPMuxFrameInfo frame = { .duration = 100, .id = WEBP_CHUNK_ANMF };

      frame.bitstream = encode_webp (16, 16, 255);
      g_assert_cmpint (WebPMuxPushFrame (mux, &frame, TRUE), ==, WEBP_MUX_OK);
      WebPDataClear (&frame.bitstream);
    }
  return assemble (mux);
}

static struct heif_error
write_heic (struct heif_context *context, const void *data, size_t size, void *user_data)
{
  g_byte_array_append (user_data, data, (guint)size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

static void
fill_heic (struct heif_image *image, guint width, guint height)
{
  g_autofree guint8 *pixels = paint (width, height, 3, 255);
  int stride;
  guint8 *plane;

  heif_image_add_plane (image, heif_channel_interleaved, (int)width, (int)height, 8);
  plane = heif_image_get_plane (image, heif_channel_interleaved, &stride);
  for (guint y = 0; y < height; y++)
    memcpy (plane + (gsize)y * (gsize)stride, pixels + (gsize)y * width * 3, (gsize)width * 3);
}

GBytes *
redress_test_heic (guint width, guint height, guint orientation)
{
  GByteArray *bytes = g_byte_array_new ();
  struct heif_writer writer = { 1, write_heic };
  struct heif_context *context = heif_context_alloc ();
  struct heif_encoding_options *options = heif_encoding_options_alloc ();
  struct heif_encoder *encoder = NULL;
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = NULL;

  options->image_orientation = (enum heif_orientation)orientation;
  g_assert_cmpint (
      heif_context_get_encoder_for_format (context, heif_compression_HEVC, &encoder).code, ==, 0);
  heif_image_create ((int)width, (int)height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                     &image);
  fill_heic (image, width, height);
  g_assert_cmpint (heif_context_encode_image (context, image, encoder, options, &handle).code, ==,
                   0);
  g_assert_cmpint (heif_context_write (context, &writer, bytes).code, ==, 0);
  heif_image_handle_release (handle);
  heif_image_release (image);
  heif_encoder_release (encoder);
  heif_encoding_options_free (options);
  heif_context_free (context);
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
run (RedressTestFolder *folder, const char *words, const char *name)
{
  g_autofree char *path = redress_test_folder_build (folder, name);
  g_autofree char *command = g_strdup_printf ("ffmpeg -nostdin -v error -y %s %s", words, path);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

GBytes *
redress_test_clip (const char *words, const char *ending)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *name = g_strdup_printf ("clip.%s", ending);

  return run (folder, words, name);
}

GBytes *
redress_test_turn_clip (GBytes *clip)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_write (
      folder, "lying.mp4", g_bytes_get_data (clip, NULL), (gssize)g_bytes_get_size (clip));
  g_autofree char *words = g_strdup_printf ("-i %s -c copy -metadata:s:v:0 rotate=90", path);

  g_bytes_unref (clip);
  return run (folder, words, "upright.mp4");
}
