/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/photo.h"

#include "sample/chance.h"

#define WIDTH REDRESS_PHOTO_WIDTH
#define HEIGHT REDRESS_PHOTO_HEIGHT
#define PAPER 0xf7f5ef
#define BLACK 0x1d1d1f
#define DIM 0x6b6b70

/* A table seen from above, with a lamp somewhere. */
static void
draw_table (RedressCanvas *canvas, RedressChance *chance)
{
  static const guint32 woods[] = { 0x8a6b4e, 0x6f7a80, 0xa58a6a, 0x5d5148 };
  guint32 wood = woods[redress_chance_between (chance, 0, G_N_ELEMENTS (woods) - 1)];
  double lamp = redress_chance_between (chance, 200, 1000);
  cairo_pattern_t *light = cairo_pattern_create_radial (lamp, 200, 80, lamp, 300, 1100);

  redress_canvas_fill (canvas, wood, 0, 0, WIDTH, HEIGHT);
  cairo_set_line_width (canvas->cr, 1.5);
  for (guint grain = 0; grain < 90; grain++)
    {
      double y = redress_chance_between (chance, 0, HEIGHT);

      cairo_set_source_rgba (canvas->cr, 0, 0, 0, 0.03 + (grain % 5) * 0.012);
      cairo_move_to (canvas->cr, 0, y);
      cairo_curve_to (canvas->cr, 400, y + 12, 800, y - 14, WIDTH, y + 5);
      cairo_stroke (canvas->cr);
    }
  cairo_pattern_add_color_stop_rgba (light, 0, 1, 1, 1, 0.22);
  cairo_pattern_add_color_stop_rgba (light, 1, 0, 0, 0, 0.34);
  cairo_set_source (canvas->cr, light);
  cairo_paint (canvas->cr);
  cairo_pattern_destroy (light);
}

static void
draw_shadow (RedressCanvas *canvas, double x, double y, double w, double h)
{
  for (guint step = 0; step < 8; step++)
    {
      cairo_set_source_rgba (canvas->cr, 0, 0, 0, 0.05);
      cairo_rectangle (canvas->cr, x + 10 - step, y + 12 - step, w + 2 * step, h + 2 * step);
      cairo_fill (canvas->cr);
    }
}

/* Nobody holds a phone straight. */
static void
tilt (RedressCanvas *canvas, RedressChance *chance)
{
  double angle = redress_chance_between (chance, -60, 60) / 1000.0;

  cairo_translate (canvas->cr, WIDTH / 2.0, HEIGHT / 2.0);
  cairo_rotate (canvas->cr, angle);
  cairo_translate (canvas->cr, -WIDTH / 2.0, -HEIGHT / 2.0);
}

static double
line (RedressCanvas *canvas,
      double size,
      gboolean bold,
      guint32 color,
      double x,
      double y,
      double w,
      const char *text)
{
  const RedressInk ink = { size, bold, color, PANGO_ALIGN_LEFT, w, 2 };

  return redress_canvas_text (canvas, &ink, x, y, text);
}

/* The label of a carrier: barcode, number, then what the lines of the sheet say. */
static void
draw_label (
    RedressCanvas *canvas, const RedressSheet *sheet, double x, double y, double w, double h)
{
  double scale = w / 460;
  double top = y + 20 * scale;

  redress_canvas_fill (canvas, 0xfbfbf8, x, y, w, h);
  top += line (canvas, 30 * scale, TRUE, BLACK, x + 20 * scale, top, w - 40 * scale, sheet->title);
  redress_canvas_barcode (canvas, sheet->headline, x + 24 * scale, top + 6, w - 48 * scale,
                          70 * scale);
  top += 82 * scale;
  top += line (canvas, 26 * scale, TRUE, BLACK, x + 70 * scale, top, w, sheet->headline);
  for (guint i = 0; i < sheet->lines->len && top < y + h - 40 * scale; i++)
    {
      const RedressSheetLine *row = g_ptr_array_index (sheet->lines, i);
      g_autofree char *text =
          g_strdup_printf ("%s  %s", row->label, row->value != NULL ? row->value : "");

      redress_canvas_fill (canvas, 0x222222, x + 14 * scale, top + 6 * scale, w - 28 * scale, 1.5);
      top += 14 * scale;
      top += line (canvas, 21 * scale, FALSE, BLACK, x + 22 * scale, top, w - 44 * scale, text);
    }
  redress_canvas_fill (canvas, 0x222222, x + 14 * scale, top + 6 * scale, w - 28 * scale, 1.5);
  redress_canvas_barcode (canvas, sheet->title, x + w / 2, y + h - 50 * scale, w / 2 - 24 * scale,
                          34 * scale);
}

static void
draw_parcel (RedressCanvas *canvas, const RedressSheet *sheet)
{
  draw_shadow (canvas, 210, 130, 780, 640);
  redress_canvas_fill (canvas, 0xc59b6a, 210, 130, 780, 640);
  redress_canvas_fill (canvas, 0xb98d5c, 210, 130, 780, 40);
  /* Adhesive tape, and a corner that has seen the road. */
  cairo_set_source_rgba (canvas->cr, 0.93, 0.88, 0.76, 0.55);
  cairo_rectangle (canvas->cr, 560, 130, 80, 640);
  cairo_fill (canvas->cr);
  redress_canvas_color (canvas, 0xa67a4a);
  cairo_move_to (canvas->cr, 990, 770);
  cairo_line_to (canvas->cr, 930, 770);
  cairo_line_to (canvas->cr, 990, 700);
  cairo_fill (canvas->cr);
  draw_label (canvas, sheet, 290, 230, 420, 450);
}

static void
draw_waybill (RedressCanvas *canvas, const RedressSheet *sheet)
{
  draw_shadow (canvas, 320, 140, 560, 600);
  draw_label (canvas, sheet, 320, 140, 560, 600);
}

