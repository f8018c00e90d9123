/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/document.h"

#include "core/language.h"
#include "wire/json.h"

#include <string.h>

#define W(id) REDRESS_PACK_WORD (pack, id)

/* What was decided, and what proves it. */

static const guint pair_shares[] = { 26, 74, 0 };

static const char *
get_reason (RedressPack *pack, const char *code)
{
  const RedressReason *reason =
      pack->policy != NULL && code != NULL ? redress_policy_find_reason (pack->policy, code) : NULL;

  return reason != NULL ? redress_text_get (&reason->label, pack->language) : code;
}

/* What waits for a second person, or was refused by one, nobody got. */
static char *
describe_message (RedressPack *pack, const RedressDecision *decision, gboolean sent)
{
  const char *words = sent ? W (MESSAGE) : W (MESSAGE_UNSENT);

  if (g_strcmp0 (decision->message_language, REDRESS_LANGUAGE_ENGLISH) == 0)
    return g_strconcat (words, W (IN_ENGLISH), NULL);
  if (g_strcmp0 (decision->message_language, REDRESS_LANGUAGE_CHINESE) == 0)
    return g_strconcat (words, W (IN_CHINESE), NULL);
  return g_strdup (words);
}

static void
add_decision (RedressSheet *sheet,
              RedressPack *pack,
              const RedressDecision *decision,
              RedressKind kind,
              gboolean sent)
{
  const char *verdict = redress_pack_verdict_word (decision->verdict, kind, pack->language);
  g_autofree char *words =
      decision->is_void ? g_strdup_printf ("%s (%s)", verdict, W (VOID)) : g_strdup (verdict);
  g_autofree char *amount = redress_amount_format (&decision->amount, pack->language);
  g_autofree char *at = redress_pack_format_time (decision->recorded_at);
  g_autofree char *title = NULL;

  redress_sheet_begin_table (sheet, pair_shares, NULL);
  redress_document_add_pair (sheet, W (DECISION), words);
  redress_document_add_pair (sheet, W (REASON), get_reason (pack, decision->reason_code));
  if (decision->amount.value != 0)
    redress_document_add_pair (sheet, W (AMOUNT), amount);
  redress_document_add_pair (sheet, W (DECIDED_AT), at);
  redress_document_add_pair (sheet, W (DECIDED_BY), decision->actor_name);
  redress_document_add_pair (sheet, W (APPROVED_BY),
                             decision->approved_by_name != NULL ? decision->approved_by_name
                                                                : decision->approved_by);
  redress_document_add_pair (sheet, W (OVERRIDE), decision->override_reason);
  redress_sheet_end_table (sheet);
  if (decision->message == NULL || decision->message[0] == '\0')
    return;
  title = describe_message (pack, decision, sent && !decision->is_void);
  redress_sheet_add_text (sheet, title);
  redress_sheet_add_quote (sheet, decision->message);
}

void
redress_document_add_outcome (RedressSheet *sheet, RedressPack *pack)
{
  RedressTicket *ticket = pack->export->ticket;

  redress_sheet_add_heading (sheet, W (DECISIONS));
  for (guint i = 0; i < ticket->decisions->len; i++)
    add_decision (sheet, pack, g_ptr_array_index (ticket->decisions, i), ticket->summary->kind,
                  ticket->summary->state != REDRESS_STATE_SECOND_APPROVAL);
  if (ticket->decisions->len == 0)
    redress_sheet_add_text (sheet, W (NONE));
  if (ticket->previous_decision == NULL)
    return;
  redress_sheet_add_heading (sheet, W (PREVIOUS));
  add_decision (sheet, pack, ticket->previous_decision, REDRESS_KIND_REVIEW, TRUE);
}

static char *
describe_files (RedressPack *pack, const RedressPackPiece *piece)
{
  GString *text = g_string_new (NULL);

  if (piece->why_not != NULL)
    g_string_append (text, redress_pack_why_not_word (piece->why_not, pack->language));
  for (guint i = 0; i < piece->files->len; i++)
    {
      const RedressPackFile *file = g_ptr_array_index (piece->files, i);

      g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", file->name);
      if (file->bytes != NULL)
        g_string_append (text, file->sha256);
      else
        g_string_append_printf (text, "%s%s%s", W (NOT_FETCHED), file->trouble != NULL ? ": " : "",
                                file->trouble != NULL ? file->trouble : "");
    }
  return g_string_free (text, FALSE);
}

static void
add_piece (RedressSheet *sheet, RedressPack *pack, guint number, const RedressPackPiece *piece)
{
  const RedressEvidence *evidence = piece->evidence;
  const RedressSlot *slot =
      pack->policy != NULL ? redress_policy_find_slot (pack->policy, evidence->slot) : NULL;
  g_autofree char *at = redress_pack_format_time (evidence->received_at);
  g_autofree char *name = g_strdup_printf (
      "%02u %s\n%s · %s", number,
      slot != NULL ? redress_text_get (&slot->label, pack->language) : evidence->slot,
      redress_pack_source_word (evidence->holder, pack->language), at);
  g_autofree char *files = describe_files (pack, piece);
  const char *cells[] = { name, evidence->sha256, files };

  redress_sheet_add_row (sheet, cells);
}

