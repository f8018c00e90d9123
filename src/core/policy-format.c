/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/policy-build.h"

/* Values as people read them, in the language asked for. */

static const RedressText words_yes = { (char *)"yes", (char *)"是" };
static const RedressText words_no = { (char *)"no", (char *)"否" };
static const RedressText words_unknown = { (char *)"unknown", (char *)"未知" };

static const char *const months[] = {
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

static gboolean
is_chinese (const char *language)
{
  return language != NULL && g_str_has_prefix (language, "zh");
}

/* 55,300: the comma is used in both languages. */
static char *
group_digits (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  gsize length = strlen (digits);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }

  return g_string_free (grouped, FALSE);
}

static guint64
magnitude (gint64 number)
{
  return number < 0 ? (guint64) - (number + 1) + 1 : (guint64)number;
}

/**
 * redress_amount_format:
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer full): an amount as people read it: "¥1,299.00", "55,300 points"
 */
char *
redress_amount_format (const RedressAmount *self, const char *language)
{
  const char *sign = self->value < 0 ? "-" : "";
  guint64 value = magnitude (self->value);
  g_autofree char *grouped = NULL;
  g_autofree char *number = NULL;

  if (self->unit == REDRESS_UNIT_FEN)
    {
      grouped = group_digits (value / 100);
      return g_strdup_printf ("%s¥%s.%02u", sign, grouped, (guint)(value % 100));
    }

  grouped = group_digits (value);
  number = g_strconcat (sign, grouped, NULL);
  return is_chinese (language) ? g_strdup_printf ("%s 积分", number)
                               : g_strdup_printf ("%s points", number);
}

static char *
format_integer (gint64 integer, const char *unit, const char *language)
{
  g_autofree char *grouped = NULL;

  if (g_strcmp0 (unit, "fen") == 0)
    return redress_amount_format (&(RedressAmount){ integer, REDRESS_UNIT_FEN }, language);
  if (g_strcmp0 (unit, "points") == 0)
    return redress_amount_format (&(RedressAmount){ integer, REDRESS_UNIT_POINTS }, language);

  grouped = group_digits (magnitude (integer));
  return g_strconcat (integer < 0 ? "-" : "", grouped, NULL);
}

static char *
format_time (RedressTime time, gboolean only_date, const char *language)
{
  gint64 since_midnight;
  gint64 seconds;
  GDate date;
  guint month, day;
  g_autofree char *clock = NULL;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, redress_julian_from_time (time, &since_midnight));
  month = g_date_get_month (&date);
  day = g_date_get_day (&date);
  if (only_date)
    return is_chinese (language)
               ? g_strdup_printf ("%u 年 %u 月 %u 日", g_date_get_year (&date), month, day)
               : g_strdup_printf ("%u %s %u", day, months[month - 1], g_date_get_year (&date));

  seconds = since_midnight / REDRESS_SECOND;
  clock = g_strdup_printf ("%02u:%02u:%02u", (guint)(seconds / 3600), (guint)(seconds / 60 % 60),
                           (guint)(seconds % 60));
  return is_chinese (language) ? g_strdup_printf ("%u 月 %u 日 %s", month, day, clock)
                               : g_strdup_printf ("%u %s %s", day, months[month - 1], clock);
}

static const struct
{
  const char *name;
  const char *group;
} code_groups[] = {
  { "order.state", "order_state" },
  { "order.state_at_request", "order_state" },
  { "order.payment_method", "payment_method" },
  { "customer.tier", "tier" },
};

static const struct
{
  const char *code;
  RedressText words;
} answers[] = {
  { "not_asked", { (char *)"not asked", (char *)"未索取" } },
  { "asked", { (char *)"asked, no answer", (char *)"已索取未答复" } },
  { "provided", { (char *)"provided", (char *)"已提供" } },
  { "not_provided", { (char *)"not provided", (char *)"未提供" } },
};

static const char *
format_answer (const char *code, const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i].code, code))
      return redress_text_get (&answers[i].words, language);

  return code;
}

