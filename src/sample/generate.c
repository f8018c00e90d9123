/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/generate.h"

#include "core/language.h"
#include "sample/btepai.h"
#include "sample/cainiao.h"
#include "sample/kameng.h"
#include "sample/rail-order.h"
#include "sample/redemption.h"
#include "sample/rewind.h"
#include "wire/json.h"

/* Of each 128 tickets so many are late or due soon, as on a working day. */
#define BLOCK 128
#define N_LATE 4
#define N_SOON 13
#define SOON (4 * REDRESS_HOUR)
#define YOUNGEST (20 * REDRESS_MINUTE)
/* Customers who come back, by their numbers. */
#define REGULARS 4800
#define N_REGULARS 12
/* Tickets of the past have numbers that no run of today reaches. */
#define PAST (G_GUINT64_CONSTANT (1) << 40)
#define RECEIPT "payment_record"
#define BETWEEN_RECEIPTS 40
/* Shuffles a block; odd, so that it has no common factor with it. */
#define STRIDE 37

/* Platforms with travellers and buyers from elsewhere say what a customer reads. */
typedef struct
{
  const char *flow;
  const char *platform;
  const char *prefix;
  guint weight;
  gboolean says_language;
  const RedressPlot *(*choose) (RedressChance *chance);
  void (*tell) (RedressStory *story, const RedressPlot *plot);
} Flow;

static const Flow flows[] = {
  { "kameng-virtual", "kameng", "KM", 61, TRUE, redress_kameng_choose, redress_kameng_tell },
  { "rail12306-order", "rail12306", "RO", 22, TRUE, redress_rail_order_choose,
    redress_rail_order_tell },
  { "rail12306-redemption", "rail12306", "RP", 16, TRUE, redress_redemption_choose,
    redress_redemption_tell },
  { "cainiao-return", "cainiao", "CN", 19, FALSE, redress_cainiao_choose, redress_cainiao_tell },
  { "btepai-order", "btepai", "BT", 10, FALSE, redress_btepai_choose, redress_btepai_tell },
};

/* Each of these stands once in a block, so that a small demo has them all. */
static const struct
{
  guint place;
  RedressOddity oddity;
} oddities[] = {
  { 17, REDRESS_ODDITY_LONG_TEXT },     { 29, REDRESS_ODDITY_EMOJI },
  { 41, REDRESS_ODDITY_RIGHT_TO_LEFT }, { 53, REDRESS_ODDITY_NOTHING_PAID },
  { 66, REDRESS_ODDITY_HUGE_AMOUNT },   { 78, REDRESS_ODDITY_NO_REASON },
  { 90, REDRESS_ODDITY_CUT_FILE },      { 102, REDRESS_ODDITY_SCRAMBLED_FILE },
  { 20, REDRESS_ODDITY_RECEIPT_LENT },  { 60, REDRESS_ODDITY_RECEIPT_USED_AGAIN },
};

static RedressOddity
find_oddity (guint64 index)
{
  for (guint i = 0; i < G_N_ELEMENTS (oddities); i++)
    if (index % BLOCK == oddities[i].place)
      return oddities[i].oddity;
  return REDRESS_ODDITY_NONE;
}

/* The first flow takes what needs money and goods; the others come by their weights. */
static const Flow *
choose_flow (RedressChance *chance, RedressOddity oddity)
{
  gint64 total = 0;
  gint64 at;

  if (oddity != REDRESS_ODDITY_NONE)
    return &flows[0];
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    total += flows[i].weight;
  at = redress_chance_between (chance, 0, total - 1);
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      at -= flows[i].weight;
      if (at < 0)
        return &flows[i];
    }
  return &flows[0];
}

static const RedressSampleClock *
find_clock (const char *flow, RedressKind kind)
{
  for (guint i = 0; i < redress_sample_n_clocks; i++)
    if (redress_sample_clocks[i].kind == kind && g_str_equal (redress_sample_clocks[i].flow, flow))
      return &redress_sample_clocks[i];
  g_return_val_if_reached (&redress_sample_clocks[0]);
}

