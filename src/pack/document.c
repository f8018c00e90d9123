/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/document.h"

#include "core/evaluation.h"
#include "core/timestamp.h"

#define W(id) REDRESS_PACK_WORD (pack, id)

static const guint pair_shares[] = { 26, 74, 0 };

void
redress_document_add_pair (RedressSheet *sheet, const char *name, const char *value)
{
  const char *cells[] = { name, value };

  if (value != NULL && value[0] != '\0')
    redress_sheet_add_row (sheet, cells);
}

static void
add_amount (RedressSheet *sheet, RedressPack *pack, const char *name, const RedressAmount *amount)
{
  g_autofree char *words = redress_amount_format (amount, pack->language);

  redress_document_add_pair (sheet, name, words);
}

static void
add_time (RedressSheet *sheet, const char *name, RedressTime time)
{
  g_autofree char *words = redress_pack_format_time (time);

  redress_document_add_pair (sheet, name, words);
}

static const char *
get_ground (RedressPack *pack)
{
  const char *code = pack->export->ticket->summary->reason_code;
  const RedressGround *ground =
      pack->policy != NULL && code != NULL ? redress_policy_find_ground (pack->policy, code) : NULL;

  return ground != NULL ? redress_text_get (&ground->label, pack->language) : code;
}

static const char *
get_order_state (RedressPack *pack, const char *state)
{
  return pack->policy != NULL && state != NULL
             ? redress_policy_get_order_state_label (pack->policy, state, pack->language)
             : state;
}

static const char *
get_platform (RedressPack *pack)
{
  return pack->policy != NULL
             ? redress_text_get (redress_policy_get_platform_title (pack->policy), pack->language)
             : pack->export->ticket->summary->platform;
}

static void
add_order (RedressSheet *sheet, RedressPack *pack)
{
  const RedressOrder *order = &pack->export->ticket->order;
  const char *method = order->payment_method;

  if (pack->policy != NULL && method != NULL)
    method = redress_policy_get_code_label (pack->policy, "payment_method", method, pack->language);
  add_amount (sheet, pack, W (PAID), &order->paid);
  redress_document_add_pair (sheet, W (PAYMENT), method);
  redress_document_add_pair (sheet, W (STATE_THEN),
                             get_order_state (pack, order->state_at_request));
  redress_document_add_pair (sheet, W (STATE_NOW), get_order_state (pack, order->state));
}

static void
add_who (RedressSheet *sheet, RedressPack *pack)
{
  const RedressSummary *summary = pack->export->ticket->summary;

  redress_sheet_add_heading (sheet, W (WHO));
  redress_sheet_begin_table (sheet, pair_shares, NULL);
  redress_document_add_pair (sheet, W (REQUEST), summary->external_id);
  redress_document_add_pair (sheet, W (ORDER), summary->order_no);
  redress_document_add_pair (sheet, W (PLATFORM), get_platform (pack));
  redress_document_add_pair (sheet, W (KIND),
                             redress_pack_kind_word (summary->kind, pack->language));
  redress_document_add_pair (sheet, W (STATE),
                             redress_pack_state_word (summary->state, pack->language));
  redress_document_add_pair (sheet, W (CUSTOMER), summary->customer_name);
  redress_document_add_pair (sheet, W (GOODS), summary->title);
  add_amount (sheet, pack, W (AMOUNT), &summary->amount);
  add_order (sheet, pack);
  add_time (sheet, W (OPENED), summary->opened_at);
  add_time (sheet, W (DUE), summary->due_at);
  redress_document_add_pair (sheet, W (GROUND), get_ground (pack));
  redress_sheet_end_table (sheet);
}

static void
add_customer_words (RedressSheet *sheet, RedressPack *pack)
{
  RedressTicket *ticket = pack->export->ticket;
  const char *text =
      ticket->reason_full != NULL ? ticket->reason_full : ticket->summary->reason_text;

  redress_sheet_add_heading (sheet, W (CUSTOMER_WORDS));
  if (text != NULL && text[0] != '\0')
    redress_sheet_add_quote (sheet, text);
  else
    redress_sheet_add_text (sheet, W (NONE));
}

/* Without a policy nothing says how a value is read, so it stands as it is. */
static char *
format_value (RedressPack *pack, const RedressFact *fact)
{
  const RedressValue *value = &fact->value;

  if (pack->policy != NULL)
    return redress_policy_format_value (pack->policy, fact->name, value, pack->language);
  switch (value->type)
    {
    case REDRESS_VALUE_BOOLEAN:
      return g_strdup (value->boolean ? "true" : "false");
    case REDRESS_VALUE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case REDRESS_VALUE_TIME:
      return redress_pack_format_time (value->time);
    case REDRESS_VALUE_TEXT:
    case REDRESS_VALUE_MASKED:
      return g_strdup (value->text);
    case REDRESS_VALUE_UNKNOWN:
    default:
      return g_strdup ("?");
    }
}

static void
add_fact (RedressSheet *sheet, RedressPack *pack, const RedressFact *fact)
{
  const RedressText *label =
      pack->policy != NULL ? redress_policy_get_name_label (pack->policy, fact->name) : NULL;
  g_autofree char *value = format_value (pack, fact);
  g_autofree char *as_of = redress_pack_format_time (fact->as_of);
  const char *cells[] = { label != NULL ? redress_text_get (label, pack->language) : fact->name,
                          value, redress_pack_source_word (fact->source, pack->language), as_of };

  redress_sheet_add_row (sheet, cells);
}