static const char *
format_code (RedressPolicy *self, const char *name, const char *code, const char *language)
{
  const RedressFactSpec *spec = redress_policy_find_fact (self, name);
  const RedressText *text = NULL;
  const RedressGround *ground;

  if (g_str_has_prefix (name, "answer."))
    return format_answer (code, language);

  if (spec != NULL && spec->values != NULL)
    text = g_hash_table_lookup (spec->values, code);

  if (g_str_equal (name, "ticket.reason_code"))
    {
      ground = redress_policy_find_ground (self, code);
      text = ground != NULL ? &ground->label : NULL;
    }

  if (text != NULL)
    return redress_text_get (text, language);

  for (guint i = 0; i < G_N_ELEMENTS (code_groups); i++)
    if (g_str_equal (code_groups[i].name, name))
      return redress_policy_get_code_label (self, code_groups[i].group, code, language);

  return code;
}

/* Unit of a name, whether or not a rule uses it. */
static const char *
find_unit (RedressPolicy *self, const char *name)
{
  const RedressFactSpec *spec = redress_policy_find_fact (self, name);
  int place;

  if (spec != NULL)
    return spec->unit;

  place = GPOINTER_TO_INT (g_hash_table_lookup (self->input_index, name));
  return place > 0 ? redress_policy_get_input (self, place - 1)->unit : NULL;
}

/**
 * redress_policy_format_value:
 * @name: the name whose value it is
 * @value: the value
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer full): the value as people read it; times in Asia/Shanghai
 */
char *
redress_policy_format_value (RedressPolicy *self,
                             const char *name,
                             const RedressValue *value,
                             const char *language)
{
  const char *unit;

  g_return_val_if_fail (self != NULL && self->input_index != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  unit = find_unit (self, name);
  switch (value->type)
    {
    case REDRESS_VALUE_BOOLEAN:
      return g_strdup (redress_text_get (value->boolean ? &words_yes : &words_no, language));
    case REDRESS_VALUE_INTEGER:
      return format_integer (value->integer, unit, language);
    case REDRESS_VALUE_TIME:
      return format_time (value->time, g_strcmp0 (unit, "date") == 0, language);
    case REDRESS_VALUE_TEXT:
      return g_strdup (format_code (self, name, value->text, language));
    case REDRESS_VALUE_MASKED:
      return g_strdup (value->text);
    case REDRESS_VALUE_UNKNOWN:
    default:
      return g_strdup (redress_text_get (&words_unknown, language));
    }
}

/**
 * redress_policy_get_name_label:
 * @name: name of a fact, a derived fact, or something built in
 *
 * Returns: (transfer none) (nullable): what people call it
 */
const RedressText *
redress_policy_get_name_label (RedressPolicy *self, const char *name)
{
  const RedressFactSpec *spec;
  const RedressSlot *slot = NULL;
  const char *point;
  GHashTable *events;
  RedressInput input;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (redress_builtin_find (name, &input))
    return redress_builtin_get_label (input.index);

  spec = redress_policy_find_fact (self, name);
  if (spec != NULL)
    return &spec->label;

  for (guint i = 0; i < self->derived->len; i++)
    {
      const RedressDerived *derived = g_ptr_array_index (self->derived, i);

      if (g_strcmp0 (derived->spec.name, name) == 0)
        return &derived->spec.label;
    }

  slot = redress_policy_find_slot (self, name);
  if (slot != NULL)
    return &slot->label;
  point = strchr (name, '.');
  if (point == NULL)
    return NULL;
  if (g_str_has_prefix (name, "answer."))
    return redress_policy_get_name_label (self, point + 1);

  if (g_str_has_prefix (name, "event."))
    {
      events = redress_policy_get_code_labels (self, "event");
      return events != NULL ? g_hash_table_lookup (events, point + 1) : NULL;
    }

  if (g_str_has_prefix (name, "evidence."))
    slot = redress_policy_find_slot (self, point + 1);
  return slot != NULL ? &slot->label : NULL;
}