static void
add_evidence (RedressSheet *sheet, RedressPack *pack)
{
  static const guint shares[] = { 28, 33, 39, 0 };
  const char *heads[] = { W (PIECE), W (ORIGINAL), W (FILES) };

  redress_sheet_add_heading (sheet, W (EVIDENCE));
  if (pack->pieces->len == 0)
    {
      redress_sheet_add_text (sheet, W (NONE));
      return;
    }
  redress_sheet_begin_table (sheet, shares, heads);
  for (guint i = 0; i < pack->pieces->len; i++)
    add_piece (sheet, pack, i + 1, g_ptr_array_index (pack->pieces, i));
  redress_sheet_end_table (sheet);
}

/* What an entry says is the server's; one that this desk cannot read is shown by its digest. */
static void
add_entry (RedressSheet *sheet, const RedressAuditEntry *entry)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (entry->leaf, strlen (entry->leaf), &redress_json_limits_request, NULL);
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *index = g_strdup_printf ("%" G_GINT64_FORMAT, entry->index);
  g_autofree char *action = NULL;
  g_autofree char *actor = NULL;
  g_autofree char *what = NULL;
  g_autofree char *when = NULL;
  RedressTime at = REDRESS_TIME_UNKNOWN;

  if (object != NULL)
    {
      redress_json_read_string (object, "action", FALSE, 100, &action, NULL);
      redress_json_read_string (object, "actor", FALSE, 100, &actor, NULL);
      redress_json_read_time (object, "at", FALSE, &at, NULL);
    }
  what = g_strdup_printf ("%s\n%s", action != NULL ? action : "?", actor != NULL ? actor : "?");
  when = redress_pack_format_time (at);
  redress_sheet_add_row (sheet, (const char *[]){ index, when, what, entry->sha256 });
}

static void
add_log (RedressSheet *sheet, RedressPack *pack)
{
  static const guint shares[] = { 9, 21, 20, 50 };
  const char *heads[] = { W (INDEX), W (TIME), W (ACTION), "SHA-256" };
  const RedressExport *export = pack->export;
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, export->log_size);
  g_autofree char *left_out = g_strdup_printf ("%" G_GINT64_FORMAT, export->entries_left_out);

  redress_sheet_add_heading (sheet, W (LOG));
  redress_sheet_add_remark (sheet, W (LOG_SAYS));
  redress_sheet_begin_table (sheet, pair_shares, NULL);
  redress_document_add_pair (sheet, W (LOG_SIZE), size);
  redress_document_add_pair (sheet, W (LOG_HEAD), export->head_sha256);
  if (export->entries_left_out > 0)
    redress_document_add_pair (sheet, W (LEFT_OUT), left_out);
  redress_sheet_end_table (sheet);
  redress_sheet_begin_table (sheet, shares, heads);
  for (guint i = 0; i < export->entries->len; i++)
    add_entry (sheet, g_ptr_array_index (export->entries, i));
  redress_sheet_end_table (sheet);
}

static void
add_help (RedressSheet *sheet, RedressPack *pack)
{
  const RedressLegal *legal =
      pack->policy != NULL ? redress_policy_find_legal (pack->policy, "outside_help") : NULL;
  g_autofree char *owner = NULL;

  if (legal == NULL)
    return;
  owner = g_strdup_printf ("%s: %s", W (OWNER), redress_text_get (&legal->owner, pack->language));
  redress_sheet_add_heading (sheet, W (HELP));
  redress_sheet_add_quote (sheet, redress_text_get (&legal->text, pack->language));
  redress_sheet_add_remark (sheet, owner);
}

static void
add_export (RedressSheet *sheet, RedressPack *pack)
{
  const RedressExport *export = pack->export;
  g_autofree char *at = redress_pack_format_time (export->at);
  g_autofree char *entry = g_strdup_printf ("%" G_GINT64_FORMAT, export->entry);
  g_autofree char *who = g_strdup_printf ("%s (%s)", export->actor_name, export->actor);

  redress_sheet_add_heading (sheet, W (EXPORT));
  redress_sheet_begin_table (sheet, pair_shares, NULL);
  redress_document_add_pair (sheet, W (EXPORTED_BY), who);
  redress_document_add_pair (sheet, W (EXPORTED_AT), at);
  redress_document_add_pair (sheet, W (EXPORT_REASON), export->reason);
  redress_document_add_pair (sheet, W (EXPORT_ENTRY), entry);
  redress_sheet_end_table (sheet);
}

void
redress_document_add_proof (RedressSheet *sheet, RedressPack *pack)
{
  add_evidence (sheet, pack);
  add_log (sheet, pack);
  add_help (sheet, pack);
  add_export (sheet, pack);
}
