/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "server/render/tool/codecs.h"
#include "support/folder.h"

/* A picture of grey pixels, one digit each, rows between bars: "12|34". */
static RedressPixels *
parse (const char *text)
{
  g_auto (GStrv) rows = g_strsplit (text, "|", -1);
  guint height = g_strv_length (rows);
  guint width = (guint)strlen (rows[0]);
  RedressPixels *pixels = redress_pixels_new (width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      memset (pixels->data + (y * width + x) * 3, (rows[y][x] - '0') * 10, 3);
  return pixels;
}

/* @pixels: (transfer full) */
static void
assert_pixels (RedressPixels *pixels, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint y = 0; y < pixels->height; y++)
    {
      if (y > 0)
        g_string_append_c (text, '|');
      for (guint x = 0; x < pixels->width; x++)
        {
          const guint8 *pixel = pixels->data + (y * pixels->width + x) * 3;

          g_assert_cmpint (pixel[0], ==, pixel[2]);
          g_string_append_c (text, (char)('0' + pixel[0] / 10));
        }
    }
  g_assert_cmpstr (text->str, ==, expected);
  redress_pixels_free (pixels);
}

/* The eight ways to hold a camera, as EXIF numbers them. */
static void
test_orient (void)
{
  static const char *const upright[] = {
    "12|34|56", "12|34|56", "21|43|65", "65|43|21", "56|34|12",
    "135|246",  "531|642",  "642|531",  "246|135",  "12|34|56"
  };

  for (guint orientation = 0; orientation < G_N_ELEMENTS (upright); orientation++)
    {
      g_test_message ("orientation %u", orientation);
      assert_pixels (redress_pixels_orient (parse ("12|34|56"), orientation), upright[orientation]);
    }
}

static void
test_fit (void)
{
  assert_pixels (redress_pixels_fit (parse ("1133|1133"), 2, 9), "13");
  assert_pixels (redress_pixels_fit (parse ("1133|1133|5577|5577"), 9, 2), "13|57");
  assert_pixels (redress_pixels_fit (parse ("12|34"), 2, 2), "12|34");
  assert_pixels (redress_pixels_fit (parse ("24"), 1, 1), "3");
  assert_pixels (redress_pixels_fit (parse ("2222222222"), 1, 1), "2");
}

/* The top of a screen says what it is. */
static void
test_cover (void)
{
  assert_pixels (redress_pixels_cover (parse ("1122|1122|3344|3344|5566|5566"), 2, 2), "12|34");
  assert_pixels (redress_pixels_cover (parse ("11223344|11223344"), 2, 1), "23");
  assert_pixels (redress_pixels_cover (parse ("12"), 5, 5), "12");
}

static void
test_ppm (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "picture.ppm");
  g_autoptr (RedressPixels) pixels = parse ("123|456");
  FILE *file = g_fopen (path, "wb");

  redress_pixels_write_ppm (pixels, file);
  fclose (file);
  file = redress_render_open (path);
  assert_pixels (redress_pixels_read_ppm (file), "123|456");
  fclose (file);
}

#define HEAD "Exif\0\0"
#define BIG "MM\0*\0\0\0\10"
#define LITTLE "II*\0\10\0\0\0"

typedef struct
{
  const char *bytes;
  gsize length;
  guint orientation;
} Exif;

#define EXIF(bytes, orientation)                                                                   \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, orientation                                                         \
  }

static void
test_exif (void)
{
  static const Exif samples[] = {
    EXIF (HEAD BIG "\0\1\1\22\0\3\0\0\0\1\0\6\0\0", 6),
    EXIF (HEAD LITTLE "\1\0\22\1\3\0\1\0\0\0\3\0\0\0", 3),
    EXIF (HEAD BIG "\0\2\1\17\0\2\0\0\0\1\0\0\0\0\1\22\0\3\0\0\0\1\0\10\0\0", 8),
    EXIF (HEAD BIG "\0\1\1\22\0\3\0\0\0\1\0\11\0\0", 1), /* 9 means nothing */
    EXIF (HEAD BIG "\0\1\1\22\0\2\0\0\0\1\0\6\0\0", 1),  /* not a short */
    EXIF (HEAD BIG "\377\377\1\22\0\3", 1),              /* cut in its first entry */
    EXIF (HEAD "MM\0*\377\377\377\377", 1),              /* directory far outside */
    EXIF (HEAD "MM\0*\0\0\0\7", 1),                      /* directory at the last byte */
    EXIF (HEAD, 1),
    EXIF ("http://ns.adobe.com/xap/1.0/", 1),
    EXIF ("", 1),
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      /* On the heap, so that a sanitizer sees a look past the end. */
      g_autofree guint8 *copy = g_memdup2 (samples[i].bytes, samples[i].length);

      g_test_message ("sample %u", i);
      g_assert_cmpuint (redress_exif_get_orientation (copy, samples[i].length), ==,
                        samples[i].orientation);
    }
}

static void
test_sizes (void)
{
  if (g_test_subprocess ())
    {
      redress_pixels_check_size (40001, 1000);
      return;
    }
  redress_pixels_check_size (40000, 1000);
  redress_pixels_check_size (1, 65535);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/pixels/orient", test_orient);
  g_test_add_func ("/render/pixels/fit", test_fit);
  g_test_add_func ("/render/pixels/cover", test_cover);
  g_test_add_func ("/render/pixels/ppm", test_ppm);
  g_test_add_func ("/render/pixels/sizes", test_sizes);
  g_test_add_func ("/render/exif", test_exif);
  return g_test_run ();
}
