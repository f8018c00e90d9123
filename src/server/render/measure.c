/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/measure.h"

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "server/render/media.h"
#include "server/render/tool/exit.h"

#define PPM_HEADER_BYTES 24
#define PNG_HEADER_BYTES 33
#define PNG_SIZE_OFFSET 16
#define PNG_END "\x00\x00\x00\x00IEND\xae\x42\x60\x82"
#define PNG_END_BYTES 12
#define JPEG_SIZE_OFFSET 5

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, what);
  return FALSE;
}

static gboolean
check_sides (guint width, guint height, GError **error)
{
  if (width == 0 || height == 0 || width > REDRESS_RENDER_MAX_SIDE ||
      height > REDRESS_RENDER_MAX_SIDE)
    return fail (error, "The picture has an impossible size");
  return TRUE;
}

/**
 * redress_measure_ppm:
 * @path: what a decoder wrote
 * @width: (out): pixels
 * @height: (out): pixels
 *
 * Returns: whether the file is exactly one P6 picture of at most 4096 pixels a side;
 *   %REDRESS_ERROR_CORRUPT otherwise
 */
gboolean
redress_measure_ppm (const char *path, guint *width, guint *height, GError **error)
{
  char header[PPM_HEADER_BYTES] = { 0 };
  FILE *file = fopen (path, "rbe");
  GStatBuf info;
  guint w = 0;
  guint h = 0;
  int used = 0;
  gboolean good;

  if (file == NULL)
    return fail (error, "The pixels are missing");
  good = fread (header, 1, sizeof header - 1, file) > 0 &&
         sscanf (header, "P6 %5u %5u 255%n", &w, &h, &used) == 2 && used > 0 &&
         header[used] == '\n';
  fclose (file);
  if (!good)
    return fail (error, "The pixels have no header");
  if (!check_sides (w, h, error))
    return FALSE;
  if (g_stat (path, &info) != 0 || (guint64)info.st_size != (guint64)used + 1 + (guint64)w * h * 3)
    return fail (error, "The pixels are cut");
  *width = w;
  *height = h;
  return TRUE;
}

static guint
read_be (const guint8 *bytes, guint count)
{
  guint value = 0;

  for (guint i = 0; i < count; i++)
    value = value << 8 | bytes[i];
  return value;
}

static gboolean
measure_png (const guint8 *data, gsize length, guint *width, guint *height)
{
  if (length < PNG_HEADER_BYTES + PNG_END_BYTES ||
      !g_str_equal (redress_media_sniff (data, length), REDRESS_MEDIA_PNG) ||
      memcmp (data + 12, "IHDR", 4) != 0 ||
      memcmp (data + length - PNG_END_BYTES, PNG_END, PNG_END_BYTES) != 0)
    return FALSE;
  *width = read_be (data + PNG_SIZE_OFFSET, 4);
  *height = read_be (data + PNG_SIZE_OFFSET + 4, 4);
  return TRUE;
}

/* Walks the segments up to the frame header, which holds the size. */
static gboolean
measure_jpeg (const guint8 *data, gsize length, guint *width, guint *height)
{
  gsize at = 2;

  if (length < 4 || data[0] != 0xff || data[1] != 0xd8 || data[length - 2] != 0xff ||
      data[length - 1] != 0xd9)
    return FALSE;
  while (at + 9 < length && data[at] == 0xff)
    {
      if (data[at + 1] == 0xc0 || data[at + 1] == 0xc2)
        {
          *height = read_be (data + at + JPEG_SIZE_OFFSET, 2);
          *width = read_be (data + at + JPEG_SIZE_OFFSET + 2, 2);
          return TRUE;
        }
      at += 2 + read_be (data + at + 2, 2);
    }
  return FALSE;
}

/**
 * redress_measure_picture:
 * @path: what an encoder wrote
 * @media_type: image/png or image/jpeg
 *
 * An encoder's exit status says nothing, so its file is read and measured.
 *
 * Returns: (transfer full): the rendition, or %NULL with %REDRESS_ERROR_CORRUPT
 */
RedressRendition *
redress_measure_picture (
    const char *path, const char *media_type, RedressRenditionUse use, guint page, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (RedressRendition) rendition = redress_rendition_new ();
  const guint8 *data;
  gsize length;
  gboolean good;

  if (file == NULL || (length = g_mapped_file_get_length (file)) == 0)
    {
      fail (error, "The picture is missing");
      return NULL;
    }
  data = (const guint8 *)g_mapped_file_get_contents (file);
  good = g_str_equal (media_type, REDRESS_MEDIA_PNG)
             ? measure_png (data, length, &rendition->width, &rendition->height)
             : measure_jpeg (data, length, &rendition->width, &rendition->height);
  if (!good)
    {
      fail (error, "The picture is not whole");
      return NULL;
    }
  if (!check_sides (rendition->width, rendition->height, error))
    return NULL;
  rendition->use = use;
  rendition->page = page;
  rendition->media_type = g_strdup (media_type);
  rendition->size = (gint64)length;
  rendition->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
  return g_steal_pointer (&rendition);
}
