/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/tool/codecs.h"

/* redress-render decode FORMAT FILE         writes the pixels as P6
 * redress-render encode png|jpeg|thumb FILE [BOXES]  reads P6, paints the boxes over, writes the
 *                                                    picture
 * redress-render can FORMAT                  whether it could be decoded here
 *
 * Runs inside a sandbox, once for each step, so that what decodes a stranger's file never
 * writes what a desk will decode. */

static const struct
{
  const char *format;
  RedressPixels *(*read) (const char *path);
  gboolean (*can_read) (void); /* (nullable): it always can */
} decoders[] = {
  { "png", redress_png_read, NULL },
  { "jpeg", redress_jpeg_read, NULL },
  { "webp", redress_webp_read, NULL },
  { "heic", redress_heic_read, redress_heic_can_read },
};

static int
decode (const char *format, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (decoders); i++)
    if (g_str_equal (decoders[i].format, format))
      {
        RedressPixels *pixels = redress_pixels_fit (
            decoders[i].read (path), REDRESS_RENDER_MAX_SIDE, REDRESS_RENDER_MAX_SIDE);

        redress_pixels_write_ppm (pixels, stdout);
        redress_pixels_free (pixels);
        return REDRESS_RENDER_EXIT_GOOD;
      }
  return REDRESS_RENDER_EXIT_USAGE;
}

static int
can_decode (const char *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (decoders); i++)
    if (g_str_equal (decoders[i].format, format))
      return decoders[i].can_read == NULL || decoders[i].can_read ()
                 ? REDRESS_RENDER_EXIT_GOOD
                 : REDRESS_RENDER_EXIT_UNSUPPORTED;
  return REDRESS_RENDER_EXIT_USAGE;
}

static int
encode (const char *format, const char *path, const char *boxes)
{
  static const char *const formats[] = { "png", "jpeg", "thumb", NULL };
  RedressPixels *pixels;
  FILE *file;

  if (!g_strv_contains (formats, format))
    return REDRESS_RENDER_EXIT_USAGE;
  file = redress_render_open (path);
  pixels = redress_pixels_read_ppm (file);
  fclose (file);
  if (boxes != NULL)
    redress_pixels_paint (pixels, boxes);
  if (g_str_equal (format, "thumb"))
    pixels = redress_pixels_cover (pixels, REDRESS_RENDER_THUMB_WIDTH, REDRESS_RENDER_THUMB_HEIGHT);
  if (g_str_equal (format, "jpeg"))
    redress_jpeg_write (pixels, stdout);
  else
    redress_png_write (pixels, stdout);
  redress_pixels_free (pixels);
  return REDRESS_RENDER_EXIT_GOOD;
}

int
main (int argc, char *argv[])
{
  int status = REDRESS_RENDER_EXIT_USAGE;

  if (argc == 4 && g_str_equal (argv[1], "decode"))
    status = decode (argv[2], argv[3]);
  else if ((argc == 4 || argc == 5) && g_str_equal (argv[1], "encode"))
    status = encode (argv[2], argv[3], argc == 5 ? argv[4] : NULL);
  else if (argc == 3 && g_str_equal (argv[1], "can"))
    status = can_decode (argv[2]);
  if (status == REDRESS_RENDER_EXIT_USAGE)
    g_printerr ("usage: redress-render decode FORMAT FILE | encode png|jpeg|thumb FILE [BOXES] | "
                "can FORMAT\n");
  return status;
}
