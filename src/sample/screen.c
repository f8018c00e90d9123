/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/screen.h"

#define WIDTH REDRESS_SCREEN_WIDTH
#define HEIGHT REDRESS_SCREEN_HEIGHT
#define MARGIN 16
#define PAPER 0xffffff
#define GROUND 0xf3f4f6
#define BLACK 0x1c1c1e
#define DIM 0x8a8a8f
#define FAINT 0xe3e3e6
#define RED 0xd23b3b

static double
text (RedressCanvas *canvas, double x, double y, double size, guint32 color, const char *what)
{
  const RedressInk ink = { .size = size, .color = color, .width = WIDTH - x - MARGIN };

  return redress_canvas_text (canvas, &ink, x, y, what);
}

static double
centred (
    RedressCanvas *canvas, double y, double size, gboolean bold, guint32 color, const char *what)
{
  const RedressInk ink = { size, bold, color, PANGO_ALIGN_CENTER, WIDTH - 2 * MARGIN, 3 };

  return redress_canvas_text (canvas, &ink, MARGIN, y, what);
}

/* Signal, network and battery; the minute and the charge come from the time of the picture. */
static void
draw_status_bar (RedressCanvas *canvas, const RedressSheet *sheet, guint32 color)
{
  g_autofree char *clock = redress_sample_local_time (sheet->at, "%H:%M");
  guint charge = 18 + (guint)(sheet->at / REDRESS_MINUTE % 80);
  const RedressInk ink = { .size = 13, .bold = TRUE, .color = color };
  const RedressInk small = { .size = 11, .bold = TRUE, .color = color };
  cairo_t *cr = canvas->cr;

  redress_canvas_text (canvas, &ink, 24, 8, clock);
  for (guint bar = 0; bar < 4; bar++)
    redress_canvas_fill (canvas, color, 268 + bar * 4.5, 20 - bar * 2.5, 3, 4 + bar * 2.5);
  redress_canvas_text (canvas, &small, 289, 9, "5G");
  redress_canvas_color (canvas, color);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 312.5, 12.5, 22, 11);
  cairo_stroke (cr);
  cairo_rectangle (cr, 336, 16, 1.5, 4);
  cairo_fill (cr);
  redress_canvas_fill (canvas, color, 314, 14, 19.0 * charge / 100, 8);
}

static void
draw_head (RedressCanvas *canvas, const RedressSheet *sheet, guint32 ground, guint32 color)
{
  redress_canvas_fill (canvas, ground, 0, 0, WIDTH, 84);
  draw_status_bar (canvas, sheet, color);
  redress_canvas_color (canvas, color);
  cairo_set_line_width (canvas->cr, 2);
  cairo_move_to (canvas->cr, 26, 50);
  cairo_line_to (canvas->cr, 18, 58);
  cairo_line_to (canvas->cr, 26, 66);
  cairo_stroke (canvas->cr);
  for (guint dot = 0; dot < 3; dot++)
    {
      cairo_arc (canvas->cr, 328 + dot * 6, 58, 1.6, 0, 2 * G_PI);
      cairo_fill (canvas->cr);
    }
  centred (canvas, 46, 17, TRUE, color, sheet->title);
}

static void
draw_home_bar (RedressCanvas *canvas)
{
  redress_canvas_round (canvas, BLACK, WIDTH / 2 - 62, HEIGHT - 12, 124, 4, 2);
}

/* One line of label and value; long values take two rows. Returns its height. */
static double
draw_line (RedressCanvas *canvas, const RedressSheetLine *line, double y, double size)
{
  const RedressInk left = { .size = size,
                            .color = line->value == NULL ? BLACK : DIM,
                            .bold = line->value == NULL,
                            .width = 130 };
  const RedressInk right = {
    size, line->strong, line->strong ? BLACK : 0x333338, PANGO_ALIGN_RIGHT, 206, 2
  };
  double height = 0;

  if (line->label != NULL)
    height = redress_canvas_text (canvas, &left, MARGIN + 2, y, line->label);
  if (line->value != NULL)
    height =
        MAX (height, redress_canvas_text (canvas, &right, WIDTH - MARGIN - 208, y, line->value));
  return height;
}

