/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <png.h>
#include <string.h>

#include "server/render/tool/codecs.h"

/**
 * redress_png_read:
 *
 * Transparent parts become white, as on paper; colour spaces become sRGB.
 *
 * Returns: (transfer full): the picture
 */
RedressPixels *
redress_png_read (const char *path)
{
  g_autoptr (RedressPixels) pixels = NULL;
  png_image image = { .version = PNG_IMAGE_VERSION };
  const png_color white = { 255, 255, 255 };

  if (!png_image_begin_read_from_file (&image, path))
    redress_render_damaged (image.message);
  redress_pixels_check_size (image.width, image.height);
  image.format = PNG_FORMAT_RGB;
  pixels = redress_pixels_new (image.width, image.height);
  if (!png_image_finish_read (&image, &white, pixels->data, 0, NULL) ||
      image.warning_or_error >= PNG_IMAGE_ERROR)
    redress_render_damaged (image.message);
  return g_steal_pointer (&pixels);
}

void
redress_png_write (const RedressPixels *pixels, FILE *file)
{
  png_image image = { .version = PNG_IMAGE_VERSION };

  image.width = pixels->width;
  image.height = pixels->height;
  image.format = PNG_FORMAT_RGB;
  /* Screens and forms are flat, so the fast way costs few bytes and saves most of the time. */
  image.flags = PNG_IMAGE_FLAG_FAST;
  if (!png_image_write_to_stdio (&image, file, 0, pixels->data, 0, NULL) || fflush (file) != 0)
    redress_render_damaged ("cannot write");
}
