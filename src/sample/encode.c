/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/encode.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libheif/heif.h>
#include <string.h>
#include <webp/encode.h>

#define QUALITY 72
/* Four seconds from one corner of the picture to the other, with a soft noise as of a room. */
#define CLIP                                                                                       \
  "ffmpeg -nostdin -v error -y -f rawvideo -pixel_format rgb24 -video_size %ux%u -framerate 8 "    \
  "-i %s -f lavfi -i anoisesrc=amplitude=0.004:seed=7:duration=4 -filter_complex "                 \
  "[0:v]loop=loop=31:size=1,crop=w=iw*0.72:h=ih*0.72:x=(iw-ow)*n/31:y=(ih-oh)*n/31,"               \
  "scale=480:-2,format=yuv420p[v] -map [v] -map 1:a -t 4 -c:v libx264 -preset ultrafast "          \
  "-threads 1 -c:a aac -b:a 32k -fflags +bitexact -flags +bitexact -f mp4 %s"

/**
 * redress_encode_can:
 *
 * Returns: whether redress_encode() makes files of this type here
 */
gboolean
redress_encode_can (const char *media_type)
{
  g_autofree char *ffmpeg = NULL;

  if (g_str_equal (media_type, "image/webp"))
    return TRUE;
  if (g_str_equal (media_type, "image/heic"))
    return heif_have_encoder_for_format (heif_compression_HEVC) != 0;
  ffmpeg = g_find_program_in_path ("ffmpeg");
  return g_str_equal (media_type, "video/mp4") && ffmpeg != NULL;
}

static GBytes *
write_webp (const guint8 *rgb, guint width, guint height)
{
  guint8 *data = NULL;
  gsize length = WebPEncodeRGB (rgb, (int)width, (int)height, (int)width * 3, QUALITY, &data);
  GBytes *bytes = g_bytes_new (data, length);

  WebPFree (data);
  return bytes;
}

static struct heif_error
append_cb (struct heif_context *context, const void *data, size_t size, void *user_data)
{
  g_byte_array_append (user_data, data, (guint)size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

static struct heif_image *
create_image (const guint8 *rgb, guint width, guint height)
{
  struct heif_image *image = NULL;
  int stride;
  guint8 *plane;

  heif_image_create ((int)width, (int)height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                     &image);
  heif_image_add_plane (image, heif_channel_interleaved, (int)width, (int)height, 8);
  plane = heif_image_get_plane (image, heif_channel_interleaved, &stride);
  for (guint y = 0; y < height; y++)
    memcpy (plane + (gsize)y * (gsize)stride, rgb + (gsize)y * width * 3, (gsize)width * 3);
  return image;
}

static GBytes *
write_heic (const guint8 *rgb, guint width, guint height)
{
  GByteArray *bytes = g_byte_array_new ();
  struct heif_writer writer = { 1, append_cb };
  struct heif_context *context = heif_context_alloc ();
  struct heif_image *image = create_image (rgb, width, height);
  struct heif_encoder *encoder = NULL;

  heif_context_get_encoder_for_format (context, heif_compression_HEVC, &encoder);
  heif_encoder_set_lossy_quality (encoder, QUALITY);
  heif_encoder_set_parameter_string (encoder, "preset", "ultrafast");
  heif_context_encode_image (context, image, encoder, NULL, NULL);
  heif_context_write (context, &writer, bytes);
  heif_encoder_release (encoder);
  heif_image_release (image);
  heif_context_free (context);
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
run_ffmpeg (const char *folder, guint width, guint height)
{
  g_autofree char *from = g_build_filename (folder, "pixels", NULL);
  g_autofree char *to = g_build_filename (folder, "clip", NULL);
  g_autofree char *command = g_strdup_printf (CLIP, width, height, from, to);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;
  int status = 0;

  if (!g_spawn_command_line_sync (command, NULL, NULL, &status, &error) ||
      !g_spawn_check_wait_status (status, &error) ||
      !g_file_get_contents (to, &data, &length, &error))
    g_error ("ffmpeg: %s", error->message);
  g_unlink (to);
  return g_bytes_new_take (data, length);
}

static GBytes *
write_clip (const guint8 *rgb, guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("redress-sample-XXXXXX", &error);
  g_autofree char *from = folder != NULL ? g_build_filename (folder, "pixels", NULL) : NULL;
  GBytes *bytes;

  if (folder == NULL ||
      !g_file_set_contents (from, (const char *)rgb, (gssize)width * height * 3, &error))
    g_error ("a clip: %s", error->message);
  bytes = run_ffmpeg (folder, width, height);
  g_unlink (from);
  g_rmdir (folder);
  return bytes;
}

/**
 * redress_encode:
 * @rgb: rows of three bytes a pixel, without padding
 *
 * Returns: (transfer full): a file as telephones and chats send it
 */
GBytes *
redress_encode (const guint8 *rgb, guint width, guint height, const char *media_type)
{
  if (g_str_equal (media_type, "image/webp"))
    return write_webp (rgb, width, height);
  return g_str_equal (media_type, "image/heic") ? write_heic (rgb, width, height)
                                                : write_clip (rgb, width, height);
}
