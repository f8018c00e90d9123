/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * RedressCanvas:
 *
 * A cairo surface in logical pixels or points, with one layout for its texts.
 */
typedef struct
{
  cairo_t *cr;
  PangoLayout *layout;
} RedressCanvas;

/**
 * RedressInk:
 * @size: of the letters, in the canvas's unit
 * @width: where to break or cut, 0 for nowhere
 * @lines: most lines before the text is cut, 0 for one
 */
typedef struct
{
  double size;
  gboolean bold;
  guint32 color;
  PangoAlignment align;
  double width;
  int lines;
} RedressInk;

/* @cr is borrowed. */
void redress_canvas_init (RedressCanvas *self, cairo_t *cr, gboolean chinese);
void redress_canvas_clear (RedressCanvas *self);
void redress_canvas_color (RedressCanvas *self, guint32 color);
void
redress_canvas_fill (RedressCanvas *self, guint32 color, double x, double y, double w, double h);
void redress_canvas_round (
    RedressCanvas *self, guint32 color, double x, double y, double w, double h, double radius);
void redress_canvas_rule (RedressCanvas *self, guint32 color, double x, double y, double w);
/* Returns the height that was used. */
double redress_canvas_text (
    RedressCanvas *self, const RedressInk *ink, double x, double y, const char *text);
/* Bars that look like a barcode of @text. */
void redress_canvas_barcode (
    RedressCanvas *self, const char *text, double x, double y, double w, double h);

G_END_DECLS
