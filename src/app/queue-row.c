/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-row.h"

#include "config.h"

#include "app/format.h"
#include "app/platforms.h"
#include "app/queue-badges.h"
#include "app/queue-row-words.h"

#include <glib/gi18n.h>

#define ROW_HEIGHT 76
#define PAD_X 12
#define PAD_Y 7
#define LINE_HEIGHT 20
#define ICON 14
#define TILE 20
#define BADGE_HEIGHT 18
#define BADGE_ICON 12
#define BADGE_PAD 6

typedef enum
{
  TEXT_DUE,
  TEXT_AMOUNT,
  TEXT_REASON,
  TEXT_TILE,
  TEXT_WHO,
  TEXT_BADGE_1,
  TEXT_BADGE_2,
  N_TEXTS,
} Text;

struct _RedressQueueRow
{
  GtkWidget parent_instance;

  RedressClock *clock;
  RedressQueueItem *item; /* (owned) (nullable) */
  char *account;
  gboolean races; /* shown as the race radar does */
  PangoLayout *texts[N_TEXTS];
  RedressDueStage stage;
  RedressRowBadge badges[REDRESS_MAX_ROW_BADGES];
  guint n_badges;
  int mirror; /* width of the row when drawn right to left, else 0 */
};

G_DEFINE_FINAL_TYPE (RedressQueueRow, redress_queue_row, GTK_TYPE_WIDGET)

/* Scale and weight of each text; see the measures of the window. */
static const struct
{
  double scale;
  PangoWeight weight;
  double opacity;
} styles[N_TEXTS] = {
  [TEXT_DUE] = { .88, PANGO_WEIGHT_BOLD, 1 },
  [TEXT_AMOUNT] = { 1, PANGO_WEIGHT_BOLD, 1 },
  [TEXT_REASON] = { 1, PANGO_WEIGHT_NORMAL, 1 },
  [TEXT_TILE] = { .8, PANGO_WEIGHT_BOLD, 1 },
  [TEXT_WHO] = { .82, PANGO_WEIGHT_NORMAL, .72 },
  [TEXT_BADGE_1] = { .8, PANGO_WEIGHT_SEMIBOLD, 1 },
  [TEXT_BADGE_2] = { .8, PANGO_WEIGHT_SEMIBOLD, 1 },
};

static PangoLayout *
create_layout (RedressQueueRow *self, Text text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (styles[text].scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (styles[text].weight));
  if (text == TEXT_DUE || text == TEXT_AMOUNT)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
set_text (RedressQueueRow *self, Text text, const char *value)
{
  if (self->texts[text] == NULL)
    self->texts[text] = create_layout (self, text);
  pango_layout_set_text (self->texts[text], value != NULL ? value : "", -1);
}

static void
update_times (RedressQueueRow *self)
{
  RedressTime now = redress_clock_now (self->clock);
  g_auto (RedressRowWords) words = { NULL };
  guint n;

  redress_row_words_init (&words, self->item->summary, self->races, now);
  self->stage = words.stage;
  set_text (self, TEXT_DUE, words.time);
  set_text (self, TEXT_REASON, words.reason);
  set_text (self, TEXT_WHO, words.who);
  redress_row_badges_clear (self->badges, self->n_badges);
  /* MIN() would ask twice. */
  n = redress_queue_item_list_badges (self->item, self->account, self->races, now, self->badges,
                                      REDRESS_MAX_ROW_BADGES);
  self->n_badges = MIN (n, REDRESS_MAX_ROW_BADGES);
  for (guint i = 0; i < self->n_badges; i++)
    set_text (self, TEXT_BADGE_1 + i, self->badges[i].text);
}

static void
update_accessible (RedressQueueRow *self)
{
  g_autoptr (GString) label = g_string_new (NULL);

  for (Text text = 0; text < TEXT_BADGE_1 + self->n_badges; text++)
    if (text != TEXT_TILE)
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "",
                              pango_layout_get_text (self->texts[text]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str,
                                  -1);
}

static void
update_texts (RedressQueueRow *self)
{
  RedressSummary *summary = self->item->summary;
  RedressPlatforms *platforms = redress_platforms_get_default ();
  g_autofree char *amount = redress_format_amount (&summary->amount);

  set_text (self, TEXT_AMOUNT, amount);
  set_text (self, TEXT_TILE, redress_platforms_get_tile (platforms, summary->platform));
  update_times (self);
  update_accessible (self);
}

static void
lookup (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

/* Where something @width wide that begins @x from the start edge is drawn. */
static float
place (RedressQueueRow *self, float x, float width)
{
  return self->mirror > 0 ? self->mirror - x - width : x;
}

static void
draw_text (RedressQueueRow *self,
           GtkSnapshot *snapshot,
           Text text,
           float x,
           float y,
           int width,
           const GdkRGBA *color)
{
  PangoLayout *layout = self->texts[text];
  GdkRGBA shown = *color;
  int height, drawn;

  shown.alpha *= styles[text].opacity;
  pango_layout_set_width (layout, width < 0 ? -1 : MAX (width, 0) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &drawn, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (place (self, x, drawn), y + (LINE_HEIGHT - height) / 2.f));
  gtk_snapshot_append_layout (snapshot, layout, &shown);
  gtk_snapshot_restore (snapshot);
}

static int
text_width (RedressQueueRow *self, Text text)
{
  int width;

  pango_layout_set_width (self->texts[text], -1);
  pango_layout_get_pixel_size (self->texts[text], &width, NULL);
  return width;
}

static void
draw_icon (RedressQueueRow *self,
           GtkSnapshot *snapshot,
           const char *name,
           int size,
           float x,
           float y,
           const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, name, NULL, size, gtk_widget_get_scale_factor (widget),
      gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (place (self, x, size), y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size,
                                            color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
fill_round (RedressQueueRow *self,
            GtkSnapshot *snapshot,
            const graphene_rect_t *box,
            float radius,
            GdkRGBA color)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (
      &rect,
      &GRAPHENE_RECT_INIT (place (self, box->origin.x, box->size.width), box->origin.y,
                           box->size.width, box->size.height),
      radius);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, &color, &rect.bounds);
  gtk_snapshot_pop (snapshot);
}

/* Colour of a badge's text and of its tint. */
static void
badge_colors (GtkWidget *widget, const char *style, GdkRGBA *text, GdkRGBA *tint)
{
  static const struct
  {
    const char *style, *text, *tint;
    float alpha;
  } colors[] = {
    { "ok", "t_ok", "success_color", .14f },
    { "warn", "t_warn", "warning_color", .16f },
    { "bad", "t_bad", "error_color", .14f },
    { "acc", "t_acc", "accent_color", .14f },
  };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), text);
  *tint = *text;
  tint->alpha *= .09f;
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_strcmp0 (style, colors[i].style) == 0)
      {
        lookup (widget, colors[i].text, text);
        lookup (widget, colors[i].tint, tint);
        tint->alpha = colors[i].alpha;
      }
}