/* A calm ticket came at any time since the one that is due in four hours. */
static RedressTime
choose_opened (RedressChance *chance,
               const RedressSampleClock *clock,
               guint64 index,
               RedressTime now)
{
  guint place = (guint)(index * STRIDE % BLOCK);
  RedressTime oldest = redress_sample_opened_for (clock, now + SOON);
  gint64 minutes;

  if (place >= N_LATE + N_SOON)
    return oldest + redress_chance_between (chance, 0, (now - YOUNGEST - oldest) / 1000) * 1000;
  minutes = place < N_LATE ? -redress_chance_between (chance, 3, 110)
                           : redress_chance_between (chance, 12, 238);
  return redress_sample_opened_for (clock, now + minutes * REDRESS_MINUTE) -
         redress_chance_between (chance, 0, 59999) * 1000;
}

/* A quarter of the tickets come from a few people, who so have a history. */
static guint
choose_customer (RedressChance *chance)
{
  if (redress_chance_one_in (chance, 4))
    return REGULARS + (guint)redress_chance_between (chance, 0, N_REGULARS - 1);
  return 1000 + (guint)redress_chance_between (chance, 0, 8999);
}

static void
set_customer (RedressStory *story, const Flow *flow)
{
  static const char *const tiers[] = { "regular", "regular", "regular", "silver", "gold", NULL };
  RedressCustomer *customer = &story->ticket->customer;
  RedressSummary *summary = story->ticket->summary;

  customer->ref = g_strdup_printf ("%s-c-%u", flow->prefix, story->number);
  customer->display_name = redress_story_get_customer (story);
  customer->tier = g_strdup (redress_chance_pick (&story->chance, tiers));
  if (flow->says_language)
    customer->language =
        g_strdup (story->chinese ? REDRESS_LANGUAGE_CHINESE : REDRESS_LANGUAGE_ENGLISH);
  customer->cancels_90d = redress_chance_between (&story->chance, 0, 3);
  summary->customer_ref = g_strdup (customer->ref);
  summary->customer_name = g_strdup (customer->display_name);
}

/* "KM-20261116-7F3A21" */
static char *
number_ticket (const Flow *flow, guint64 seed, guint64 index, RedressTime opened)
{
  RedressChance chance = redress_chance_new (seed, index, "number");
  g_autofree char *day = redress_sample_local_time (opened, "%Y%m%d");

  return g_strdup_printf ("%s-%s-%06" G_GINT64_MODIFIER "X%02" G_GINT64_MODIFIER "X", flow->prefix,
                          day, redress_chance_next (&chance) & 0xffffff, index & 0xff);
}

/* Of the request that an appeal is about. */
static char *
name_original (const RedressSummary *appeal)
{
  return g_strconcat (appeal->external_id, "-0", NULL);
}

static void
drop_slot (GPtrArray *pieces, const char *slot)
{
  for (guint i = pieces->len; slot != NULL && i > 0; i--)
    {
      RedressPiece *piece = g_ptr_array_index (pieces, i - 1);

      if (g_str_equal (piece->slot, slot))
        g_ptr_array_remove_index (pieces, i - 1);
    }
}

static gboolean
has_piece (GPtrArray *pieces, const char *sha256)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const RedressPiece *piece = g_ptr_array_index (pieces, i);
      g_autofree char *digest = NULL;

      if (piece->bytes == NULL)
        continue;
      digest = redress_sha256_hex (g_bytes_get_data (piece->bytes, NULL),
                                   g_bytes_get_size (piece->bytes));
      if (g_str_equal (digest, sha256))
        return TRUE;
    }
  return FALSE;
}

/* Nobody points to a file that nobody sent. */
static void
forget_places (RedressCase *made)
{
  for (guint i = 0; i < made->ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (made->ticket->facts, i);

      if (fact->evidence == NULL || has_piece (made->pieces, fact->evidence))
        continue;
      g_clear_pointer (&fact->evidence, g_free);
      g_clear_pointer (&fact->entries, g_free);
    }
}

/* The same receipt, to the byte, proves two payments: somebody tries it. */
static void
use_receipt_again (GPtrArray *pieces, guint64 seed, guint64 index, RedressTime now)
{
  g_autoptr (RedressCase) lender = redress_sample_generate (seed, index - BETWEEN_RECEIPTS, now);

  drop_slot (pieces, RECEIPT);
  for (guint i = 0; i < lender->pieces->len; i++)
    if (g_str_equal (((RedressPiece *)g_ptr_array_index (lender->pieces, i))->slot, RECEIPT))
      {
        g_ptr_array_add (pieces, g_ptr_array_steal_index (lender->pieces, i));
        return;
      }
}

