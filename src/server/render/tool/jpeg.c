/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/tool/codecs.h"

#include <jpeglib.h>
#include <jerror.h>

#define QUALITY 88

/* The program is made for one picture and holds nothing, so an error simply ends it. */
static void
error_exit_cb (j_common_ptr info)
{
  char message[JMSG_LENGTH_MAX];

  info->err->format_message (info, message);
  redress_render_damaged (message);
}

/* A cut or broken stream is only a warning to libjpeg, which paints the rest grey. Half a
 * receipt must not look like a whole one. */
static void
emit_message_cb (j_common_ptr info, int level)
{
  int code = info->err->msg_code;

  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER ||
                    code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC))
    error_exit_cb (info);
}

static guint
find_orientation (struct jpeg_decompress_struct *info)
{
  for (jpeg_saved_marker_ptr marker = info->marker_list; marker != NULL; marker = marker->next)
    {
      guint orientation = redress_exif_get_orientation (marker->data, marker->data_length);

      if (orientation != 1)
        return orientation;
    }
  return 1;
}

/* libjpeg decodes at 1/2, 1/4 or 1/8 for little; what is left is averaged down later. */
static void
choose_scale (struct jpeg_decompress_struct *info)
{
  guint side = MAX (info->image_width, info->image_height);

  info->scale_num = 1;
  info->scale_denom = 1;
  while (info->scale_denom < 8 && side / (info->scale_denom * 2) >= REDRESS_RENDER_MAX_SIDE)
    info->scale_denom *= 2;
}

/* Inks of a print shop. Adobe stores them inverted, which is the only kind seen in the wild. */
static void
inks_to_rgb (const guint8 *inks, guint8 *rgb, guint count)
{
  for (guint i = 0; i < count; i++, inks += 4, rgb += 3)
    for (guint c = 0; c < 3; c++)
      rgb[c] = (guint8)(inks[c] * inks[3] / 255);
}

static RedressPixels *
read_rows (struct jpeg_decompress_struct *info)
{
  RedressPixels *pixels = redress_pixels_new (info->output_width, info->output_height);
  gboolean inks = info->out_color_space == JCS_CMYK;
  g_autofree guint8 *row = g_malloc_n (info->output_width, 4);

  while (info->output_scanline < info->output_height)
    {
      guint8 *target = pixels->data + (gsize)info->output_scanline * info->output_width * 3;
      JSAMPROW rows[1] = { inks ? row : target };

      if (jpeg_read_scanlines (info, rows, 1) != 1)
        redress_render_damaged ("rows are missing");
      if (inks)
        inks_to_rgb (row, target, info->output_width);
    }
  return pixels;
}

/**
 * redress_jpeg_read:
 *
 * Returns: (transfer full): the picture, upright
 */
RedressPixels *
redress_jpeg_read (const char *path)
{
  struct jpeg_decompress_struct info;
  struct jpeg_error_mgr errors;
  RedressPixels *pixels;
  guint orientation;
  FILE *file = redress_render_open (path);

  info.err = jpeg_std_error (&errors);
  errors.error_exit = error_exit_cb;
  errors.emit_message = emit_message_cb;
  jpeg_create_decompress (&info);
  jpeg_stdio_src (&info, file);
  jpeg_save_markers (&info, JPEG_APP0 + 1, G_MAXUINT16);
  jpeg_read_header (&info, TRUE);
  redress_pixels_check_size (info.image_width, info.image_height);
  orientation = find_orientation (&info);
  info.out_color_space = info.num_components == 4 ? JCS_CMYK : JCS_RGB;
  choose_scale (&info);
  jpeg_start_decompress (&info);
  pixels = read_rows (&info);
  jpeg_finish_decompress (&info);
  jpeg_destroy_decompress (&info);
  fclose (file);
  return redress_pixels_orient (pixels, orientation);
}

void
redress_jpeg_write (const RedressPixels *pixels, FILE *file)
{
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;

  info.err = jpeg_std_error (&errors);
  errors.error_exit = error_exit_cb;
  jpeg_create_compress (&info);
  jpeg_stdio_dest (&info, file);
  info.image_width = pixels->width;
  info.image_height = pixels->height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, QUALITY, TRUE);
  jpeg_start_compress (&info, TRUE);
  while (info.next_scanline < info.image_height)
    {
      JSAMPROW rows[1] = { pixels->data + (gsize)info.next_scanline * pixels->width * 3 };

      jpeg_write_scanlines (&info, rows, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  if (fflush (file) != 0)
    redress_render_damaged ("cannot write");
}
