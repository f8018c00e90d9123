/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define WIDTH 595.28
#define HEIGHT 841.89
#define SIDE 48.0
#define TOP 48.0
#define BOTTOM 60.0
#define INNER (WIDTH - 2 * SIDE)
#define PAD 4.0

struct _RedressSheet
{
  const RedressSheetLabels *labels;
  GCancellable *cancellable;
  cairo_t *cairo;
  PangoContext *context;
  double y;
  guint page;
  guint pages; /* 0: the first time */

  guint n_columns;
  guint shares[REDRESS_SHEET_COLUMNS];
  const char *const *heads; /* (nullable) */
};

/* Where a part of a text stands: how far it was drawn. */
typedef struct
{
  PangoLayout *layout;
  PangoLayoutIter *iter;
  double x;
  gboolean done;
} Flow;

static PangoLayout *
create_layout (RedressSheet *self, const char *text, const char *font, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* A digest that is broken has no hyphen of its own. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

static void
draw_foot (RedressSheet *self)
{
  g_autofree char *number = NULL;
  PangoLayout *layout;

  cairo_set_source_rgb (self->cairo, 0.4, 0.4, 0.4);
  layout = create_layout (self, self->labels->foot, "Sans 7.5", INNER * 0.75);
  cairo_move_to (self->cairo, SIDE, HEIGHT - 40);
  pango_cairo_show_layout (self->cairo, layout);
  g_object_unref (layout);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  number = g_strdup_printf (self->labels->page_format, self->page, self->pages);
#pragma GCC diagnostic pop
  layout = create_layout (self, number, "Sans 7.5", INNER);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  cairo_move_to (self->cairo, SIDE, HEIGHT - 40);
  pango_cairo_show_layout (self->cairo, layout);
  g_object_unref (layout);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
}

static void
break_page (RedressSheet *self)
{
  draw_foot (self);
  cairo_show_page (self->cairo);
  self->page++;
  self->y = TOP;
}

static double
get_room (RedressSheet *self)
{
  return HEIGHT - BOTTOM - self->y;
}

static void
flow_init (
    Flow *flow, RedressSheet *self, const char *text, const char *font, double x, double width)
{
  flow->layout = create_layout (self, text, font, width);
  flow->iter = pango_layout_get_iter (flow->layout);
  flow->x = x;
  flow->done = FALSE;
}

static void
flow_clear (Flow *flow)
{
  pango_layout_iter_free (flow->iter);
  g_object_unref (flow->layout);
}

/* Draws the lines that fit above @bottom and returns the height they took. */
static double
flow_draw (Flow *flow, RedressSheet *self, double top, double bottom)
{
  double used = 0;

  while (!flow->done)
    {
      PangoRectangle rectangle;
      double height, base;

      pango_layout_iter_get_line_extents (flow->iter, NULL, &rectangle);
      height = (double)rectangle.height / PANGO_SCALE;
      if (top + used + height > bottom)
        break;
      base = (double)(pango_layout_iter_get_baseline (flow->iter) - rectangle.y) / PANGO_SCALE;
      cairo_move_to (self->cairo, flow->x + (double)rectangle.x / PANGO_SCALE, top + used + base);
      pango_cairo_show_layout_line (self->cairo, pango_layout_iter_get_line_readonly (flow->iter));
      used += height;
      flow->done = !pango_layout_iter_next_line (flow->iter);
    }
  return used;
}

static double
get_first_height (Flow *flow)
{
  PangoRectangle rectangle;

  pango_layout_iter_get_line_extents (flow->iter, NULL, &rectangle);
  return (double)rectangle.height / PANGO_SCALE;
}

static void
add_flowing (RedressSheet *self, const char *text, const char *font, double indent, gboolean bar)
{
  Flow flow;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  flow_init (&flow, self, text, font, SIDE + indent, INNER - indent);
  while (!flow.done)
    {
      double used;

      if (get_room (self) < get_first_height (&flow))
        break_page (self);
      used = flow_draw (&flow, self, self->y, HEIGHT - BOTTOM);
      if (bar)
        {
          cairo_rectangle (self->cairo, SIDE, self->y, 2, used);
          cairo_fill (self->cairo);
        }
      self->y += used;
    }
  flow_clear (&flow);
}

/**
 * redress_sheet_add_title:
 * @self: a sheet
 * @text: what the whole is about
 */
void
redress_sheet_add_title (RedressSheet *self, const char *text)
{
  add_flowing (self, text, "Sans Bold 17", 0, FALSE);
  self->y += 6;
}

/**
 * redress_sheet_add_heading:
 * @self: a sheet
 * @text: of a part; never the last on its page
 */
void
redress_sheet_add_heading (RedressSheet *self, const char *text)
{
  if (get_room (self) < 80)
    break_page (self);
  else
    self->y += 14;
  add_flowing (self, text, "Sans Bold 11.5", 0, FALSE);
  cairo_set_source_rgb (self->cairo, 0.6, 0.6, 0.6);
  cairo_rectangle (self->cairo, SIDE, self->y + 1, INNER, 0.75);
  cairo_fill (self->cairo);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  self->y += 7;
}

/**
 * redress_sheet_add_text:
 * @self: a sheet
 * @text: a paragraph
 */
void
redress_sheet_add_text (RedressSheet *self, const char *text)
{
  add_flowing (self, text, "Sans 9", 0, FALSE);
  self->y += 4;
}

/**
 * redress_sheet_add_remark:
 * @self: a sheet
 * @text: something beside
 */
void
redress_sheet_add_remark (RedressSheet *self, const char *text)
{
  cairo_set_source_rgb (self->cairo, 0.35, 0.35, 0.35);
  add_flowing (self, text, "Sans 8", 0, FALSE);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  self->y += 4;
}

/**
 * redress_sheet_add_quote:
 * @self: a sheet
 * @text: somebody's words
 */
void
redress_sheet_add_quote (RedressSheet *self, const char *text)
{
  self->y += 2;
  add_flowing (self, text, "Sans 9", 10, TRUE);
  self->y += 6;
}

static double
measure_row (RedressSheet *self, Flow *flows)
{
  double height = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      int pixels;

      pango_layout_get_size (flows[i].layout, NULL, &pixels);
      height = MAX (height, (double)pixels / PANGO_SCALE);
    }
  return height + 2 * PAD;
}

