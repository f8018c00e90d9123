/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "server/render/tool/codecs.h"

/* redress-render decode png|jpeg FILE      writes the pixels as P6
 * redress-render encode png|jpeg|thumb FILE  reads P6, writes the picture
 *
 * Runs inside a sandbox, once for each step, so that what decodes a stranger's file never
 * writes what a desk will decode. */

static void
decode (const char *format, const char *path)
{
  RedressPixels *pixels =
      g_str_equal (format, "png") ? redress_png_read (path) : redress_jpeg_read (path);

  pixels = redress_pixels_fit (pixels, REDRESS_RENDER_MAX_SIDE, REDRESS_RENDER_MAX_SIDE);
  redress_pixels_write_ppm (pixels, stdout);
  redress_pixels_free (pixels);
}

static void
encode (const char *format, const char *path)
{
  FILE *file = redress_render_open (path);
  RedressPixels *pixels = redress_pixels_read_ppm (file);

  fclose (file);
  if (g_str_equal (format, "thumb"))
    pixels = redress_pixels_cover (pixels, REDRESS_RENDER_THUMB_WIDTH, REDRESS_RENDER_THUMB_HEIGHT);
  if (g_str_equal (format, "jpeg"))
    redress_jpeg_write (pixels, stdout);
  else
    redress_png_write (pixels, stdout);
  redress_pixels_free (pixels);
}

int
main (int argc, char *argv[])
{
  static const char *const formats[] = { "png", "jpeg", "thumb", NULL };

  if (argc == 4 && g_strv_contains (formats, argv[2]) && g_str_equal (argv[1], "decode") &&
      !g_str_equal (argv[2], "thumb"))
    decode (argv[2], argv[3]);
  else if (argc == 4 && g_strv_contains (formats, argv[2]) && g_str_equal (argv[1], "encode"))
    encode (argv[2], argv[3]);
  else
    {
      g_printerr ("usage: redress-render decode png|jpeg FILE | encode png|jpeg|thumb FILE\n");
      return REDRESS_RENDER_EXIT_USAGE;
    }
  return REDRESS_RENDER_EXIT_GOOD;
}
