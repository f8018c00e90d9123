/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <jpeglib.h>

static void
add_be (GByteArray *to, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (to, (const guint8 *)&big, 4);
}

static guint32
crc (const guint8 *data, gsize length)
{
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum & 1 ? 0xedb88320U ^ sum >> 1 : sum >> 1;
    }
  return ~sum;
}

static void
add_chunk (GByteArray *png, const char *type, const guint8 *data, gsize length)
{
  gsize start;

  add_be (png, (guint32)length);
  start = png->len;
  g_byte_array_append (png, (const guint8 *)type, 4);
  if (length > 0)
    g_byte_array_append (png, data, (guint)length);
  add_be (png, crc (png->data + start, png->len - start));
}

/* Rows of one grey, so that even 900 megapixels fit into a megabyte or three. */
static GBytes *
squeeze_rows (guint width, guint height)
{
  g_autoptr (GZlibCompressor) squeezer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (squeezer));
  g_autofree guint8 *row = g_malloc0 ((gsize)width + 1);

  memset (row + 1, 0x90, width);
  for (guint y = 0; y < height; y++)
    g_assert_true (g_output_stream_write_all (stream, row, (gsize)width + 1, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

GBytes *
redress_test_png (guint width, guint height)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GBytes) rows = squeeze_rows (width, height);

  add_be (header, width);
  add_be (header, height);
  g_byte_array_append (header, (const guint8 *)"\x08\x00\x00\x00\x00", 5);
  g_byte_array_append (png, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
  add_chunk (png, "IHDR", header->data, header->len);
  add_chunk (png, "IDAT", g_bytes_get_data (rows, NULL), g_bytes_get_size (rows));
  add_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}

/* One directory with one entry; the tail stands for what nobody should get to see. */
static void
write_exif (struct jpeg_compress_struct *info, guint orientation)
{
  guint8 exif[] = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\1\0\0\0\0\0\0GPS 31.2304,121.4737";

  exif[25] = (guint8)orientation;
  jpeg_write_marker (info, JPEG_APP0 + 1, exif, sizeof exif - 1);
}

GBytes *
redress_test_jpeg (guint width, guint height, guint orientation)
{
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long length = 0;
  g_autofree guint8 *row = g_malloc ((gsize)width * 3);
  JSAMPROW rows[1] = { row };
  GBytes *bytes;

  info.err = jpeg_std_error (&errors);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &data, &length);
  info.image_width = width;
  info.image_height = height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults (&info);
  jpeg_start_compress (&info, TRUE);
  write_exif (&info, orientation);
  for (guint y = 0; y < height; y++)
    {
      gboolean upper = y < height / 2;

      for (guint x = 0; x < width; x++)
        memcpy (row + (gsize)x * 3, upper ? "\xff\0\0" : "\0\0\xff", 3);
      jpeg_write_scanlines (&info, rows, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  bytes = g_bytes_new (data, length);
  free (data);
  return bytes;
}

static void
add_object (GString *pdf, GArray *offsets, const char *text)
{
  gsize at = pdf->len;

  g_array_append_val (offsets, at);
  g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", offsets->len, text);
}

GBytes *
redress_test_pdf (guint pages, const char *box, const char *content)
{
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GString) kids = g_string_new (NULL);
  g_autofree char *tree = NULL;
  gsize start;

  for (guint i = 0; i < pages; i++)
    g_string_append_printf (kids, "%u 0 R ", 4 + 2 * i);
  tree = g_strdup_printf ("<< /Type /Pages /Kids [%s] /Count %u >>", kids->str, pages);
  add_object (pdf, offsets, "<< /Type /Catalog /Pages 2 0 R >>");
  add_object (pdf, offsets, tree);
  add_object (pdf, offsets, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (guint i = 0; i < pages; i++)
    {
      g_autofree char *page =
          g_strdup_printf ("<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %u 0 R"
                           " /Resources << /Font << /F1 3 0 R >> >> >>",
                           box, 5 + 2 * i);
      g_autofree char *stream = g_strdup_printf ("<< /Length %u >>\nstream\n%s\nendstream",
                                                 (guint)strlen (content), content);

      add_object (pdf, offsets, page);
      add_object (pdf, offsets, stream);
    }
  start = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (pdf, "%010" G_GSIZE_FORMAT " 00000 n \n",
                            g_array_index (offsets, gsize, i));
  g_string_append_printf (
      pdf, "trailer << /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
      offsets->len + 1, start);
  return g_string_free_to_bytes (pdf);
}