static gboolean
is_done (RedressSheet *self, const Flow *flows)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (!flows[i].done)
      return FALSE;
  return TRUE;
}

static void
init_row (RedressSheet *self, Flow *flows, const char *const *cells, const char *font)
{
  double x = SIDE;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double width = INNER * self->shares[i] / 100;

      flow_init (&flows[i], self, cells[i], font, x, width - 2 * PAD);
      x += width;
    }
}

static void
draw_rule (RedressSheet *self)
{
  cairo_set_source_rgb (self->cairo, 0.8, 0.8, 0.8);
  cairo_rectangle (self->cairo, SIDE, self->y, INNER, 0.5);
  cairo_fill (self->cairo);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
}

/* Draws what fits, and the rule below it. */
static void
draw_part (RedressSheet *self, Flow *flows)
{
  double height = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double used = flow_draw (&flows[i], self, self->y + PAD, HEIGHT - BOTTOM);

      height = MAX (height, used);
    }
  self->y += height + 2 * PAD;
  draw_rule (self);
}

static void
add_heads (RedressSheet *self)
{
  Flow flows[REDRESS_SHEET_COLUMNS];

  if (self->heads == NULL)
    return;
  init_row (self, flows, self->heads, "Sans Bold 8");
  draw_part (self, flows);
  for (guint i = 0; i < self->n_columns; i++)
    flow_clear (&flows[i]);
}

/**
 * redress_sheet_begin_table:
 * @self: a sheet
 * @shares: of the columns, in per cent, 0 after the last
 * @heads: (nullable): above the columns; has to stay until the table ends
 */
void
redress_sheet_begin_table (RedressSheet *self, const guint *shares, const char *const *heads)
{
  self->n_columns = 0;
  while (self->n_columns < REDRESS_SHEET_COLUMNS && shares[self->n_columns] > 0)
    {
      self->shares[self->n_columns] = shares[self->n_columns];
      self->n_columns++;
    }
  self->heads = heads;
  if (get_room (self) < 60)
    break_page (self);
  add_heads (self);
}

/**
 * redress_sheet_add_row:
 * @self: a sheet with a table
 * @cells: a text for each column
 */
void
redress_sheet_add_row (RedressSheet *self, const char *const *cells)
{
  Flow flows[REDRESS_SHEET_COLUMNS];
  double height;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  init_row (self, flows, cells, "Sans 8");
  height = measure_row (self, flows);
  /* One that fits on a page is not torn. */
  if (height > get_room (self) && (height < HEIGHT / 2 || get_room (self) < 60))
    {
      break_page (self);
      add_heads (self);
    }
  draw_part (self, flows);
  while (!is_done (self, flows))
    {
      break_page (self);
      add_heads (self);
      draw_part (self, flows);
    }
  for (guint i = 0; i < self->n_columns; i++)
    flow_clear (&flows[i]);
}

/**
 * redress_sheet_end_table:
 * @self: a sheet with a table
 */
void
redress_sheet_end_table (RedressSheet *self)
{
  self->heads = NULL;
  self->n_columns = 0;
  self->y += 6;
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* (nullable): what was drawn; @pages gets how many there are. */
static GByteArray *
draw (const RedressSheetLabels *labels,
      RedressSheetFunc fill,
      gpointer data,
      GCancellable *cancellable,
      guint *pages)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  RedressSheet self = { .labels = labels, .cancellable = cancellable, .y = TOP, .page = 1 };
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, WIDTH, HEIGHT);
  gboolean good;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, labels->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Redress");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, labels->created);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, labels->created);
  self.cairo = cairo_create (surface);
  self.pages = *pages;
  self.context = pango_cairo_create_context (self.cairo);
  pango_context_set_language (
      self.context,
      pango_language_from_string (g_str_has_prefix (labels->language, "zh") ? "zh-CN" : "en"));
  fill (&self, data);
  draw_foot (&self);
  cairo_show_page (self.cairo);
  *pages = self.page;
  g_object_unref (self.context);
  cairo_destroy (self.cairo);
  cairo_surface_finish (surface);
  good = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return good ? g_steal_pointer (&bytes) : NULL;
}

/**
 * redress_sheet_make:
 * @labels: what stands on each page
 * @fill: fills it
 * @data: for @fill
 *
 * Returns: (transfer full): a PDF file; %NULL with an error if it was cancelled or cannot be drawn
 */
GBytes *
redress_sheet_make (const RedressSheetLabels *labels,
                    RedressSheetFunc fill,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) second = NULL;
  guint pages = 0;

  first = draw (labels, fill, data, cancellable, &pages);
  if (first != NULL && !g_cancellable_is_cancelled (cancellable))
    second = draw (labels, fill, data, cancellable, &pages);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (second == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The pages cannot be drawn");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&second));
}
