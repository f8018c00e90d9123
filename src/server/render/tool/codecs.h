/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/render/tool/pixels.h"

G_BEGIN_DECLS

/* Each ends the program if the input is cut, damaged or too large. */
RedressPixels *redress_png_read (const char *path);
void redress_png_write (const RedressPixels *pixels, FILE *file);
RedressPixels *redress_jpeg_read (const char *path);
void redress_jpeg_write (const RedressPixels *pixels, FILE *file);
RedressPixels *redress_webp_read (const char *path);
RedressPixels *redress_heic_read (const char *path);
gboolean redress_heic_can_read (void);
/* EXIF orientation in the body of an APP1 marker or EXIF chunk, 1 if there is none. */
guint redress_exif_get_orientation (const guint8 *data, gsize length);

G_END_DECLS
