/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/tool/pixels.h"

#include <stdlib.h>
#include <string.h>

#define CHANNELS 3

void
redress_render_damaged (const char *why)
{
  g_printerr ("damaged: %s\n", why);
  exit (REDRESS_RENDER_EXIT_DAMAGED);
}

void
redress_render_unsupported (const char *why)
{
  g_printerr ("not supported: %s\n", why);
  exit (REDRESS_RENDER_EXIT_UNSUPPORTED);
}

FILE *
redress_render_open (const char *path)
{
  FILE *file = fopen (path, "rbe");

  if (file == NULL)
    redress_render_damaged ("cannot open");
  return file;
}

/**
 * redress_pixels_new:
 *
 * Returns: (transfer full): a black picture
 */
RedressPixels *
redress_pixels_new (guint width, guint height)
{
  RedressPixels *self = g_new0 (RedressPixels, 1);

  self->width = width;
  self->height = height;
  self->data = g_malloc0_n ((gsize)width * height, CHANNELS);
  return self;
}

void
redress_pixels_free (RedressPixels *self)
{
  g_free (self->data);
  g_free (self);
}

void
redress_pixels_check_size (guint64 width, guint64 height)
{
  if (width == 0 || height == 0)
    redress_render_damaged ("a side is 0");
  if (width > G_MAXUINT16 || height > G_MAXUINT16 || width * height > REDRESS_RENDER_MAX_PIXELS)
    {
      g_printerr ("too large\n");
      exit (REDRESS_RENDER_EXIT_TOO_LARGE);
    }
}

/* Averages the source columns that fall on each target column of one row. */
static void
shrink_row (const RedressPixels *from, guint y0, guint y1, RedressPixels *to, guint y)
{
  for (guint x = 0; x < to->width; x++)
    {
      guint x0 = (guint)((guint64)x * from->width / to->width);
      guint x1 = MAX ((guint)((guint64)(x + 1) * from->width / to->width), x0 + 1);
      guint64 sum[CHANNELS] = { 0 };
      guint64 count = (guint64)(x1 - x0) * (y1 - y0);

      for (guint sy = y0; sy < y1; sy++)
        {
          const guint8 *pixel = from->data + ((gsize)sy * from->width + x0) * CHANNELS;

          for (guint sx = x0; sx < x1; sx++, pixel += CHANNELS)
            for (guint c = 0; c < CHANNELS; c++)
              sum[c] += pixel[c];
        }
      for (guint c = 0; c < CHANNELS; c++)
        to->data[((gsize)y * to->width + x) * CHANNELS + c] =
            (guint8)((sum[c] + count / 2) / count);
    }
}

static RedressPixels *
shrink (const RedressPixels *self, guint width, guint height)
{
  RedressPixels *small = redress_pixels_new (width, height);

  for (guint y = 0; y < height; y++)
    {
      guint y0 = (guint)((guint64)y * self->height / height);
      guint y1 = MAX ((guint)((guint64)(y + 1) * self->height / height), y0 + 1);

      shrink_row (self, y0, y1, small, y);
    }
  return small;
}

/**
 * redress_pixels_fit:
 * @self: (transfer full): the picture
 *
 * Returns: (transfer full): @self, or a smaller picture of the same shape
 */
RedressPixels *
redress_pixels_fit (RedressPixels *self, guint max_width, guint max_height)
{
  g_autoptr (RedressPixels) whole = self;
  guint width = whole->width;
  guint height = whole->height;

  if (width > max_width)
    {
      height = MAX ((guint)((guint64)height * max_width / width), 1);
      width = max_width;
    }
  if (height > max_height)
    {
      width = MAX ((guint)((guint64)width * max_height / height), 1);
      height = max_height;
    }
  if (width == whole->width && height == whole->height)
    return g_steal_pointer (&whole);
  return shrink (whole, width, height);
}

static RedressPixels *
crop (const RedressPixels *self, guint x, guint width, guint height)
{
  RedressPixels *part = redress_pixels_new (width, height);

  for (guint y = 0; y < height; y++)
    memcpy (part->data + (gsize)y * width * CHANNELS,
            self->data + ((gsize)y * self->width + x) * CHANNELS, (gsize)width * CHANNELS);
  return part;
}

/**
 * redress_pixels_cover:
 * @self: (transfer full): the picture
 *
 * The top is kept, because that is where screens and forms say what they are.
 *
 * Returns: (transfer full): a picture of at most @width x @height
 */