static void
add_facts (RedressSheet *sheet, RedressPack *pack)
{
  static const guint shares[] = { 32, 34, 12, 22 };
  const char *heads[] = { W (FACT), W (VALUE), W (SOURCE), W (AS_OF) };
  GPtrArray *facts = pack->export->ticket->facts;

  redress_sheet_add_heading (sheet, W (FACTS));
  if (facts->len == 0)
    {
      redress_sheet_add_text (sheet, W (NONE));
      return;
    }
  redress_sheet_begin_table (sheet, shares, heads);
  for (guint i = 0; i < facts->len; i++)
    add_fact (sheet, pack, g_ptr_array_index (facts, i));
  redress_sheet_end_table (sheet);
}

static void
add_event (RedressSheet *sheet, RedressPack *pack, const RedressEvent *event)
{
  g_autofree char *at = redress_pack_format_time (event->at);
  const char *code =
      pack->policy != NULL && event->code != NULL
          ? redress_policy_get_code_label (pack->policy, "event", event->code, pack->language)
          : event->code;
  const char *cells[] = { at, event->text != NULL && event->text[0] != '\0' ? event->text : code,
                          redress_pack_source_word (event->source, pack->language) };

  redress_sheet_add_row (sheet, cells);
}

static void
add_timeline (RedressSheet *sheet, RedressPack *pack)
{
  static const guint shares[] = { 22, 64, 14, 0 };
  const char *heads[] = { W (TIME), W (EVENT), W (SOURCE) };
  GPtrArray *events = pack->export->ticket->events;

  redress_sheet_add_heading (sheet, W (TIMELINE));
  if (events->len == 0)
    {
      redress_sheet_add_text (sheet, W (NONE));
      return;
    }
  redress_sheet_begin_table (sheet, shares, heads);
  for (guint i = 0; i < events->len; i++)
    add_event (sheet, pack, g_ptr_array_index (events, i));
  redress_sheet_end_table (sheet);
}

static char *
list_actual_values (RedressPack *pack, const RedressFinding *finding)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < finding->facts->len; i++)
    {
      const RedressFindingFact *fact = g_ptr_array_index (finding->facts, i);
      const RedressText *label = redress_policy_get_name_label (pack->policy, fact->name);
      g_autofree char *value =
          redress_policy_format_value (pack->policy, fact->name, &fact->value, pack->language);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "",
                              label != NULL ? redress_text_get (label, pack->language) : fact->name,
                              value);
    }
  return g_string_free (text, FALSE);
}

static void
add_finding (RedressSheet *sheet, RedressPack *pack, const RedressFinding *finding)
{
  static const RedressPackWord outcomes[] = { REDRESS_PACK_NO_MATCH, REDRESS_PACK_MATCH,
                                              REDRESS_PACK_UNKNOWN };
  g_autofree char *why = redress_finding_explain (finding, pack->policy, pack->language);
  g_autofree char *values = list_actual_values (pack, finding);
  g_autofree char *both =
      g_strdup_printf ("%s%s%s", why, why[0] != '\0' && values[0] != '\0' ? "\n" : "", values);
  g_autofree char *rule = g_strdup_printf (
      "%s\n%s", redress_text_get (&finding->rule->title, pack->language), finding->rule->id);
  const char *cells[] = { rule, redress_pack_word (outcomes[finding->outcome], pack->language),
                          both };

  redress_sheet_add_row (sheet, cells);
}

static void
add_findings (RedressSheet *sheet, RedressPack *pack)
{
  static const guint shares[] = { 30, 14, 56, 0 };
  const char *heads[] = { W (RULE), W (OUTCOME), W (WHY) };
  g_autoptr (RedressEvaluation) evaluation = NULL;
  g_autofree char *remark = NULL;

  redress_sheet_add_heading (sheet, W (FINDINGS));
  if (pack->policy == NULL)
    {
      redress_sheet_add_text (sheet, W (NONE));
      return;
    }
  evaluation = redress_policy_evaluate (pack->policy, pack->export->ticket, pack->export->at);
  remark = g_strdup_printf ("%s: %" G_GINT64_FORMAT, W (FINDINGS_OF),
                            redress_policy_get_version (pack->policy));
  redress_sheet_add_remark (sheet, remark);
  redress_sheet_begin_table (sheet, shares, heads);
  for (guint i = 0; i < evaluation->findings->len; i++)
    add_finding (sheet, pack, g_ptr_array_index (evaluation->findings, i));
  redress_sheet_end_table (sheet);
}

static void
fill (RedressSheet *sheet, gpointer data)
{
  RedressPack *pack = data;
  g_autofree char *title = g_strdup_printf ("%s · %s", W (TITLE), get_platform (pack));

  redress_sheet_add_title (sheet, title);
  redress_sheet_add_remark (sheet, W (ZONE));
  add_who (sheet, pack);
  add_customer_words (sheet, pack);
  redress_document_add_outcome (sheet, pack);
  add_facts (sheet, pack);
  add_timeline (sheet, pack);
  add_findings (sheet, pack);
  redress_document_add_proof (sheet, pack);
}

/**
 * redress_pack_make_pdf:
 * @self: a pack whose files were fetched, or not
 * @cancellable: (nullable): ends it
 *
 * Returns: (transfer full): the document; %NULL with an error
 */
GBytes *
redress_pack_make_pdf (RedressPack *self, GCancellable *cancellable, GError **error)
{
  RedressPack *pack = self;
  g_autofree char *created = redress_timestamp_format (self->export->at);
  g_autofree char *exported = redress_pack_format_time (self->export->at);
  g_autofree char *foot = g_strdup_printf ("%s · %s · %s", W (TITLE),
                                           self->export->ticket->summary->external_id, exported);
  RedressSheetLabels labels = { .title = foot,
                                .language = self->language,
                                .foot = foot,
                                .page_format = W (PAGE),
                                .created = created };

  return redress_sheet_make (&labels, fill, self, cancellable, error);
}
