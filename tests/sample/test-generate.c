/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/evidence-content.h"
#include "sample/generate.h"
#include "sample/intake.h"
#include "wire/evidence-content-codec.h"
#include "wire/json.h"

/* Tue 17 Nov 2026, 14:18 in Shanghai. */
#define NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)
#define SEED 1
#define MANY 800

/* On whatever day and hour of a week: no event and no picture is younger than now, and a fact
 * is named once. */
static void
test_times (void)
{
  for (guint64 index = 0; index < MANY; index++)
    {
      RedressTime now = NOW + (gint64)(index % 21) * 8 * REDRESS_HOUR;
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, now);
      RedressTicket *ticket = made->ticket;

      g_test_message ("%u %s", (guint)index, made->plot);
      g_assert_cmpint (ticket->summary->opened_at, <, now);
      g_assert_cmpint (ticket->order.placed_at, <, ticket->summary->opened_at);
      for (guint i = 0; i < ticket->events->len; i++)
        {
          RedressEvent *event = g_ptr_array_index (ticket->events, i);

          g_test_message ("%s", event->code);
          g_assert_cmpint (event->at, <=, now);
          g_assert_cmpint (event->at, >=, ticket->order.placed_at);
        }
      for (guint i = 0; i < made->pieces->len; i++)
        g_assert_cmpint (((RedressPiece *)g_ptr_array_index (made->pieces, i))->captured_at, <=,
                         now);
      for (guint i = 1; i < ticket->facts->len; i++)
        {
          RedressFact *before = g_ptr_array_index (ticket->facts, i - 1);
          RedressFact *fact = g_ptr_array_index (ticket->facts, i);

          g_assert_cmpstr (before->name, !=, fact->name);
        }
    }
}

static void
test_same_seed_same_ticket (void)
{
  for (guint64 index = 0; index < 40; index++)
    {
      g_autoptr (RedressCase) one = redress_sample_generate (SEED, index, NOW);
      g_autoptr (RedressCase) two = redress_sample_generate (SEED, index, NOW);
      g_autoptr (RedressCase) other = redress_sample_generate (SEED + 1, index, NOW);
      g_autoptr (GBytes) first = redress_case_to_body (one);
      g_autoptr (GBytes) second = redress_case_to_body (two);
      g_autoptr (GBytes) third = redress_case_to_body (other);

      g_assert_true (g_bytes_equal (first, second));
      g_assert_false (g_bytes_equal (first, third));
      g_assert_cmpuint (one->pieces->len, ==, two->pieces->len);
      for (guint i = 0; i < one->pieces->len && index < 1; i++)
        {
          g_autoptr (GBytes) a = redress_piece_get_bytes (g_ptr_array_index (one->pieces, i));
          g_autoptr (GBytes) b = redress_piece_get_bytes (g_ptr_array_index (two->pieces, i));

          g_assert_true (g_bytes_equal (a, b));
        }
    }
}

static void
assert_time_member (JsonObject *object, const char *name)
{
  RedressTime time;
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_json_read_time (object, name, TRUE, &time, &error));
  g_assert_no_error (error);
}

/* The body holds to the limits of the intake, whatever the ticket is like. */
static void
test_body (void)
{
  for (guint64 index = 0; index < 400; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      g_autoptr (GBytes) body = redress_case_to_body (made);
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *data = g_bytes_get_data (body, &length);
      g_autoptr (JsonNode) node =
          redress_json_parse (data, length, &redress_json_limits_request, &error);
      JsonObject *object;

      g_assert_no_error (error);
      object = json_node_get_object (node);
      g_assert_cmpstr (json_object_get_string_member (object, "flow"), ==,
                       made->ticket->summary->flow);
      assert_time_member (object, "opened_at");
      assert_time_member (json_object_get_object_member (object, "order"), "placed_at");
      g_assert_cmpint (g_utf8_strlen (made->ticket->reason_full, -1), <=, 10000);
      g_assert_cmpint (made->pieces->len, <=, 40);
    }
}

/* Transcripts and logs are such as a desk reads, and everybody who speaks was introduced. */
static void
assert_record (RedressPiece *piece)
{
  g_autoptr (GBytes) bytes = redress_piece_get_bytes (piece);
  g_autoptr (RedressEvidenceContent) content =
      redress_evidence_content_new (piece->media_type, bytes);
  g_autoptr (GError) error = NULL;

  redress_evidence_content_decode (content, &error);
  g_assert_no_error (error);
  if (content->log != NULL)
    g_assert_cmpuint (content->log->entries->len, >, 0);
  if (content->transcript == NULL)
    return;
  for (guint i = 0; i < content->transcript->messages->len; i++)
    {
      RedressMessage *message = g_ptr_array_index (content->transcript->messages, i);

      g_assert_true (
          g_strv_contains ((const char *const *)content->transcript->participants, message->from));
    }
}

