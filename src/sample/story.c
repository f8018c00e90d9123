/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/encode.h"
#include "sample/story.h"
#include "wire/json.h"

#include <string.h>

#define LONG_TEXT_TIMES 60

/**
 * redress_story_say:
 *
 * Returns: (transfer none): @zh or @en, by the customer's language
 */
const char *
redress_story_say (RedressStory *self, const char *zh, const char *en)
{
  return self->chinese ? zh : en;
}

/**
 * redress_story_choose:
 * @zh: choices between bars
 * @en: choices between bars
 *
 * Returns: (transfer full): one choice in the customer's language
 */
char *
redress_story_choose (RedressStory *self, const char *zh, const char *en)
{
  g_auto (GStrv) choices = g_strsplit (redress_story_say (self, zh, en), "|", -1);

  return g_strdup (redress_chance_pick (&self->chance, (const char *const *)choices));
}

/**
 * redress_story_get_customer:
 *
 * Returns: (transfer full): a name that nobody can have
 */
char *
redress_story_get_customer (RedressStory *self)
{
  return g_strdup_printf ("%s %u", redress_story_say (self, "客户", "Customer"), self->number);
}

static RedressFact *
add_fact (RedressStory *self, const char *name, const char *source)
{
  RedressTime as_of = g_str_equal (source, "customer") ? self->asked : self->read;
  RedressFact *fact = redress_fact_new (name, source, as_of);

  g_ptr_array_add (self->ticket->facts, fact);
  return fact;
}

void
redress_story_add_bool (RedressStory *self,
                        const char *name,
                        const char *source,
                        RedressAnswered value)
{
  RedressFact *fact = add_fact (self, name, source);

  if (value != REDRESS_UNKNOWN)
    redress_value_set_boolean (&fact->value, value == REDRESS_YES);
}

void
redress_story_add_int (
    RedressStory *self, const char *name, const char *source, const char *unit, gint64 value)
{
  RedressFact *fact = add_fact (self, name, source);

  fact->unit = g_strdup (unit);
  redress_value_set_integer (&fact->value, value);
}

void
redress_story_add_time (RedressStory *self, const char *name, const char *source, RedressTime value)
{
  RedressFact *fact = add_fact (self, name, source);

  fact->unit = g_strdup ("time");
  if (value != REDRESS_TIME_UNKNOWN)
    redress_value_set_time (&fact->value, value);
}

void
redress_story_add_text (RedressStory *self, const char *name, const char *source, const char *value)
{
  RedressFact *fact = add_fact (self, name, source);

  if (value != NULL)
    redress_value_set_text (&fact->value, value);
}

static RedressEvent *
add_event (RedressStory *self, RedressTime at, RedressLane lane, const char *code, const char *text)
{
  static const char *const sources[] = { "customer", "platform", "platform" };
  RedressEvent *event = redress_event_new ();

  event->at = at;
  event->lane = lane;
  event->code = g_strdup (code);
  event->text = g_strdup (text);
  event->source = g_strdup (sources[lane]);
  g_ptr_array_add (self->ticket->events, event);
  return event;
}

void
redress_story_add_event (RedressStory *self,
                         RedressTime at,
                         RedressLane lane,
                         const char *code,
                         const char *zh,
                         const char *en)
{
  add_event (self, at, lane, code, redress_story_say (self, zh, en));
}

void
redress_story_add_trouble (RedressStory *self,
                           RedressTime at,
                           RedressLane lane,
                           const char *code,
                           const char *zh,
                           const char *en)
{
  add_event (self, at, lane, code, redress_story_say (self, zh, en))->trouble = TRUE;
}

static RedressPiece *
add_piece (RedressStory *self,
           const char *slot,
           const char *holder,
           RedressSensitivity sensitivity,
           const char *name,
           const char *media_type,
           RedressTime at)
{
  RedressPiece *piece = redress_piece_new (slot, holder, media_type);

  piece->sensitivity = sensitivity;
  piece->name = g_strdup (name);
  piece->captured_at = MIN (at, self->now);
  g_ptr_array_add (self->made->pieces, piece);
  return piece;
}

/**
 * redress_story_show:
 * @name: of the file, without its ending
 * @sheet: (transfer full): what it shows
 *
 * Returns: (transfer none): the piece
 */
RedressPiece *
redress_story_show (RedressStory *self,
                    const char *slot,
                    const char *holder,
                    RedressSensitivity sensitivity,
                    const char *name,
                    RedressTime at,
                    RedressSheet *sheet)
{
  gboolean paper = sheet->look >= REDRESS_SHEET_FORM;
  gboolean photo = !paper && sheet->look >= REDRESS_SHEET_PARCEL;
  gboolean jpeg = photo || redress_chance_one_in (&self->chance, 3);
  g_autofree char *file = g_strconcat (name, paper ? ".pdf" : jpeg ? ".jpg" : ".png", NULL);
  RedressPiece *piece = add_piece (self, slot, holder, sensitivity, file,
                                   paper  ? "application/pdf"
                                   : jpeg ? "image/jpeg"
                                          : "image/png",
                                   at);

  sheet->at = piece->captured_at;
  sheet->turned = photo && redress_chance_one_in (&self->chance, 2);
  piece->sheet = sheet;
  return piece;
}

/**
 * redress_story_send_as:
 * @piece: a photograph
 */
void
redress_story_send_as (RedressPiece *piece, const char *media_type, const char *ending)
{
  g_autofree char *name = g_strdup (piece->name);

  if (!redress_encode_can (media_type))
    return;
  *strrchr (name, '.') = '\0';
  g_free (piece->name);
  piece->name = g_strconcat (name, ending, NULL);
  g_free (piece->media_type);
  piece->media_type = g_strdup (media_type);
  piece->sheet->turned = FALSE;
}

