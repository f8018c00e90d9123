/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/canvas.h"

#define FAMILY "Noto Sans CJK SC, Noto Sans, sans-serif"

void
redress_canvas_init (RedressCanvas *self, cairo_t *cr, gboolean chinese)
{
  self->cr = cr;
  self->layout = pango_cairo_create_layout (cr);
  /* The same code points have other shapes in Japan; the language chooses. */
  pango_context_set_language (pango_layout_get_context (self->layout),
                              pango_language_from_string (chinese ? "zh-cn" : "en"));
}

void
redress_canvas_clear (RedressCanvas *self)
{
  g_clear_object (&self->layout);
}

void
redress_canvas_color (RedressCanvas *self, guint32 color)
{
  cairo_set_source_rgb (self->cr, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                        (color & 0xff) / 255.0);
}

void
redress_canvas_fill (RedressCanvas *self, guint32 color, double x, double y, double w, double h)
{
  redress_canvas_color (self, color);
  cairo_rectangle (self->cr, x, y, w, h);
  cairo_fill (self->cr);
}

void
redress_canvas_round (
    RedressCanvas *self, guint32 color, double x, double y, double w, double h, double radius)
{
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, x + w - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (self->cr, x + w - radius, y + h - radius, radius, 0, G_PI_2);
  cairo_arc (self->cr, x + radius, y + h - radius, radius, G_PI_2, G_PI);
  cairo_arc (self->cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (self->cr);
  redress_canvas_color (self, color);
  cairo_fill (self->cr);
}

void
redress_canvas_rule (RedressCanvas *self, guint32 color, double x, double y, double w)
{
  redress_canvas_fill (self, color, x, y, w, 0.5);
}

static void
set_font (RedressCanvas *self, const RedressInk *ink)
{
  PangoFontDescription *font = pango_font_description_from_string (FAMILY);

  pango_font_description_set_absolute_size (font, ink->size * PANGO_SCALE);
  pango_font_description_set_weight (font, ink->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
}

/**
 * redress_canvas_text:
 *
 * Returns: height of the text
 */
double
redress_canvas_text (
    RedressCanvas *self, const RedressInk *ink, double x, double y, const char *text)
{
  PangoRectangle extents;

  set_font (self, ink);
  pango_layout_set_alignment (self->layout, ink->align);
  pango_layout_set_width (self->layout, ink->width > 0 ? (int)(ink->width * PANGO_SCALE) : -1);
  pango_layout_set_ellipsize (self->layout,
                              ink->width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (self->layout, -MAX (ink->lines, 1));
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_extents (self->layout, NULL, &extents);
  redress_canvas_color (self, ink->color);
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, self->layout);
  return (double)extents.height / PANGO_SCALE;
}

void
redress_canvas_barcode (
    RedressCanvas *self, const char *text, double x, double y, double w, double h)
{
  guint bars = (guint)(w / 1.5);
  guint32 state = g_str_hash (text) | 1;

  for (guint i = 0; i < bars; i++)
    {
      state = state * 1664525 + 1013904223;
      if ((state >> 16 & 3) < 2)
        redress_canvas_fill (self, 0x111111, x + i * 1.5, y, (state >> 20 & 1) ? 1.5 : 1.1, h);
    }
}