static double
draw_lines (RedressCanvas *canvas, const RedressSheet *sheet, double y, double size, gboolean rules)
{
  for (guint i = 0; i < sheet->lines->len; i++)
    {
      const RedressSheetLine *line = g_ptr_array_index (sheet->lines, i);
      gboolean heading = line->value == NULL;

      y += heading ? 20 : size * 0.6;
      y += draw_line (canvas, line, y, heading ? size + 1 : size) + size * 0.6;
      if (rules && !heading)
        redress_canvas_rule (canvas, FAINT, MARGIN, y, WIDTH - 2 * MARGIN);
      if (y > HEIGHT - 60)
        break;
    }
  return y;
}

static void
draw_list (RedressCanvas *canvas, const RedressSheet *sheet)
{
  double y = 92;

  redress_canvas_fill (canvas, 0xf7f7fa, 0, 0, WIDTH, HEIGHT);
  draw_head (canvas, sheet, sheet->accent, PAPER);
  if (sheet->headline != NULL)
    {
      redress_canvas_fill (canvas, sheet->accent, 0, 84, WIDTH, 92);
      centred (canvas, 92, 34, TRUE, PAPER, sheet->headline);
      if (sheet->detail != NULL)
        centred (canvas, 142, 13, FALSE, 0xd9e2f5, sheet->detail);
      y = 186;
    }
  draw_lines (canvas, sheet, y, 15, TRUE);
  draw_home_bar (canvas);
}

static void
draw_bill (RedressCanvas *canvas, const RedressSheet *sheet)
{
  cairo_t *cr = canvas->cr;
  double y;

  redress_canvas_fill (canvas, PAPER, 0, 0, WIDTH, HEIGHT);
  draw_head (canvas, sheet, 0xededed, BLACK);
  redress_canvas_color (canvas, sheet->accent);
  cairo_arc (cr, WIDTH / 2.0, 134, 26, 0, 2 * G_PI);
  cairo_fill (cr);
  redress_canvas_color (canvas, PAPER);
  cairo_set_line_width (cr, 4);
  cairo_move_to (cr, WIDTH / 2.0 - 11, 135);
  cairo_line_to (cr, WIDTH / 2.0 - 3, 143);
  cairo_line_to (cr, WIDTH / 2.0 + 12, 126);
  cairo_stroke (cr);
  y = 170;
  y += centred (canvas, y, 15, FALSE, BLACK, sheet->item) + 6;
  y += centred (canvas, y, 36, TRUE, BLACK, sheet->headline) + 4;
  y += centred (canvas, y, 14, FALSE, DIM, sheet->detail) + 16;
  redress_canvas_rule (canvas, FAINT, MARGIN, y, WIDTH - 2 * MARGIN);
  y = draw_lines (canvas, sheet, y + 6, 14, FALSE) + 14;
  redress_canvas_fill (canvas, GROUND, 0, y, WIDTH, 8);
  y += 22;
  y += text (canvas, MARGIN + 2, y, 14, DIM, sheet->chinese ? "账单服务" : "Services") + 10;
  text (canvas, MARGIN + 2, y, 15, 0x5a6b94,
        sheet->chinese ? "对订单有疑惑" : "Question about this bill");
  text (canvas, WIDTH / 2.0 + 20, y, 15, 0x5a6b94, sheet->chinese ? "发起投诉" : "Complain");
  draw_home_bar (canvas);
}