/* The platform says of each fact where in the file it stands. */
static void
point_facts (RedressStory *self, RedressRecord *record, GBytes *bytes)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autofree char *digest = redress_sha256_hex (data, length);

  for (guint i = 0; i < self->ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (self->ticket->facts, i);
      guint *lines = redress_record_list_lines (record, fact->name);

      if (lines == NULL)
        continue;
      g_free (fact->evidence);
      g_free (fact->entries);
      fact->evidence = g_strdup (digest);
      fact->entries = lines;
    }
}

/**
 * redress_story_keep:
 * @record: (transfer full): a transcript or a log
 *
 * Returns: (transfer none): the piece
 */
RedressPiece *
redress_story_keep (RedressStory *self,
                    const char *slot,
                    const char *holder,
                    RedressSensitivity sensitivity,
                    const char *name,
                    const char *media_type,
                    RedressTime at,
                    RedressRecord *record)
{
  RedressPiece *piece = add_piece (self, slot, holder, sensitivity, name, media_type, at);

  piece->bytes = redress_record_to_bytes (record);
  point_facts (self, record, piece->bytes);
  redress_record_free (record);
  return piece;
}

RedressPiece *
redress_story_note (RedressStory *self,
                    const char *slot,
                    const char *holder,
                    RedressSensitivity sensitivity,
                    const char *name,
                    RedressTime at,
                    const char *text)
{
  RedressPiece *piece = add_piece (self, slot, holder, sensitivity, name, "text/plain", at);

  piece->bytes = g_bytes_new (text, strlen (text));
  return piece;
}

void
redress_story_set_order (RedressStory *self,
                         const char *number,
                         const char *title,
                         gint64 amount,
                         RedressUnit unit,
                         const char *payment_method,
                         RedressTime placed_at)
{
  RedressOrder *order = &self->ticket->order;
  RedressSummary *summary = self->ticket->summary;
  RedressOrderLine *line = redress_order_line_new ();

  order->number = g_strdup (number);
  order->title = g_strdup (title);
  order->paid.value = amount;
  order->paid.unit = unit;
  order->payment_method = g_strdup (payment_method);
  order->placed_at = placed_at;
  order->requested_at = self->asked;
  order->state_as_of = self->read;
  line->title = g_strdup (title);
  line->quantity = 1;
  line->amount = order->paid;
  g_ptr_array_add (order->lines, line);
  summary->order_no = g_strdup (number);
  summary->title = g_strdup (title);
  summary->amount = order->paid;
}

/* What makes a text hard to show stays after its first words, which say what it is about. */
static char *
make_odd (RedressStory *self, const char *text)
{
  GString *odd = g_string_new (text);

  if (self->oddity == REDRESS_ODDITY_LONG_TEXT)
    for (guint i = 1; i <= LONG_TEXT_TIMES; i++)
      g_string_append_printf (odd,
                              self->chinese
                                  ? "\n%u. 我再说一遍：%s 请你们认真看完每一张截图。"
                                  : "\n%u. Once more: %s Please look at every screenshot.",
                              i, text);
  else if (self->oddity == REDRESS_ODDITY_EMOJI)
    g_string_append (
        odd, " 😡😡🙏🏽👨‍👩‍👧‍👦 🇨🇳 ✅❌ 💸➡️🗑️");
  else if (self->oddity == REDRESS_ODDITY_RIGHT_TO_LEFT)
    g_string_assign (
        odd,
        "لم يصل الرصيد إلى حسابي، رقم الطلب K2026 ‏(300 نقطة). "
        "أريد "
        "استرداد "
        "المبلغ. שילמתי ולא קיבלתי.");
  else if (self->oddity == REDRESS_ODDITY_NO_REASON)
    g_string_truncate (odd, 0);
  return g_string_free (odd, FALSE);
}

static void
set_reason (RedressStory *self, const RedressPlot *plot)
{
  g_autofree char *text = redress_story_choose (self, plot->zh, plot->en);
  const char *language = self->oddity == REDRESS_ODDITY_RIGHT_TO_LEFT ? "ar"
                         : self->chinese                              ? "zh-CN"
                                                                      : "en";

  self->ticket->summary->reason_code = g_strdup (plot->ground);
  self->ticket->reason_full = make_odd (self, text);
  self->ticket->reason_language = g_strdup (language);
}

void
redress_story_set_plot (RedressStory *self, const RedressPlot *plot)
{
  self->made->plot = plot->name;
  self->made->verdict = plot->verdict;
  self->ticket->summary->kind = plot->kind;
  self->ticket->order.state_at_request = g_strdup (plot->at_request);
  self->ticket->order.state = g_strdup (plot->now);
  set_reason (self, plot);
}

/**
 * redress_plot_choose:
 *
 * Returns: (transfer none): one of the plots, by their weights
 */
gconstpointer
redress_plot_choose (RedressChance *chance, gconstpointer plots, guint n_plots, gsize size)
{
  const char *table = plots;
  gint64 total = 0;
  gint64 at;

  for (guint i = 0; i < n_plots; i++)
    total += ((const RedressPlot *)(table + i * size))->weight;
  at = redress_chance_between (chance, 0, total - 1);
  for (guint i = 0; i < n_plots; i++)
    {
      at -= ((const RedressPlot *)(table + i * size))->weight;
      if (at < 0)
        return table + i * size;
    }
  g_return_val_if_reached (plots);
}
