/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/utf16-order.h"

/* UTF-8 sorts by code point. UTF-16 differs in one place: characters beyond U+FFFF are
 * written with surrogates (U+D800 to U+DFFF) and so stand before U+E000 to U+FFFF. By first
 * bytes: F0 to F4 come before EE and EF. Bytes below EE, among them all that are not the
 * first of a character, keep their place. */
static int
weight (guchar byte)
{
  if (byte >= 0xf0)
    return byte - 2;
  if (byte >= 0xee)
    return byte + 0x10;
  return byte;
}

/**
 * redress_utf16_compare:
 *
 * Returns: less than, equal to or greater than 0
 */
int
redress_utf16_compare (const char *a, const char *b)
{
  while (*a != '\0' && *a == *b)
    {
      a++;
      b++;
    }

  return weight ((guchar)*a) - weight ((guchar)*b);
}