/* Returns the x where the badges begin. */
static int
draw_badges (RedressQueueRow *self, GtkSnapshot *snapshot, int end, float y)
{
  GtkWidget *widget = GTK_WIDGET (self);

  for (int i = (int)self->n_badges - 1; i >= 0; i--)
    {
      int label = MIN (text_width (self, TEXT_BADGE_1 + i), 110);
      int width = label + BADGE_ICON + 4 + 2 * BADGE_PAD;
      GdkRGBA text, tint;

      badge_colors (widget, self->badges[i].style, &text, &tint);
      end -= width;
      fill_round (self, snapshot, &GRAPHENE_RECT_INIT (end, y + 1, width, BADGE_HEIGHT), 6, tint);
      draw_icon (self, snapshot, self->badges[i].icon, BADGE_ICON, end + BADGE_PAD, y + 4, &text);
      draw_text (self, snapshot, TEXT_BADGE_1 + i, end + BADGE_PAD + BADGE_ICON + 4, y, label + 1,
                 &text);
      end -= 4;
    }
  return end;
}

static void
draw_due (RedressQueueRow *self, GtkSnapshot *snapshot, int width, const GdkRGBA *fg)
{
  static const char *const colors[] = { NULL, "t_warn", "t_bad", NULL, NULL };
  GdkRGBA color = *fg;

  if (colors[self->stage] != NULL)
    lookup (GTK_WIDGET (self), colors[self->stage], &color);
  else
    color.alpha *= .72f;
  draw_icon (self, snapshot, redress_due_stage_get_icon (self->stage), ICON, PAD_X, PAD_Y + 3,
             &color);
  draw_text (self, snapshot, TEXT_DUE, PAD_X + ICON + 5, PAD_Y, width - PAD_X - ICON - 5, &color);
}

static void
draw_row (RedressQueueRow *self, GtkSnapshot *snapshot, int width)
{
  GdkRGBA fg, tile;
  int amount = text_width (self, TEXT_AMOUNT), tile_width = text_width (self, TEXT_TILE), end;
  float bottom = PAD_Y + 2 * (LINE_HEIGHT + 1);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &fg);
  tile = fg;
  tile.alpha *= .12f;
  draw_due (self, snapshot, width - PAD_X - amount - 6, &fg);
  draw_text (self, snapshot, TEXT_AMOUNT, width - PAD_X - amount, PAD_Y, -1, &fg);
  draw_text (self, snapshot, TEXT_REASON, PAD_X, PAD_Y + LINE_HEIGHT + 1, width - 2 * PAD_X, &fg);
  fill_round (self, snapshot, &GRAPHENE_RECT_INIT (PAD_X, bottom, TILE, TILE), 5, tile);
  draw_text (self, snapshot, TEXT_TILE, PAD_X + (TILE - tile_width) / 2.f, bottom, -1, &fg);
  end = draw_badges (self, snapshot, width - PAD_X, bottom);
  draw_text (self, snapshot, TEXT_WHO, PAD_X + TILE + 6, bottom, end - PAD_X - TILE - 8, &fg);
}

