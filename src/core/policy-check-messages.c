/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"
#include "core/policy-build.h"

/* Finds what is wrong with messages to customers. */

/* Without these a message does not say what it is about. One for a reason has its own words. */
static const struct
{
  RedressVerdict verdict;
  const char *blank;
  gboolean also_with_reason;
} required[] = {
  { REDRESS_VERDICT_PARTIAL, "amount", TRUE },
  { REDRESS_VERDICT_NEED_INFO, "slots", FALSE },
  { REDRESS_VERDICT_REJECT, "reason", FALSE },
};

/**
 * redress_policy_describe_template:
 * @index: of the message
 *
 * Returns: (transfer full): how mistakes call it: "templates[3] (reject used)"
 */
char *
redress_policy_describe_template (RedressPolicy *self, guint index)
{
  const RedressTemplate *template = g_ptr_array_index (self->templates, index);

  return g_strdup_printf (
      "templates[%u] (%s%s%s)", index, redress_verdict_to_string (template->verdict),
      template->reason != NULL ? " " : "", template->reason != NULL ? template->reason : "");
}

/**
 * redress_text_check_blanks:
 * @place: such as the id of a rule
 * @member: name of the text in it
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * Finds blanks that stand in one language alone.
 */
void
redress_text_check_blanks (const RedressText *text,
                           const char *place,
                           const char *member,
                           GPtrArray *mistakes)
{
  g_auto (GStrv) en = redress_blanks_list (text->en);
  g_auto (GStrv) zh = redress_blanks_list (text->zh_CN);

  for (char **blank = en; *blank != NULL; blank++)
    if (!g_strv_contains ((const char *const *)zh, *blank))
      redress_policy_complain (mistakes, "%s: %s.zh_CN: the blank {%s} is missing", place, member,
                               *blank);
  for (char **blank = zh; *blank != NULL; blank++)
    if (!g_strv_contains ((const char *const *)en, *blank))
      redress_policy_complain (mistakes, "%s: %s.en: the blank {%s} is missing", place, member,
                               *blank);
}

/* "3 days", "24 h", "5 个工作日": a customer would take it for a promise. */
static gboolean
names_a_span (const char *text)
{
  return text != NULL &&
         g_regex_match_simple ("[0-9]\\s*(-\\s*[0-9]+\\s*)?"
                               "(working |business |natural )?(days?|hours?|h|weeks?)\\b"
                               "|[0-9]\\s*个?(自然日|工作日|天|日内|小时|周)",
                               text, G_REGEX_CASELESS, 0);
}

static void
check_required (const RedressTemplate *template, const char *place, GPtrArray *mistakes)
{
  g_auto (GStrv) blanks = redress_blanks_list (template->text.en);

  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    if (template->verdict == required[i].verdict &&
        (template->reason == NULL || required[i].also_with_reason) &&
        !g_strv_contains ((const char *const *)blanks, required[i].blank))
      redress_policy_complain (mistakes, "%s: text.en: the blank {%s} is missing", place,
                               required[i].blank);
}

static void
check_reason (RedressPolicy *self,
              const RedressTemplate *template,
              const char *place,
              GPtrArray *mistakes)
{
  const RedressReason *reason =
      template->reason != NULL ? redress_policy_find_reason (self, template->reason) : NULL;

  if (template->reason == NULL)
    return;

  if (reason == NULL)
    redress_policy_complain (mistakes, "%s: reason: no such reason \"%s\"", place,
                             template->reason);
  else if ((reason->verdicts & REDRESS_VERDICT_BIT (template->verdict)) == 0)
    redress_policy_complain (mistakes, "%s: reason: \"%s\" is not for this verdict", place,
                             template->reason);
}

static gboolean
is_taken_before (RedressPolicy *self, guint index)
{
  const RedressTemplate *template = g_ptr_array_index (self->templates, index);

  for (guint i = 0; i < index; i++)
    {
      const RedressTemplate *earlier = g_ptr_array_index (self->templates, i);

      if (earlier->verdict == template->verdict && earlier->kinds == template->kinds &&
          g_strcmp0 (earlier->reason, template->reason) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * redress_policy_check_messages:
 * @self: a compiled policy
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * The part of redress_policy_check() that looks at messages to customers.
 */
void
redress_policy_check_messages (RedressPolicy *self, GPtrArray *mistakes)
{
  for (guint i = 0; i < self->templates->len; i++)
    {
      const RedressTemplate *template = g_ptr_array_index (self->templates, i);
      g_autofree char *place = redress_policy_describe_template (self, i);

      if (names_a_span (template->text.en) || names_a_span (template->text.zh_CN))
        redress_policy_complain (mistakes, "%s: text: a message never promises a number of days",
                                 place);
      check_reason (self, template, place, mistakes);
      check_required (template, place, mistakes);
      redress_text_check_blanks (&template->text, place, "text", mistakes);
      if (is_taken_before (self, i))
        redress_policy_complain (mistakes, "%s: another message is for the same already", place);
    }
}