/* A white card with the picture, the name and the price of the goods. */
static double
draw_goods (RedressCanvas *canvas, const RedressSheet *sheet, double y)
{
  const RedressInk name = {
    .size = 15, .color = BLACK, .width = WIDTH - 2 * MARGIN - 100, .lines = 2
  };
  const RedressInk letter = { 30, TRUE, PAPER, PANGO_ALIGN_CENTER, 64, 1 };
  g_autofree char *first = g_utf8_substring (sheet->item, 0, 1);

  redress_canvas_round (canvas, PAPER, 10, y, WIDTH - 20, 92, 10);
  redress_canvas_round (canvas, sheet->accent, 22, y + 14, 64, 64, 8);
  redress_canvas_text (canvas, &letter, 22, y + 22, first);
  redress_canvas_text (canvas, &name, 98, y + 14, sheet->item);
  if (sheet->headline != NULL)
    {
      const RedressInk price = { 16, TRUE, RED, PANGO_ALIGN_LEFT, 200, 1 };

      redress_canvas_text (canvas, &price, 98, y + 60, sheet->headline);
    }
  return y + 102;
}

static void
draw_buttons (RedressCanvas *canvas, const RedressSheet *sheet)
{
  const RedressInk plain = { 14, FALSE, 0x333338, PANGO_ALIGN_CENTER, 96, 1 };
  const RedressInk loud = { 14, TRUE, PAPER, PANGO_ALIGN_CENTER, 96, 1 };

  redress_canvas_fill (canvas, PAPER, 0, HEIGHT - 74, WIDTH, 74);
  redress_canvas_round (canvas, GROUND, WIDTH - 220, HEIGHT - 64, 96, 36, 18);
  redress_canvas_text (canvas, &plain, WIDTH - 220, HEIGHT - 57,
                       sheet->chinese ? "联系客服" : "Contact");
  redress_canvas_round (canvas, sheet->accent, WIDTH - 112, HEIGHT - 64, 96, 36, 18);
  redress_canvas_text (canvas, &loud, WIDTH - 112, HEIGHT - 57,
                       sheet->chinese ? "申请取消" : "Cancel");
}

static void
draw_order (RedressCanvas *canvas, const RedressSheet *sheet)
{
  cairo_pattern_t *shade = cairo_pattern_create_linear (0, 84, 0, 170);
  const RedressInk state = { 22, TRUE, PAPER, PANGO_ALIGN_LEFT, WIDTH - 48, 1 };
  const RedressInk small = { 13, FALSE, 0xe8eefb, PANGO_ALIGN_LEFT, WIDTH - 48, 1 };
  guint rows = MIN (sheet->lines->len, 12);
  double y = 178;

  redress_canvas_fill (canvas, GROUND, 0, 0, WIDTH, HEIGHT);
  draw_head (canvas, sheet, sheet->accent, PAPER);
  redress_canvas_fill (canvas, sheet->accent, 0, 84, WIDTH, 86);
  cairo_pattern_add_color_stop_rgba (shade, 0, 0, 0, 0, 0);
  cairo_pattern_add_color_stop_rgba (shade, 1, 0, 0, 0, 0.16);
  cairo_set_source (canvas->cr, shade);
  cairo_rectangle (canvas->cr, 0, 84, WIDTH, 86);
  cairo_fill (canvas->cr);
  cairo_pattern_destroy (shade);
  redress_canvas_text (canvas, &state, 24, 94, sheet->detail != NULL ? sheet->detail : "");
  redress_canvas_text (canvas, &small, 24, 130,
                       sheet->chinese ? "如有疑问，请联系客服" : "Questions? Contact our service");
  y = draw_goods (canvas, sheet, y);
  redress_canvas_round (canvas, PAPER, 10, y, WIDTH - 20, rows * 38 + 10, 10);
  draw_lines (canvas, sheet, y + 4, 14, FALSE);
  draw_buttons (canvas, sheet);
  draw_home_bar (canvas);
}

