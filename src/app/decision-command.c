/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-check.h"

#include "app/format.h"

static RedressCommandType
get_type (RedressVerdict verdict)
{
  switch (verdict)
    {
    case REDRESS_VERDICT_NEED_INFO:
      return REDRESS_COMMAND_NEED_INFO;
    case REDRESS_VERDICT_HOLD:
      return REDRESS_COMMAND_HOLD;
    case REDRESS_VERDICT_ESCALATE:
      return REDRESS_COMMAND_ESCALATE;
    case REDRESS_VERDICT_NONE:
    case REDRESS_VERDICT_APPROVE:
    case REDRESS_VERDICT_REJECT:
    case REDRESS_VERDICT_PARTIAL:
    case REDRESS_VERDICT_REISSUE:
    case REDRESS_VERDICT_CONVERT_TO_RETURN:
    default:
      return REDRESS_COMMAND_DECIDE;
    }
}

static char *
dup_text (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  return *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
}

static char **
list_asked (RedressPolicy *policy, char **asked, gboolean slots)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; asked != NULL && asked[i] != NULL; i++)
    if ((redress_policy_find_slot (policy, asked[i]) != NULL) == slots)
      g_strv_builder_add (names, asked[i]);
  return g_strv_builder_end (names);
}

static void
fill_need_info (RedressCommand *command, RedressOpenCase *open, const RedressDraft *draft)
{
  RedressPolicy *policy = open->data->policy;

  command->slots = list_asked (policy, draft->asked, TRUE);
  command->fact_names = list_asked (policy, draft->asked, FALSE);
  command->ask = g_strdup (redress_decision_get_asked_side (policy, draft->asked[0]));
}

static void
fill_final (RedressCommand *command, RedressOpenCase *open, const RedressDraft *draft)
{
  command->verdict = draft->verdict;
  if (redress_decision_has_amount (draft->verdict))
    command->has_amount = redress_decision_parse_amount (open, draft, &command->amount);
  if (redress_decision_needs_override (open, draft->verdict))
    command->override_reason = dup_text (draft->override_reason);
  command->cited = g_strdupv (draft->cited);
  command->opened = g_strdupv (draft->opened);
}

RedressCommand *
redress_decision_make_command (RedressOpenCase *open, const RedressDraft *draft, gboolean offline)
{
  RedressSummary *summary = open->data->summary;
  RedressCommand *command = redress_command_new (get_type (draft->verdict), summary->id);
  g_autofree char *proposed = redress_decision_write_message (open, draft);

  command->base_version = summary->version;
  command->claim_token = redress_open_case_is_mine (open) ? summary->claim->token : 0;
  command->policy_version = open->data->ticket->policy_version;
  command->made_at = redress_open_case_get_now (open);
  command->offline = offline;
  command->reason_code = dup_text (draft->reason_code);
  command->note = dup_text (draft->note);
  if (command->type == REDRESS_COMMAND_DECIDE || command->type == REDRESS_COMMAND_NEED_INFO)
    {
      command->message = dup_text (draft->message != NULL ? draft->message : proposed);
      command->message_language = g_strdup (redress_decision_get_language (open, draft));
    }
  if (command->type == REDRESS_COMMAND_DECIDE)
    fill_final (command, open, draft);
  else if (command->type == REDRESS_COMMAND_NEED_INFO)
    fill_need_info (command, open, draft);
  else if (command->type == REDRESS_COMMAND_HOLD)
    command->until = draft->until;
  return command;
}

RedressDraft *
redress_decision_draft_from_command (const RedressCommand *command)
{
  RedressDraft *draft = redress_draft_new (command->ticket);
  g_autoptr (GStrvBuilder) asked = g_strv_builder_new ();

  draft->verdict = redress_command_get_verdict (command);
  draft->reason_code = g_strdup (command->reason_code);
  draft->amount_text = command->has_amount ? redress_format_amount_plain (&command->amount) : NULL;
  draft->message = g_strdup (command->message);
  draft->message_language = g_strdup (command->message_language);
  draft->note = g_strdup (command->note);
  draft->override_reason = g_strdup (command->override_reason);
  draft->cited = g_strdupv (command->cited);
  draft->opened = g_strdupv (command->opened);
  draft->until = command->until;
  if (command->slots != NULL)
    g_strv_builder_addv (asked, (const char **)command->slots);
  if (command->fact_names != NULL)
    g_strv_builder_addv (asked, (const char **)command->fact_names);
  draft->asked = g_strv_builder_end (asked);
  return draft;
}
