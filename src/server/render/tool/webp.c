/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <webp/decode.h>
#include <webp/demux.h>

#include "server/render/tool/codecs.h"

/* Transparent parts become white, as on paper. */
static RedressPixels *
read_transparent (const WebPData *file, guint width, guint height)
{
  RedressPixels *pixels = redress_pixels_new (width, height);
  gsize length = (gsize)width * height * 4;
  g_autofree guint8 *rgba = g_malloc (length);

  if (WebPDecodeRGBAInto (file->bytes, file->size, rgba, length, (int)width * 4) == NULL)
    redress_render_damaged ("the picture is not whole");
  redress_pixels_lay_on_white (pixels, 0, rgba, width * height);
  return pixels;
}

static RedressPixels *
read_opaque (const WebPData *file, guint width, guint height)
{
  RedressPixels *pixels = redress_pixels_new (width, height);

  if (WebPDecodeRGBInto (file->bytes, file->size, pixels->data, (gsize)width * height * 3,
                         (int)width * 3) == NULL)
    redress_render_damaged ("the picture is not whole");
  return pixels;
}

static guint
find_orientation (const WebPDemuxer *demuxer)
{
  WebPChunkIterator chunk;
  guint orientation = 1;

  if (WebPDemuxGetChunk (demuxer, "EXIF", 1, &chunk))
    orientation = redress_exif_get_orientation (chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator (&chunk);
  return orientation;
}

/**
 * redress_webp_read:
 *
 * Returns: (transfer full): the picture, upright
 */
RedressPixels *
redress_webp_read (const char *path)
{
  g_autofree char *contents = NULL;
  WebPBitstreamFeatures features;
  WebPDemuxer *demuxer;
  RedressPixels *pixels;
  WebPData file;
  guint orientation;

  if (!g_file_get_contents (path, &contents, &file.size, NULL))
    redress_render_damaged ("cannot open");
  file.bytes = (const guint8 *)contents;
  if (WebPGetFeatures (file.bytes, file.size, &features) != VP8_STATUS_OK)
    redress_render_damaged ("no header");
  redress_pixels_check_size ((guint64)features.width, (guint64)features.height);
  /* One picture out of several would pass for the whole. */
  if (features.has_animation)
    redress_render_unsupported ("it moves");
  demuxer = WebPDemux (&file);
  if (demuxer == NULL)
    redress_render_damaged ("the file is not whole");
  orientation = find_orientation (demuxer);
  WebPDemuxDelete (demuxer);
  pixels = features.has_alpha
               ? read_transparent (&file, (guint)features.width, (guint)features.height)
               : read_opaque (&file, (guint)features.width, (guint)features.height);
  return redress_pixels_orient (pixels, orientation);
}