/* A blue paper ticket: stations left and right, the train between them. */
static void
draw_ticket (RedressCanvas *canvas, const RedressSheet *sheet)
{
  g_auto (GStrv) stations = g_strsplit (sheet->item, "→", 2);
  const RedressInk middle = { 44, TRUE, BLACK, PANGO_ALIGN_CENTER, 240, 1 };
  double y = 440;

  draw_shadow (canvas, 170, 190, 860, 520);
  redress_canvas_round (canvas, 0xcfe3f2, 170, 190, 860, 520, 16);
  line (canvas, 24, FALSE, 0xb03a48, 200, 210, 300, sheet->title);
  line (canvas, 52, TRUE, BLACK, 220, 270, 320, g_strstrip (stations[0]));
  line (canvas, 52, TRUE, BLACK, 740, 270, 280,
        stations[1] != NULL ? g_strstrip (stations[1]) : "");
  redress_canvas_text (canvas, &middle, 480, 270, sheet->headline);
  redress_canvas_fill (canvas, BLACK, 490, 330, 220, 2);
  for (guint i = 0; i < sheet->lines->len; i++)
    {
      const RedressSheetLine *row = g_ptr_array_index (sheet->lines, i);
      g_autofree char *text =
          g_strdup_printf ("%s %s", row->label, row->value != NULL ? row->value : "");

      y += line (canvas, 28, FALSE, BLACK, 220, y - 70, 600, text) + 6;
    }
  redress_canvas_barcode (canvas, sheet->headline, 860, 560, 120, 120);
}

/* A mug, a box, a lamp: what it is stands on a slip of paper beside it. */
static void
draw_goods (RedressCanvas *canvas, const RedressSheet *sheet)
{
  cairo_t *cr = canvas->cr;
  cairo_pattern_t *shade = cairo_pattern_create_linear (420, 0, 820, 0);

  draw_shadow (canvas, 420, 220, 400, 460);
  redress_canvas_round (canvas, sheet->accent, 420, 220, 400, 460, 36);
  cairo_pattern_add_color_stop_rgba (shade, 0, 1, 1, 1, 0.35);
  cairo_pattern_add_color_stop_rgba (shade, 0.5, 1, 1, 1, 0);
  cairo_pattern_add_color_stop_rgba (shade, 1, 0, 0, 0, 0.4);
  cairo_set_source (cr, shade);
  cairo_rectangle (cr, 420, 220, 400, 460);
  cairo_fill (cr);
  cairo_pattern_destroy (shade);
  /* The crack that the quality proof is about. */
  if (sheet->detail != NULL)
    {
      cairo_set_source_rgba (cr, 0.05, 0.05, 0.05, 0.9);
      cairo_set_line_width (cr, 4);
      cairo_move_to (cr, 520, 225);
      cairo_line_to (cr, 560, 330);
      cairo_line_to (cr, 530, 400);
      cairo_line_to (cr, 600, 520);
      cairo_stroke (cr);
      cairo_move_to (cr, 530, 400);
      cairo_line_to (cr, 470, 450);
      cairo_stroke (cr);
    }
  redress_canvas_fill (canvas, PAPER, 860, 560, 280, 150);
  line (canvas, 26, TRUE, BLACK, 876, 574, 250, sheet->item);
  if (sheet->detail != NULL)
    line (canvas, 24, FALSE, 0xb02a2a, 876, 650, 250, sheet->detail);
}

static void
draw_card (RedressCanvas *canvas, const RedressSheet *sheet)
{
  const RedressInk specimen = { 120, TRUE, 0xc02020, PANGO_ALIGN_CENTER, 900, 1 };
  double y = 240;

  draw_shadow (canvas, 180, 180, 840, 530);
  redress_canvas_round (canvas, 0xdfeaf0, 180, 180, 840, 530, 30);
  redress_canvas_round (canvas, 0xb9c4cc, 750, 240, 210, 270, 10);
  redress_canvas_color (canvas, 0x8d99a3);
  cairo_arc (canvas->cr, 855, 340, 56, 0, 2 * G_PI);
  cairo_fill (canvas->cr);
  cairo_arc (canvas->cr, 855, 500, 90, G_PI, 2 * G_PI);
  cairo_fill (canvas->cr);
  for (guint i = 0; i < sheet->lines->len; i++)
    {
      const RedressSheetLine *row = g_ptr_array_index (sheet->lines, i);

      line (canvas, 26, FALSE, 0x3a78b0, 220, y, 140, row->label);
      y += line (canvas, 30, TRUE, BLACK, 350, y - 4, 380, row->value != NULL ? row->value : "") +
           26;
    }
  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, 600, 450);
  cairo_rotate (canvas->cr, -0.45);
  cairo_push_group (canvas->cr);
  redress_canvas_text (canvas, &specimen, -450, -90, sheet->chinese ? "样本 SAMPLE" : "SAMPLE");
  cairo_pop_group_to_source (canvas->cr);
  cairo_paint_with_alpha (canvas->cr, 0.4);
  cairo_restore (canvas->cr);
}

/**
 * redress_photo_draw:
 * @sheet: one of the looks that are photographs
 */
void
redress_photo_draw (RedressCanvas *canvas, const RedressSheet *sheet)
{
  RedressChance chance = redress_chance_new ((guint64)sheet->at, sheet->look, "photo");

  draw_table (canvas, &chance);
  tilt (canvas, &chance);
  if (sheet->look == REDRESS_SHEET_PARCEL)
    draw_parcel (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_WAYBILL)
    draw_waybill (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_TICKET)
    draw_ticket (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_ID_CARD)
    draw_card (canvas, sheet);
  else
    draw_goods (canvas, sheet);
}
