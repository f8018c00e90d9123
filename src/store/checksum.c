/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/checksum.h"

/* Four bits at a time. */
static const guint32 table[16] = {
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
  0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

/**
 * redress_checksum:
 * @sum: what came out for the pieces before; 0 at first
 * @data: (array length=size): the next piece
 * @size: its bytes
 *
 * Returns: the checksum of all pieces so far
 */
guint32
redress_checksum (guint32 sum, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;
  guint32 crc = ~sum;

  for (gsize i = 0; i < size; i++)
    {
      crc = table[(crc ^ bytes[i]) & 15] ^ (crc >> 4);
      crc = table[(crc ^ (bytes[i] >> 4)) & 15] ^ (crc >> 4);
    }
  return ~crc;
}
