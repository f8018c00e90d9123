/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/tool/codecs.h"

#include <string.h>

#define HEADER "Exif\0\0"
#define HEADER_SIZE 6
#define TIFF_HEADER_SIZE 8
#define ENTRY_SIZE 12
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

static guint
read_uint (const guint8 *data, guint bytes, gboolean little)
{
  guint value = 0;

  for (guint i = 0; i < bytes; i++)
    value |= (guint)data[i] << (8 * (little ? i : bytes - 1 - i));
  return value;
}

/* @tiff begins with the byte order; offsets count from there. */
static guint
find_in_first_directory (const guint8 *tiff, gsize length)
{
  gboolean little = tiff[0] == 'I';
  gsize directory = read_uint (tiff + 4, 4, little);
  guint count;

  if (directory > length - 2)
    return 1;
  count = read_uint (tiff + directory, 2, little);
  for (guint i = 0; i < count; i++)
    {
      gsize entry = directory + 2 + (gsize)i * ENTRY_SIZE;

      if (entry + ENTRY_SIZE > length)
        return 1;
      if (read_uint (tiff + entry, 2, little) == TAG_ORIENTATION &&
          read_uint (tiff + entry + 2, 2, little) == TYPE_SHORT)
        return read_uint (tiff + entry + 8, 2, little);
    }
  return 1;
}

/**
 * redress_exif_get_orientation:
 * @data: an APP1 marker without its length, or an EXIF chunk, which may lack the header
 *
 * Reads the one field that changes what one sees, and nothing else.
 *
 * Returns: 1 to 8
 */
guint
redress_exif_get_orientation (const guint8 *data, gsize length)
{
  guint orientation;

  if (length >= HEADER_SIZE && memcmp (data, HEADER, HEADER_SIZE) == 0)
    {
      data += HEADER_SIZE;
      length -= HEADER_SIZE;
    }
  if (length < TIFF_HEADER_SIZE ||
      (memcmp (data, "II*\0", 4) != 0 && memcmp (data, "MM\0*", 4) != 0))
    return 1;
  orientation = find_in_first_directory (data, length);
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}