static void
redress_queue_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedressQueueRow *self = REDRESS_QUEUE_ROW (widget);
  int width = gtk_widget_get_width (widget);

  if (self->item == NULL)
    return;
  self->mirror = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width : 0;
  draw_row (self, snapshot, width);
}

static void
redress_queue_row_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? ROW_HEIGHT : 200;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? ROW_HEIGHT : 312;
}

static GtkSizeRequestMode
redress_queue_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
clear_layouts (RedressQueueRow *self)
{
  for (Text text = 0; text < N_TEXTS; text++)
    g_clear_object (&self->texts[text]);
}

/* Font or scale changed: layouts are made anew. */
static void
redress_queue_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  RedressQueueRow *self = REDRESS_QUEUE_ROW (widget);

  GTK_WIDGET_CLASS (redress_queue_row_parent_class)->css_changed (widget, change);
  for (Text text = 0; text < N_TEXTS; text++)
    if (self->texts[text] != NULL)
      pango_layout_context_changed (self->texts[text]);
}

static gboolean
redress_queue_row_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  RedressQueueRow *self = REDRESS_QUEUE_ROW (widget);
  RedressRowBadge all[12];
  g_autofree char *reason = NULL;
  g_autoptr (GString) text = NULL;
  guint n;

  if (self->item == NULL)
    return FALSE;
  reason = redress_row_format_reason (self->item->summary);
  text = g_string_new (reason);
  n = redress_queue_item_list_badges (self->item, self->account, self->races,
                                      redress_clock_now (self->clock), all, G_N_ELEMENTS (all));
  n = MIN (n, G_N_ELEMENTS (all));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "\n" : " · ", all[i].text);
  redress_row_badges_clear (all, n);
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

static void
redress_queue_row_dispose (GObject *object)
{
  RedressQueueRow *self = REDRESS_QUEUE_ROW (object);

  clear_layouts (self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (redress_queue_row_parent_class)->dispose (object);
}

static void
redress_queue_row_finalize (GObject *object)
{
  RedressQueueRow *self = REDRESS_QUEUE_ROW (object);

  redress_row_badges_clear (self->badges, self->n_badges);
  g_free (self->account);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_queue_row_parent_class)->finalize (object);
}

static void
redress_queue_row_class_init (RedressQueueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redress_queue_row_dispose;
  object_class->finalize = redress_queue_row_finalize;
  widget_class->snapshot = redress_queue_row_snapshot;
  widget_class->measure = redress_queue_row_measure;
  widget_class->get_request_mode = redress_queue_row_get_request_mode;
  widget_class->css_changed = redress_queue_row_css_changed;
  widget_class->query_tooltip = redress_queue_row_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "queue-row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

/* Policies may come when the rows are there already. */
static void
platforms_changed_cb (RedressQueueRow *self)
{
  if (self->item != NULL)
    update_texts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
redress_queue_row_init (RedressQueueRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (redress_platforms_get_default (), "changed",
                           G_CALLBACK (platforms_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
redress_queue_row_new (RedressClock *clock)
{
  RedressQueueRow *self = g_object_new (REDRESS_TYPE_QUEUE_ROW, NULL);

  self->clock = redress_clock_ref (clock);
  return GTK_WIDGET (self);
}

void
redress_queue_row_set_item (RedressQueueRow *self, RedressQueueItem *item, const char *account)
{
  g_return_if_fail (REDRESS_IS_QUEUE_ROW (self));
  g_return_if_fail (item == NULL || REDRESS_IS_QUEUE_ITEM (item));

  g_set_object (&self->item, item);
  if (g_strcmp0 (self->account, account) != 0)
    {
      g_free (self->account);
      self->account = g_strdup (account);
    }
  if (item != NULL)
    update_texts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redress_queue_row_set_races (RedressQueueRow *self, gboolean races)
{
  g_return_if_fail (REDRESS_IS_QUEUE_ROW (self));

  if (self->races == races)
    return;
  self->races = races;
  if (self->item != NULL)
    update_texts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redress_queue_row_tick (RedressQueueRow *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_ROW (self));

  if (self->item == NULL)
    return;
  update_times (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