RedressPixels *
redress_pixels_cover (RedressPixels *self, guint width, guint height)
{
  g_autoptr (RedressPixels) whole = self;
  g_autoptr (RedressPixels) small = NULL;
  guint by_width = MAX ((guint)((guint64)whole->height * width / whole->width), 1);
  guint by_height = MAX ((guint)((guint64)whole->width * height / whole->height), 1);

  if (whole->width <= width || whole->height <= height)
    small = g_steal_pointer (&whole);
  else if ((guint64)whole->height * width >= (guint64)whole->width * height)
    small = shrink (whole, width, by_width);
  else
    small = shrink (whole, by_height, height);
  return crop (small, small->width > width ? (small->width - width) / 2 : 0,
               MIN (small->width, width), MIN (small->height, height));
}

/**
 * redress_pixels_orient:
 * @self: (transfer full): the picture as stored
 * @orientation: EXIF orientation
 *
 * Returns: (transfer full): the picture as it is meant to be seen
 */
RedressPixels *
redress_pixels_orient (RedressPixels *self, guint orientation)
{
  g_autoptr (RedressPixels) stored = self;
  gboolean turned = orientation >= 5 && orientation <= 8;
  RedressPixels *upright;

  if (orientation < 2 || orientation > 8)
    return g_steal_pointer (&stored);
  upright = redress_pixels_new (turned ? stored->height : stored->width,
                                turned ? stored->width : stored->height);
  for (guint y = 0; y < upright->height; y++)
    for (guint x = 0; x < upright->width; x++)
      {
        guint sx = turned ? y : x;
        guint sy = turned ? x : y;

        if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
          sx = stored->width - 1 - sx;
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
          sy = stored->height - 1 - sy;
        memcpy (upright->data + ((gsize)y * upright->width + x) * CHANNELS,
                stored->data + ((gsize)sy * stored->width + sx) * CHANNELS, CHANNELS);
      }
  return upright;
}

void
redress_pixels_lay_on_white (RedressPixels *self, guint first, const guint8 *rgba, guint count)
{
  guint8 *to = self->data + (gsize)first * CHANNELS;

  for (guint i = 0; i < count; i++, rgba += 4, to += CHANNELS)
    for (guint c = 0; c < CHANNELS; c++)
      to[c] = (guint8)((rgba[c] * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255);
}

static void
paint_one (RedressPixels *self, guint x, guint y, guint width, guint height)
{
  if (x >= self->width || y >= self->height || width > self->width - x || height > self->height - y)
    redress_render_damaged ("a box lies outside");
  for (guint row = y; row < y + height; row++)
    memset (self->data + ((gsize)row * self->width + x) * CHANNELS, 0, (gsize)width * CHANNELS);
}

void
redress_pixels_paint (RedressPixels *self, const char *boxes)
{
  g_auto (GStrv) list = g_strsplit (boxes, ";", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      guint x, y, width, height;
      int end = 0;

      if (sscanf (list[i], "%5u,%5u,%5u,%5u%n", &x, &y, &width, &height, &end) != 4 ||
          list[i][end] != '\0')
        redress_render_damaged ("boxes cannot be read");
      paint_one (self, x, y, width, height);
    }
}

/**
 * redress_pixels_read_ppm:
 *
 * Returns: (transfer full): the picture; the program ends if there is none
 */
RedressPixels *
redress_pixels_read_ppm (FILE *file)
{
  g_autoptr (RedressPixels) self = NULL;
  guint width = 0;
  guint height = 0;
  guint depth = 0;

  if (fscanf (file, "P6 %5u %5u %3u", &width, &height, &depth) != 3 || depth != 255)
    redress_render_damaged ("no P6 header");
  if (fgetc (file) != '\n')
    redress_render_damaged ("no line end after the P6 header");
  redress_pixels_check_size (width, height);
  self = redress_pixels_new (width, height);
  if (fread (self->data, (gsize)width * CHANNELS, height, file) != height)
    redress_render_damaged ("P6 is cut");
  return g_steal_pointer (&self);
}

void
redress_pixels_write_ppm (const RedressPixels *self, FILE *file)
{
  fprintf (file, "P6\n%u %u\n255\n", self->width, self->height);
  if (fwrite (self->data, (gsize)self->width * CHANNELS, self->height, file) != self->height ||
      fflush (file) != 0)
    redress_render_damaged ("cannot write");
}
