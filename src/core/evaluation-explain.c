/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"
#include "core/evaluation.h"
#include "core/policy-build.h"

/* More would not fit into the one line that a checklist has for it. */
#define MAX_NAMED 3

typedef struct
{
  RedressPolicy *policy;
  const RedressFinding *finding;
  const char *language;
} Explanation;

static const RedressValue *
find_value (const RedressFinding *self, const char *name)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const RedressFindingFact *fact = g_ptr_array_index (self->facts, i);

      if (g_str_equal (fact->name, name))
        return &fact->value;
    }

  return NULL;
}

static char *
fill_from_finding (const char *name, gpointer data)
{
  const Explanation *explanation = data;
  const RedressValue *value = find_value (explanation->finding, name);

  if (value == NULL)
    return NULL;

  return redress_policy_format_value (explanation->policy, name, value, explanation->language);
}

static const char *
get_label (RedressPolicy *policy, const char *name, const char *language)
{
  const RedressText *label = redress_policy_get_name_label (policy, name);

  return label != NULL ? redress_text_get (label, language) : name;
}

/* "Order state: Not dispatched · Instant top-up: yes": the facts that were against it. */
static char *
list_blamed (const Explanation *explanation)
{
  gboolean chinese =
      explanation->language != NULL && g_str_has_prefix (explanation->language, "zh");
  GString *line = g_string_new (NULL);
  guint named = 0;

  for (char **name = explanation->finding->blamed; *name != NULL && named < MAX_NAMED; name++)
    {
      const RedressValue *value = find_value (explanation->finding, *name);
      g_autofree char *text = NULL;

      if (value == NULL || g_str_has_prefix (*name, "limit."))
        continue;

      text = redress_policy_format_value (explanation->policy, *name, value, explanation->language);
      g_string_append_printf (line, "%s%s%s%s", named > 0 ? (chinese ? "；" : " · ") : "",
                              get_label (explanation->policy, *name, explanation->language),
                              chinese ? "：" : ": ", text);
      named++;
    }

  return g_string_free (line, FALSE);
}

/* "Not known: Credited, Code used" */
static char *
list_missing (const Explanation *explanation)
{
  gboolean chinese =
      explanation->language != NULL && g_str_has_prefix (explanation->language, "zh");
  GString *line = g_string_new (chinese ? "尚不清楚：" : "Not known: ");
  guint named = 0;

  for (char **name = explanation->finding->missing; *name != NULL; name++)
    {
      if (named == MAX_NAMED)
        {
          g_string_append (line, chinese ? "等" : ", …");
          break;
        }
      g_string_append_printf (line, "%s%s", named > 0 ? (chinese ? "、" : ", ") : "",
                              get_label (explanation->policy, *name, explanation->language));
      named++;
    }

  return g_string_free (line, FALSE);
}

static gboolean
has_words (const RedressText *text)
{
  return text->en != NULL && *text->en != '\0';
}

static const RedressText *
choose_text (const RedressFinding *self)
{
  const RedressRule *rule = self->rule;

  switch (self->outcome)
    {
    case REDRESS_OUTCOME_MATCH:
      return &rule->why;
    case REDRESS_OUTCOME_NO_MATCH:
      return &rule->why_not;
    case REDRESS_OUTCOME_UNKNOWN:
    default:
      return &rule->why_unknown;
    }
}

/**
 * redress_finding_explain:
 * @policy: the policy of the finding
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer full): one line that says why the rule came out as it did, with the actual
 *   values; where the policy has no words of its own, the facts that settled it
 */
char *
redress_finding_explain (const RedressFinding *self, RedressPolicy *policy, const char *language)
{
  Explanation explanation = { policy, self, language };
  const RedressText *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  text = choose_text (self);
  if (has_words (text))
    return redress_blanks_fill (redress_text_get (text, language), fill_from_finding, &explanation);

  return self->outcome == REDRESS_OUTCOME_UNKNOWN ? list_missing (&explanation)
                                                  : list_blamed (&explanation);
}