static void
spoil_piece (GPtrArray *pieces, RedressOddity oddity)
{
  RedressPiece *piece = pieces->len > 0 ? g_ptr_array_index (pieces, 0) : NULL;

  if (piece != NULL && oddity == REDRESS_ODDITY_CUT_FILE)
    piece->flaw = REDRESS_FLAW_CUT;
  if (piece != NULL && oddity == REDRESS_ODDITY_SCRAMBLED_FILE)
    piece->flaw = REDRESS_FLAW_SCRAMBLED;
}

/* @number: of the customer, 0 to have one chosen */
static RedressCase *
make (guint64 seed, guint64 index, RedressTime now, RedressOddity oddity, guint number)
{
  RedressStory story = { .made = redress_case_new (), .now = now, .oddity = oddity };
  RedressSummary *summary;
  const RedressPlot *plot;
  const Flow *flow;

  story.ticket = story.made->ticket;
  story.chance = redress_chance_new (seed, index, "story");
  flow = choose_flow (&story.chance, story.oddity);
  plot = flow->choose (&story.chance);
  story.chinese = !redress_chance_one_in (&story.chance, 3);
  story.number = number != 0 ? number : choose_customer (&story.chance);
  story.asked = choose_opened (&story.chance, find_clock (flow->flow, plot->kind), index, now);
  story.read =
      story.asked + (now - story.asked) * redress_chance_between (&story.chance, 60, 99) / 100;

  summary = story.ticket->summary;
  summary->platform = g_strdup (flow->platform);
  summary->flow = g_strdup (flow->flow);
  summary->external_id = number_ticket (flow, seed, index, story.asked);
  summary->opened_at = story.asked;
  set_customer (&story, flow);
  flow->tell (&story, plot);
  drop_slot (story.made->pieces, plot->without);
  if (plot->without != NULL)
    forget_places (story.made);
  spoil_piece (story.made->pieces, story.oddity);
  if (story.oddity == REDRESS_ODDITY_RECEIPT_USED_AGAIN)
    use_receipt_again (story.made->pieces, seed, index, now);
  redress_ticket_seal (story.ticket);
  return story.made;
}

/**
 * redress_sample_generate:
 * @seed: of the run
 * @index: number of the ticket, from 0
 * @now: when the tickets are sent; opening times are counted back from it
 *
 * Pure: the same three numbers always give the same ticket, whatever was made before.
 *
 * Returns: (transfer full): the ticket
 */
RedressCase *
redress_sample_generate (guint64 seed, guint64 index, RedressTime now)
{
  RedressCase *made = make (seed, index, now, find_oddity (index), 0);

  if (made->ticket->summary->kind == REDRESS_KIND_APPEAL)
    made->previous_external_id = name_original (made->ticket->summary);
  return made;
}

/* Waits, is held, or needs a second person: it will still be in the queue. */
static gboolean
stays_open (const RedressCase *made)
{
  static const char *const second[] = { "kameng-abuse", "kameng-large", "btepai-other-method",
                                        NULL };

  return !redress_verdict_is_final (made->verdict) || g_strv_contains (second, made->plot);
}

/**
 * redress_sample_generate_past:
 * @index: from 0
 *
 * Makes a ticket of days ago, by one of the people who come back. It is meant to be decided.
 * One that will not be finished by that is of today, or it would be weeks late.
 *
 * Returns: (transfer full): the ticket
 */
RedressCase *
redress_sample_generate_past (guint64 seed, guint64 index, RedressTime now)
{
  RedressTime then = now - (2 + index * 7 % 19) * REDRESS_DAY;
  guint number = REGULARS + index * 5 % N_REGULARS;
  g_autoptr (RedressCase) made = make (seed, PAST + index, then, REDRESS_ODDITY_NONE, number);

  if (!stays_open (made))
    return g_steal_pointer (&made);
  return make (seed, PAST + index, now, REDRESS_ODDITY_NONE, number);
}

/**
 * redress_sample_generate_original:
 * @index: number of a ticket
 *
 * Returns: (transfer full) (nullable): the request behind the appeal of that number, as it was
 *   before it was decided; %NULL if the ticket is no appeal
 */
RedressCase *
redress_sample_generate_original (guint64 seed, guint64 index, RedressTime now)
{
  g_autoptr (RedressCase) made = redress_sample_generate (seed, index, now);

  if (made->previous_external_id == NULL)
    return NULL;
  redress_case_rewind (made);
  return g_steal_pointer (&made);
}