static void
draw_dialog (RedressCanvas *canvas, const RedressSheet *sheet)
{
  const RedressInk title = { 17, TRUE, BLACK, PANGO_ALIGN_CENTER, 240, 2 };
  const RedressInk body = { 14, FALSE, 0x55555a, PANGO_ALIGN_CENTER, 240, 5 };
  const RedressInk button = { 16, TRUE, sheet->accent, PANGO_ALIGN_CENTER, 280, 1 };
  g_auto (GStrv) parts = g_strsplit (sheet->notice, "\n", 2);
  double y = 290;

  draw_order (canvas, sheet);
  cairo_set_source_rgba (canvas->cr, 0, 0, 0, 0.5);
  cairo_paint (canvas->cr);
  redress_canvas_round (canvas, PAPER, 40, y, 280, 200, 14);
  y += 24;
  y += redress_canvas_text (canvas, &title, 60, y, parts[0]) + 10;
  redress_canvas_text (canvas, &body, 60, y, parts[1] != NULL ? parts[1] : "");
  redress_canvas_rule (canvas, FAINT, 40, 442, 280);
  redress_canvas_text (canvas, &button, 40, 454, sheet->chinese ? "知道了" : "OK");
}

/* Lines with a mark only. A line is "07:00" | "12:38" with the mark "G1024|二等座 有|兑". */
static void
draw_train (RedressCanvas *canvas, const RedressSheetLine *line, double y)
{
  const RedressInk time = { 20, TRUE, BLACK, PANGO_ALIGN_LEFT, 90, 1 };
  const RedressInk number = { 13, TRUE, BLACK, PANGO_ALIGN_CENTER, 100, 1 };
  const RedressInk small = { 12, FALSE, DIM, PANGO_ALIGN_LEFT, 220, 1 };
  const RedressInk mark = { 13, TRUE, PAPER, PANGO_ALIGN_CENTER, 22, 1 };
  g_auto (GStrv) parts = g_strsplit (line->mark, "|", 3);

  redress_canvas_round (canvas, PAPER, 10, y, WIDTH - 20, 88, 8);
  redress_canvas_text (canvas, &time, 24, y + 12, line->label);
  redress_canvas_text (canvas, &time, 236, y + 12, line->value);
  redress_canvas_text (canvas, &number, 118, y + 12, parts[0]);
  redress_canvas_rule (canvas, DIM, 118, y + 34, 100);
  redress_canvas_text (canvas, &small, 24, y + 56, parts[1]);
  if (g_strv_length (parts) == 3)
    {
      redress_canvas_round (canvas, RED, 312, y + 14, 22, 22, 4);
      redress_canvas_text (canvas, &mark, 312, y + 15, parts[2]);
    }
}

static void
draw_trains (RedressCanvas *canvas, const RedressSheet *sheet)
{
  guint n_trains = 0;

  redress_canvas_fill (canvas, GROUND, 0, 0, WIDTH, HEIGHT);
  draw_head (canvas, sheet, sheet->accent, PAPER);
  redress_canvas_fill (canvas, PAPER, 0, 84, WIDTH, 40);
  centred (canvas, 93, 15, TRUE, BLACK, sheet->headline);
  for (guint i = 0; i < sheet->lines->len && n_trains < 6; i++)
    {
      const RedressSheetLine *line = g_ptr_array_index (sheet->lines, i);

      if (line->mark != NULL)
        draw_train (canvas, line, 134 + n_trains++ * 98);
    }
  draw_home_bar (canvas);
}

/**
 * redress_screen_draw:
 * @sheet: one of the looks that are screens
 *
 * Draws what a phone would show; the look of no real app is copied.
 */
void
redress_screen_draw (RedressCanvas *canvas, const RedressSheet *sheet)
{
  cairo_scale (canvas->cr, REDRESS_SCREEN_SCALE, REDRESS_SCREEN_SCALE);
  if (sheet->look == REDRESS_SHEET_LIST)
    draw_list (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_BILL)
    draw_bill (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_DIALOG)
    draw_dialog (canvas, sheet);
  else if (sheet->look == REDRESS_SHEET_TRAINS)
    draw_trains (canvas, sheet);
  else
    draw_order (canvas, sheet);
}
