/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/paper.h"

#include <math.h>

#define WIDTH REDRESS_PAPER_WIDTH
#define MARGIN 56
#define BOTTOM 700
#define BLACK 0x1d1d1f
#define DIM 0x77777c
#define STAMP 0xc8232b
#define PEN 0x1b2f7a

static double
put (RedressCanvas *canvas,
     double size,
     gboolean bold,
     guint32 color,
     PangoAlignment align,
     double x,
     double y,
     double w,
     const char *text)
{
  const RedressInk ink = { size, bold, color, align, w, 3 };

  return redress_canvas_text (canvas, &ink, x, y, text);
}

/* A round red stamp with a star, a little crooked, as everywhere in China. */
static void
draw_stamp (RedressCanvas *canvas, double x, double y, const char *owner)
{
  cairo_t *cr = canvas->cr;
  const RedressInk ink = { 10, TRUE, STAMP, PANGO_ALIGN_CENTER, 84, 2 };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, -0.14);
  cairo_push_group (cr);
  redress_canvas_color (canvas, STAMP);
  cairo_set_line_width (cr, 2.4);
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, 50, 0, 2 * G_PI);
  cairo_stroke (cr);
  for (guint point = 0; point < 5; point++)
    {
      double angle = -G_PI_2 + point * 4 * G_PI / 5;

      cairo_line_to (cr, 13 * cos (angle), 13 * sin (angle) - 6);
    }
  cairo_fill (cr);
  redress_canvas_text (canvas, &ink, -42, 12, owner);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 0.75);
  cairo_restore (cr);
}

/* A signature nobody can read. */
static void
draw_signature (RedressCanvas *canvas, double x, double y)
{
  cairo_t *cr = canvas->cr;

  redress_canvas_color (canvas, PEN);
  cairo_set_line_width (cr, 1.4);
  cairo_move_to (cr, x, y);
  cairo_curve_to (cr, x + 14, y - 26, x + 20, y + 18, x + 30, y - 8);
  cairo_curve_to (cr, x + 40, y - 30, x + 36, y + 16, x + 56, y - 6);
  cairo_curve_to (cr, x + 70, y - 20, x + 66, y + 14, x + 96, y - 12);
  cairo_stroke (cr);
}

static double
draw_head (RedressCanvas *canvas, const RedressSheet *sheet, guint page)
{
  g_autofree char *printed = redress_sample_local_time (sheet->at, "%Y-%m-%d %H:%M:%S");
  guint32 color = sheet->look == REDRESS_SHEET_INVOICE ? 0x8c3a2b : BLACK;
  double y = 60;

  y += put (canvas, 20, TRUE, color, PANGO_ALIGN_CENTER, MARGIN, y, WIDTH - 2 * MARGIN,
            sheet->title);
  if (sheet->headline != NULL && page == 1)
    y += put (canvas, 11, FALSE, DIM, PANGO_ALIGN_CENTER, MARGIN, y + 4, WIDTH - 2 * MARGIN,
              sheet->headline);
  y += 14;
  put (canvas, 9, FALSE, DIM, PANGO_ALIGN_RIGHT, MARGIN, y, WIDTH - 2 * MARGIN, printed);
  redress_canvas_fill (canvas, color, MARGIN, y + 18, WIDTH - 2 * MARGIN, 1.2);
  return y + 30;
}

/* What a person wrote into a form is blue and slants. */
static double
draw_row (RedressCanvas *canvas, const RedressSheet *sheet, const RedressSheetLine *line, double y)
{
  gboolean by_hand = sheet->look == REDRESS_SHEET_FORM;
  double height;

  if (line->value == NULL)
    {
      height =
          put (canvas, 12, TRUE, BLACK, PANGO_ALIGN_LEFT, MARGIN, y + 8, 400, line->label) + 14;
      redress_canvas_rule (canvas, DIM, MARGIN, y + height, WIDTH - 2 * MARGIN);
      return height + 4;
    }
  height = put (canvas, 11, FALSE, DIM, PANGO_ALIGN_LEFT, MARGIN + 4, y + 5, 150, line->label);
  cairo_save (canvas->cr);
  if (by_hand)
    {
      const cairo_matrix_t slant = { 1, 0, -0.16, 1, 0.16 * (y + 18), 0 };

      cairo_transform (canvas->cr, &slant);
    }
  height = MAX (height, put (canvas, by_hand ? 13 : 11, line->strong, by_hand ? PEN : BLACK,
                             PANGO_ALIGN_LEFT, MARGIN + 160, y + (by_hand ? 3 : 5),
                             line->mark != NULL ? 200 : WIDTH - 2 * MARGIN - 170, line->value));
  cairo_restore (canvas->cr);
  if (line->mark != NULL)
    put (canvas, 11, line->strong, BLACK, PANGO_ALIGN_RIGHT, WIDTH - MARGIN - 124, y + 5, 120,
         line->mark);
  redress_canvas_rule (canvas, 0xc8c8cc, MARGIN, y + height + 9, WIDTH - 2 * MARGIN);
  return height + 10;
}

static void
draw_foot (RedressCanvas *canvas, const RedressSheet *sheet, double y)
{
  y = MAX (y + 40, 420);
  if (sheet->look == REDRESS_SHEET_FORM)
    {
      put (canvas, 11, FALSE, DIM, PANGO_ALIGN_LEFT, MARGIN, y, 200,
           sheet->chinese ? "寄件人签字：" : "Sender:");
      draw_signature (canvas, MARGIN + 80, y + 12);
    }
  if (sheet->detail != NULL)
    {
      put (canvas, 11, FALSE, DIM, PANGO_ALIGN_LEFT, 350, y, 190, sheet->detail);
      draw_stamp (canvas, 450, y + 30, sheet->detail);
    }
}

/**
 * redress_paper_draw:
 * @sheet: one of the looks that are paper
 */
void
redress_paper_draw (RedressCanvas *canvas, const RedressSheet *sheet)
{
  guint page = 1;
  double y = draw_head (canvas, sheet, page);

  for (guint i = 0; i < sheet->lines->len; i++)
    {
      if (y > BOTTOM)
        {
          cairo_show_page (canvas->cr);
          y = draw_head (canvas, sheet, ++page);
        }
      y += draw_row (canvas, sheet, g_ptr_array_index (sheet->lines, i), y);
    }
  draw_foot (canvas, sheet, y);
  cairo_show_page (canvas->cr);
}
