/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include <glib.h>

#include "server/render/tool/exit.h"

G_BEGIN_DECLS

/**
 * RedressPixels:
 * @data: (owned): width * height * 3 bytes, red green blue, no padding
 *
 * The one form between a decoder and an encoder.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *data;
} RedressPixels;

RedressPixels *redress_pixels_new (guint width, guint height);
void redress_pixels_free (RedressPixels *self);
/* Ends the program with REDRESS_RENDER_EXIT_TOO_LARGE if a picture of this size is refused. */
void redress_pixels_check_size (guint64 width, guint64 height);
/* Shrinks by averaging so that both sides fit; never enlarges. */
RedressPixels *redress_pixels_fit (RedressPixels *self, guint max_width, guint max_height);
/* Fills the box: shrinks, then cuts the sides or the bottom. Small pictures stay as they are. */
RedressPixels *redress_pixels_cover (RedressPixels *self, guint width, guint height);
/* Turns the picture upright. @orientation is the EXIF value 1 to 8; others leave it alone. */
RedressPixels *redress_pixels_orient (RedressPixels *self, guint orientation);
/* Takes @count pixels of red green blue alpha from the @first on, transparent parts as white. */
void
redress_pixels_lay_on_white (RedressPixels *self, guint first, const guint8 *rgba, guint count);
/* Paints parts of the picture black. @boxes: "x,y,width,height;..."; the program ends if they are
 * anything else, or not within the picture. */
void redress_pixels_paint (RedressPixels *self, const char *boxes);
/* P6, 8 bits a channel, no comments: the form pdftoppm writes. */
RedressPixels *redress_pixels_read_ppm (FILE *file);
void redress_pixels_write_ppm (const RedressPixels *self, FILE *file);

/* Opens the input; ends the program if that fails. */
FILE *redress_render_open (const char *path);
/* Ends the program: the input is not a whole, sound picture. */
G_NORETURN void redress_render_damaged (const char *why);
/* Ends the program: the input may be sound, but is of a kind that is not shown. */
G_NORETURN void redress_render_unsupported (const char *why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPixels, redress_pixels_free)

G_END_DECLS
