/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/effect-words.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/format.h"

#include <glib/gi18n.h>

/* Labels begin with a capital; inside of a sentence they do not. */
static void
append_uncapitalized (GString *text, const char *label)
{
  g_string_append_unichar (text, g_unichar_tolower (g_utf8_get_char (label)));
  g_string_append (text, g_utf8_next_char (label));
}

void
redress_effects_append (GString *text, RedressOpenCase *open, char *const *effects)
{
  for (guint i = 0; effects != NULL && effects[i] != NULL; i++)
    {
      g_string_append (text, i == 0 ? _ (": ") : C_ ("list", ", "));
      append_uncapitalized (text, redress_policy_get_code_label (open->data->policy, "effect",
                                                                 effects[i], redress_language ()));
    }
}

char *
redress_effects_describe_list (RedressOpenCase *open, char *const *effects)
{
  GString *text;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  if (effects == NULL || effects[0] == NULL)
    return NULL;
  /* Translators: followed by ": " and what is carried out after the decision */
  text = g_string_new (_ ("Sets off"));
  redress_effects_append (text, open, effects);
  return g_string_free (text, FALSE);
}

/* Whoever wrote the message may have changed the amount after that. */
static gboolean
is_amount_unsaid (RedressOpenCase *open, const RedressDraft *draft, const RedressAmount *amount)
{
  g_autofree char *template = redress_decision_write_message (open, draft);
  g_autofree char *words =
      redress_amount_format (amount, redress_decision_get_language (open, draft));

  return draft->message != NULL && strstr (template, words) != NULL &&
         strstr (draft->message, words) == NULL;
}

static char *
describe_final (RedressOpenCase *open, const RedressDraft *draft)
{
  guint missing =
      redress_decision_find_missing (open, draft) & (REDRESS_MISSING_AMOUNT | REDRESS_MISSING_LESS);
  g_auto (GStrv) effects =
      redress_evaluation_get_platform_effects (open->data->evaluation, draft->verdict);
  g_autofree char *list = redress_effects_describe_list (open, effects);
  g_autoptr (GString) text = g_string_new (list);
  g_autofree char *amount = NULL;
  RedressAmount parsed = { 0 };

  if (missing != 0)
    return redress_decision_describe_missing (missing, draft);
  if (list == NULL)
    return g_strdup (_ ("Sets off nothing; the customer is told"));
  if (redress_decision_has_amount (draft->verdict) &&
      redress_decision_parse_amount (open, draft, &parsed))
    {
      amount = redress_format_amount (&parsed);
      g_string_append_printf (text, " · %s", amount);
      if (is_amount_unsaid (open, draft, &parsed))
        g_string_append_printf (text, " · %s", _ ("the message does not name this amount"));
    }
  if (redress_evaluation_needs_second (open->data->evaluation, open->data->policy, parsed))
    g_string_append_printf (text, " · %s", _ ("after a second approval"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What the verdict sets off, and what becomes of the ticket. */
static char *
describe_interim (RedressOpenCase *open, RedressVerdict verdict, const char *then)
{
  g_auto (GStrv) effects =
      redress_evaluation_get_platform_effects (open->data->evaluation, verdict);
  g_autofree char *list = redress_effects_describe_list (open, effects);

  return list != NULL ? g_strconcat (list, " · ", then, NULL) : g_strdup (then);
}

static const char *
get_state_words (const RedressInterimEffect *effect)
{
  if (redress_interim_effect_is_pending (effect))
    return _ ("asked for, no answer yet");
  return g_strcmp0 (effect->state, "done") == 0 ? _ ("done") : _ ("failed");
}

char *
redress_effects_describe_asked (RedressOpenCase *open)
{
  RedressTicket *ticket;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  ticket = open->data->ticket;
  for (guint i = 0; ticket != NULL && i < ticket->interim_effects->len; i++)
    {
      const RedressInterimEffect *effect = g_ptr_array_index (ticket->interim_effects, i);

      if (effect->round != ticket->summary->round)
        continue;
      /* Translators: something the platform is to carry out, and what became of it */
      g_string_append_printf (text, C_ ("effect", "%s%s: %s"), text->len > 0 ? " · " : "",
                              redress_policy_get_code_label (open->data->policy, "effect",
                                                             effect->name, redress_language ()),
                              get_state_words (effect));
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
redress_effects_describe (RedressOpenCase *open, const RedressDraft *draft)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);
  g_return_val_if_fail (draft != NULL, NULL);

  switch (draft->verdict)
    {
    case REDRESS_VERDICT_NONE:
      return NULL;
    case REDRESS_VERDICT_NEED_INFO:
      return describe_interim (
          open, REDRESS_VERDICT_NEED_INFO,
          _ ("The ticket waits until the answer is there or its time is over"));
    case REDRESS_VERDICT_HOLD:
      return describe_interim (
          open, REDRESS_VERDICT_HOLD,
          _ ("The ticket comes back by itself; nothing is sent to the customer"));
    case REDRESS_VERDICT_ESCALATE:
      return describe_interim (open, REDRESS_VERDICT_ESCALATE,
                               _ ("Only a supervisor can decide it then"));
    case REDRESS_VERDICT_APPROVE:
    case REDRESS_VERDICT_REJECT:
    case REDRESS_VERDICT_PARTIAL:
    case REDRESS_VERDICT_REISSUE:
    case REDRESS_VERDICT_CONVERT_TO_RETURN:
    default:
      return describe_final (open, draft);
    }
}
