/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libheif/heif.h>
#include <string.h>

#include "server/render/tool/codecs.h"

static void
check (struct heif_error error)
{
  if (error.code != heif_error_Ok)
    redress_render_damaged (error.message);
}

static RedressPixels *
copy_pixels (const struct heif_image *image, gboolean transparent)
{
  guint width = (guint)heif_image_get_width (image, heif_channel_interleaved);
  guint height = (guint)heif_image_get_height (image, heif_channel_interleaved);
  int stride = 0;
  const guint8 *data = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  RedressPixels *pixels;

  redress_pixels_check_size (width, height);
  if (data == NULL)
    redress_render_damaged ("no pixels");
  pixels = redress_pixels_new (width, height);
  for (guint y = 0; y < height; y++)
    if (transparent)
      redress_pixels_lay_on_white (pixels, y * width, data + (gsize)y * (gsize)stride, width);
    else
      memcpy (pixels->data + (gsize)y * width * 3, data + (gsize)y * (gsize)stride,
              (gsize)width * 3);
  return pixels;
}

/**
 * redress_heic_can_read:
 *
 * The library may be there without the decoder for what telephones write.
 *
 * Returns: whether it is there too
 */
gboolean
redress_heic_can_read (void)
{
  return heif_have_decoder_for_format (heif_compression_HEVC) != 0;
}

/**
 * redress_heic_read:
 *
 * How the camera was held is said by the file itself and has been followed already by the
 * library; the EXIF field beside it says the same a second time and is not looked at.
 *
 * Returns: (transfer full): the picture, upright
 */
RedressPixels *
redress_heic_read (const char *path)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = NULL;
  RedressPixels *pixels;
  gboolean transparent;

  /* Each thread would take its share of the address space. */
  heif_context_set_max_decoding_threads (context, 0);
  check (heif_context_read_from_file (context, path, NULL));
  check (heif_context_get_primary_image_handle (context, &handle));
  redress_pixels_check_size ((guint64)heif_image_handle_get_width (handle),
                             (guint64)heif_image_handle_get_height (handle));
  transparent = heif_image_handle_has_alpha_channel (handle) != 0;
  check (heif_decode_image (
      handle, &image, heif_colorspace_RGB,
      transparent ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, NULL));
  pixels = copy_pixels (image, transparent);
  heif_image_release (image);
  heif_image_handle_release (handle);
  heif_context_free (context);
  return pixels;
}
