/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/fact-words.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

static RedressTime
get_requested (RedressOpenCase *open)
{
  RedressTicket *ticket = open->data->ticket;

  return ticket != NULL ? ticket->order.requested_at : REDRESS_TIME_UNKNOWN;
}

char *
redress_moment_format (RedressOpenCase *open, RedressTime time)
{
  RedressTime requested = get_requested (open);
  RedressTime now = redress_open_case_get_now (open);
  g_autofree char *clock = redress_format_clock_seconds (time);
  g_autofree char *day = redress_format_day (time, now);
  g_autofree char *day_of_request =
      requested != REDRESS_TIME_UNKNOWN ? redress_format_day (requested, now) : NULL;

  if (g_strcmp0 (day, day_of_request) == 0)
    return g_steal_pointer (&clock);
  return g_strdup_printf ("%s %s", day, clock);
}

/* Beside a time of another ticket the day of the request says nothing. */
char *
redress_fact_format_dated (RedressOpenCase *open, const RedressFact *fact)
{
  RedressTime now = redress_open_case_get_now (open);
  g_autofree char *plain = redress_fact_format (open, fact);
  g_autofree char *day = NULL;
  g_autofree char *today = redress_format_day (now, now);

  if (fact == NULL || fact->value.type != REDRESS_VALUE_TIME)
    return g_steal_pointer (&plain);
  day = redress_format_day (fact->value.time, now);
  if (g_str_equal (day, today) || g_str_has_prefix (plain, day))
    return g_steal_pointer (&plain);
  return g_strdup_printf ("%s %s", day, plain);
}

char *
redress_fact_format (RedressOpenCase *open, const RedressFact *fact)
{
  const RedressFactSpec *spec;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  if (fact == NULL)
    return g_strdup ("—");
  spec = redress_policy_find_fact (open->data->policy, fact->name);
  if (fact->value.type == REDRESS_VALUE_TIME &&
      (spec == NULL || g_strcmp0 (spec->unit, "date") != 0))
    return redress_moment_format (open, fact->value.time);
  return redress_open_case_format_value (open, fact->name, &fact->value);
}

char *
redress_fact_format_revealed (RedressOpenCase *open, const RedressFact *fact)
{
  const RedressFact *revealed;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  revealed = fact != NULL && fact->value.type == REDRESS_VALUE_MASKED && open->reveals != NULL
                 ? redress_reveals_get (open->reveals, fact->name)
                 : NULL;
  return redress_fact_format (open, revealed != NULL ? revealed : fact);
}

char *
redress_fact_format_distance (RedressOpenCase *open, const RedressFact *fact)
{
  RedressTime requested;
  gint64 seconds;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  requested = get_requested (open);
  if (fact == NULL || fact->value.type != REDRESS_VALUE_TIME || requested == REDRESS_TIME_UNKNOWN ||
      ABS (fact->value.time - requested) >= REDRESS_HOUR)
    return g_strdup ("");
  seconds = (fact->value.time - requested) / REDRESS_SECOND;
  if (seconds == 0)
    return g_strdup ("");
  if (seconds < 0)
    /* Translators: seconds before the customer's request; Chinese: "（早 %d 秒）" */
    return g_strdup_printf (_ (" (−%d s)"), (int)-seconds);
  /* Translators: seconds after the customer's request; Chinese: "（晚 %d 秒）" */
  return g_strdup_printf (_ (" (+%d s)"), (int)seconds);
}

const char *
redress_fact_get_source_label (RedressOpenCase *open, const char *source)
{
  /* No policy names those who are not of its platform. */
  static const struct
  {
    const char *source;
    const char *label;
  } ours[] = { { "agent", NC_ ("source", "agent") }, { "system", NC_ ("source", "system") } };

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  if (source == NULL)
    return "";
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (g_str_equal (source, ours[i].source))
      return g_dpgettext2 (NULL, "source", ours[i].label);
  return redress_policy_get_code_label (open->data->policy, "holder", source, redress_language ());
}