static void
test_records (void)
{
  for (guint64 index = 0; index < 400; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);

      for (guint i = 0; i < made->pieces->len; i++)
        if (g_str_has_suffix (((RedressPiece *)g_ptr_array_index (made->pieces, i))->media_type,
                              "+json"))
          assert_record (g_ptr_array_index (made->pieces, i));
    }
}

static guint
count_with (const char *what, guint64 from, guint64 to)
{
  guint count = 0;

  for (guint64 index = from; index < to; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressSummary *summary = made->ticket->summary;
      const char *text = made->ticket->reason_full;

      count += g_str_equal (what, "nothing") && summary->amount.value == 0;
      count +=
          g_str_equal (what, "huge") && summary->amount.value == G_GINT64_CONSTANT (1000000000000);
      count += g_str_equal (what, "long") && strlen (text) > 4000;
      count += g_str_equal (what, "emoji") && strstr (text, "😡") != NULL;
      count += g_str_equal (what, "arabic") && strstr (text, "لم") != NULL;
      count += g_str_equal (what, "silent") && *text == '\0';
      for (guint i = 0; i < made->pieces->len; i++)
        count += g_str_equal (what, "flawed") &&
                 ((RedressPiece *)g_ptr_array_index (made->pieces, i))->flaw != REDRESS_FLAW_NONE;
    }
  return count;
}

/* A demo of 130 tickets has each awkward case, a million have few of them. */
static void
test_oddities (void)
{
  static const char *const all[] = { "nothing", "huge", "long", "emoji", "arabic", "silent" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      guint count = count_with (all[i], 0, 128);

      g_test_message ("%s", all[i]);
      g_assert_cmpuint (count, ==, 1);
    }
  g_assert_cmpuint (count_with ("flawed", 0, 128), ==, 2);
}

static GBytes *
take_receipt (guint64 index)
{
  g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);

  for (guint i = 0; i < made->pieces->len; i++)
    if (g_str_equal (((RedressPiece *)g_ptr_array_index (made->pieces, i))->slot, "payment_record"))
      return redress_piece_get_bytes (g_ptr_array_index (made->pieces, i));
  g_assert_not_reached ();
}

static void
test_receipt_used_again (void)
{
  g_autoptr (GBytes) first = take_receipt (20);
  g_autoptr (GBytes) again = take_receipt (60);

  g_assert_true (g_bytes_equal (first, again));
}

static void
test_opened_for (void)
{
  const RedressSampleClock hours = { "x", REDRESS_KIND_REVIEW, 24, FALSE };
  const RedressSampleClock days = { "x", REDRESS_KIND_APPEAL, 5, TRUE };

  g_assert_cmpint (redress_sample_opened_for (&hours, NOW), ==, NOW - 24 * REDRESS_HOUR);
  /* From Tuesday over one weekend to the Tuesday before. */
  g_assert_cmpint (redress_sample_opened_for (&days, NOW), ==, NOW - 7 * REDRESS_DAY);
  /* Nothing is due on a Saturday: it moves to Monday first. */
  g_assert_cmpint (redress_sample_opened_for (&days, NOW + 4 * REDRESS_DAY), ==, NOW - REDRESS_DAY);
}

/* Some are late and some soon, most are calm. */
static void
test_due (void)
{
  guint late = 0;
  guint soon = 0;

  for (guint64 index = 0; index < 128; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      const RedressSampleClock *clock = NULL;
      RedressTime left;

      for (guint i = 0; i < redress_sample_n_clocks; i++)
        if (redress_sample_clocks[i].kind == made->ticket->summary->kind &&
            g_str_equal (redress_sample_clocks[i].flow, made->ticket->summary->flow))
          clock = &redress_sample_clocks[i];
      left = made->ticket->summary->opened_at - redress_sample_opened_for (clock, NOW);
      late += left <= 0;
      soon += left > 0 && left < 4 * REDRESS_HOUR;
    }
  g_assert_cmpuint (late, >=, 3);
  g_assert_cmpuint (late, <=, 6);
  g_assert_cmpuint (soon, >=, 8);
  g_assert_cmpuint (soon, <=, 24);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/generate/times", test_times);
  g_test_add_func ("/sample/generate/same-seed-same-ticket", test_same_seed_same_ticket);
  g_test_add_func ("/sample/generate/body", test_body);
  g_test_add_func ("/sample/generate/records", test_records);
  g_test_add_func ("/sample/generate/oddities", test_oddities);
  g_test_add_func ("/sample/generate/receipt-used-again", test_receipt_used_again);
  g_test_add_func ("/sample/generate/due", test_due);
  g_test_add_func ("/sample/schedule/opened-for", test_opened_for);
  return g_test_run ();
}
