/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <jpeglib.h>
#include <png.h>

#include "sample/encode.h"
#include "sample/paper.h"
#include "sample/photo.h"
#include "sample/screen.h"

#define QUALITY 86
#define TURN_LEFT 6 /* EXIF: stored with its top at the right */

static gboolean
is_paper (RedressSheetLook look)
{
  return look == REDRESS_SHEET_FORM || look == REDRESS_SHEET_INVOICE ||
         look == REDRESS_SHEET_RECORD;
}

static gboolean
is_photo (RedressSheetLook look)
{
  return look >= REDRESS_SHEET_PARCEL && look <= REDRESS_SHEET_ID_CARD;
}

static cairo_surface_t *
draw_pixels (const RedressSheet *sheet)
{
  gboolean photo = is_photo (sheet->look);
  int width = photo ? REDRESS_PHOTO_WIDTH : REDRESS_SCREEN_WIDTH * REDRESS_SCREEN_SCALE;
  int height = photo ? REDRESS_PHOTO_HEIGHT : REDRESS_SCREEN_HEIGHT * REDRESS_SCREEN_SCALE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  RedressCanvas canvas;

  redress_canvas_init (&canvas, cr, sheet->chinese);
  if (photo)
    redress_photo_draw (&canvas, sheet);
  else
    redress_screen_draw (&canvas, sheet);
  redress_canvas_clear (&canvas);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Rows of red, green, blue; @turned: stored on its side, so that EXIF has something to say. */
static guint8 *
take_rgb (cairo_surface_t *surface, gboolean turned, guint *width, guint *height)
{
  guint w = (guint)cairo_image_surface_get_width (surface);
  guint h = (guint)cairo_image_surface_get_height (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  guint8 *rgb = g_malloc_n ((gsize)w * h, 3);

  *width = turned ? h : w;
  *height = turned ? w : h;
  for (guint y = 0; y < h; y++)
    for (guint x = 0; x < w; x++)
      {
        guint32 pixel;
        gsize at = turned ? (gsize)(w - 1 - x) * h + y : (gsize)y * w + x;

        memcpy (&pixel, data + y * stride + (gsize)x * 4, 4);
        rgb[at * 3] = (guint8)(pixel >> 16);
        rgb[at * 3 + 1] = (guint8)(pixel >> 8);
        rgb[at * 3 + 2] = (guint8)pixel;
      }
  return rgb;
}

static GBytes *
write_png (const guint8 *rgb, guint width, guint height)
{
  png_image image = { .version = PNG_IMAGE_VERSION };
  png_alloc_size_t size;
  guint8 *data;

  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_RGB;
  image.flags = PNG_IMAGE_FLAG_FAST;
  size = PNG_IMAGE_PNG_SIZE_MAX (image);
  data = g_malloc (size);
  if (!png_image_write_to_memory (&image, data, &size, 0, rgb, 0, NULL))
    g_error ("libpng: %s", image.message);
  return g_bytes_new_take (g_realloc (data, size), size);
}

static void
write_exif (struct jpeg_compress_struct *info, guint orientation)
{
  guint8 exif[] = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\1\0\0\0\0\0\0";

  exif[25] = (guint8)orientation;
  jpeg_write_marker (info, JPEG_APP0 + 1, exif, sizeof exif - 1);
}

static GBytes *
write_jpeg (const guint8 *rgb, guint width, guint height, gboolean turned)
{
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;

  info.err = jpeg_std_error (&errors);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &data, &size);
  info.image_width = width;
  info.image_height = height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, QUALITY, TRUE);
  jpeg_start_compress (&info, TRUE);
  if (turned)
    write_exif (&info, TURN_LEFT);
  while (info.next_scanline < info.image_height)
    {
      JSAMPROW rows[1] = { (JSAMPROW)rgb + (gsize)info.next_scanline * width * 3 };

      jpeg_write_scanlines (&info, rows, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  return g_bytes_new_with_free_func (data, size, free, data);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
write_pdf (const RedressSheet *sheet)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_cb, bytes, REDRESS_PAPER_WIDTH, REDRESS_PAPER_HEIGHT);
  g_autofree char *made = redress_sample_local_time (sheet->at, "%Y-%m-%dT%H:%M:%S+08:00");
  cairo_t *cr = cairo_create (surface);
  RedressCanvas canvas;

  /* Later versions may hide the pages in packed objects, and each cairo prefers another one. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  /* Else the day it is drawn would stand in it and no two runs would agree. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
  redress_canvas_init (&canvas, cr, sheet->chinese);
  redress_paper_draw (&canvas, sheet);
  redress_canvas_clear (&canvas);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/**
 * redress_sheet_draw:
 *
 * Returns: (transfer full): a real file of that type
 */
GBytes *
redress_sheet_draw (const RedressSheet *self, const char *media_type)
{
  cairo_surface_t *surface;
  g_autofree guint8 *rgb = NULL;
  gboolean turned = self->turned && g_str_equal (media_type, "image/jpeg");
  guint width;
  guint height;

  if (is_paper (self->look))
    return write_pdf (self);
  surface = draw_pixels (self);
  rgb = take_rgb (surface, turned, &width, &height);
  cairo_surface_destroy (surface);
  if (redress_encode_can (media_type))
    return redress_encode (rgb, width, height, media_type);
  return g_str_equal (media_type, "image/jpeg") ? write_jpeg (rgb, width, height, turned)
                                                : write_png (rgb, width, height);
}
