/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/codec.h"
#include "wire/json.h"

#define MAX_PERIODS 100

static const RedressJsonLimits limits_of_files = {
  .bytes = 256 * 1024,
  .depth = 8,
  .tokens = 20000,
};

static gboolean
fail (GError **error, const char *where, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "calendar: %s: %s", where, what);
  return FALSE;
}

/* "2026-10-01", and nothing else. */
static gboolean
parse_date (const char *text, int year, GDate *date)
{
  guint64 parts[3];
  g_auto (GStrv) words = g_strsplit (text, "-", 4);

  if (g_strv_length (words) != 3 || strlen (text) != 10)
    return FALSE;

  for (guint i = 0; i < 3; i++)
    if (!g_ascii_string_to_unsigned (words[i], 10, 1, 9999, &parts[i], NULL))
      return FALSE;

  if (parts[1] > 12 || parts[2] > 31 || (int)parts[0] != year ||
      !g_date_valid_dmy ((GDateDay)parts[2], (GDateMonth)parts[1], (GDateYear)parts[0]))
    return FALSE;

  g_date_set_dmy (date, (GDateDay)parts[2], (GDateMonth)parts[1], (GDateYear)parts[0]);
  return TRUE;
}

static gboolean
read_date (JsonObject *period, const char *name, int year, GDate *date, GError **error)
{
  g_autofree char *text = NULL;

  if (!redress_json_read_string (period, name, TRUE, 10, &text, error))
    return FALSE;

  g_date_clear (date, 1);
  return parse_date (text, year, date) || fail (error, name, "must be a date of the file's year");
}

static gboolean
add_holidays (
    RedressCalendar *calendar, JsonObject *period, int year, const char *name, GError **error)
{
  GDate from, to;

  if (!read_date (period, "from", year, &from, error) ||
      !read_date (period, "to", year, &to, error))
    return FALSE;
  if (g_date_compare (&from, &to) > 0 || g_date_days_between (&from, &to) > 30)
    return fail (error, name, "is too long or ends before it begins");

  while (g_date_compare (&from, &to) <= 0)
    {
      redress_calendar_add_holiday (calendar, year, (int)g_date_get_month (&from),
                                    g_date_get_day (&from), name);
      g_date_add_days (&from, 1);
    }

  return TRUE;
}

static gboolean
add_workdays (
    RedressCalendar *calendar, JsonObject *period, int year, const char *name, GError **error)
{
  g_auto (GStrv) dates = NULL;

  if (!redress_json_read_strv (period, "workdays", FALSE, 20, &dates, error))
    return FALSE;

  for (char **text = dates; text != NULL && *text != NULL; text++)
    {
      GDate date;

      g_date_clear (&date, 1);
      if (!parse_date (*text, year, &date))
        return fail (error, "workdays", "must be dates of the file's year");
      redress_calendar_add_workday (calendar, year, (int)g_date_get_month (&date),
                                    g_date_get_day (&date), name);
    }

  return TRUE;
}

static gboolean
read_period (RedressCalendar *calendar, JsonNode *node, int year, GError **error)
{
  g_autofree char *code = NULL;
  g_autofree char *en = NULL;
  g_autofree char *zh_CN = NULL;
  JsonObject *period, *name = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "holidays", "must be objects");

  period = json_node_get_object (node);
  if (!redress_json_read_string (period, "code", TRUE, 64, &code, error) ||
      !redress_json_read_object (period, "name", TRUE, &name, error) ||
      !redress_json_read_string (name, "en", TRUE, 64, &en, error) ||
      !redress_json_read_string (name, "zh_CN", TRUE, 64, &zh_CN, error) ||
      !add_holidays (calendar, period, year, code, error) ||
      !add_workdays (calendar, period, year, code, error))
    return FALSE;

  redress_calendar_set_label (calendar, code, en, zh_CN);
  return TRUE;
}

/**
 * redress_calendar_add_bytes:
 * @calendar: gets the year
 * @bytes: a file with the holidays of one year
 *
 * Reads a calendar file. After an error @calendar may hold part of it and should be dropped.
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member
 */
gboolean
redress_calendar_add_bytes (RedressCalendar *calendar, GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *name = NULL;
  JsonObject *object;
  JsonArray *periods = NULL;
  gint64 year = 0;
  gsize length;
  const char *data;

  g_return_val_if_fail (calendar != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &length);
  root = redress_json_parse (data, length, &limits_of_files, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return fail (error, "file", "must be an object");

  object = json_node_get_object (root);
  if (!redress_json_read_string (object, "calendar", TRUE, 64, &name, error) ||
      !redress_json_read_int (object, "year", TRUE, 1990, 9998, &year, error) ||
      !redress_json_read_array (object, "holidays", TRUE, MAX_PERIODS, &periods, error))
    return FALSE;
  if (g_strcmp0 (name, redress_calendar_get_name (calendar)) != 0)
    return fail (error, "calendar", "is another calendar");

  for (guint i = 0; i < json_array_get_length (periods); i++)
    if (!read_period (calendar, json_array_get_element (periods, i), (int)year, error))
      return FALSE;

  redress_calendar_add_year (calendar, (int)year);
  return TRUE;
}
