/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/format.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
redress_language (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "zh"))
        return "zh_CN";
      if (g_str_has_prefix (names[i], "en") || g_str_equal (names[i], "C"))
        return "en";
    }
  return "en";
}

static char *
group_digits (guint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  gsize length = strlen (digits);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

char *
redress_format_amount (const RedressAmount *amount)
{
  const char *sign = amount->value < 0 ? "−" : "";
  guint64 value = amount->value < 0 ? -(guint64)amount->value : (guint64)amount->value;

  if (amount->unit == REDRESS_UNIT_POINTS)
    {
      g_autofree char *grouped = group_digits (value);
      /* Translators: an amount of loyalty points, such as "55,300 pts" */
      return g_strdup_printf (_ ("%s%s pts"), sign, grouped);
    }
  g_autofree char *yuan = group_digits (value / 100);
  return g_strdup_printf ("%s¥%s.%02u", sign, yuan, (guint)(value % 100));
}

char *
redress_format_amount_plain (const RedressAmount *amount)
{
  if (amount->unit == REDRESS_UNIT_POINTS)
    return g_strdup_printf ("%" G_GINT64_FORMAT, amount->value);
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", amount->value / 100,
                          (int)(ABS (amount->value) % 100));
}

static gboolean
add_digit (gint64 *value, char digit)
{
  return !__builtin_mul_overflow (*value, 10, value) &&
         !__builtin_add_overflow (*value, digit - '0', value) && *value <= REDRESS_INTEGER_MAX;
}

gboolean
redress_parse_amount (const char *text, RedressUnit unit, gint64 *value)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *at = trimmed;
  int decimals = -1, max_decimals = unit == REDRESS_UNIT_FEN ? 2 : 0;
  gboolean any = FALSE;
  gint64 sum = 0;

  if (g_str_has_prefix (at, "¥") || g_str_has_prefix (at, "￥"))
    at = g_utf8_next_char (at);
  for (; *at != '\0'; at++)
    {
      if (*at == ',' && decimals < 0)
        continue;
      if (*at == '.' && decimals < 0 && max_decimals > 0)
        {
          decimals = 0;
          continue;
        }
      if (!g_ascii_isdigit (*at) || !add_digit (&sum, *at))
        return FALSE;
      any = TRUE;
      if (decimals >= 0 && ++decimals > max_decimals)
        return FALSE;
    }
  for (int i = MAX (decimals, 0); i < max_decimals; i++)
    if (!add_digit (&sum, '0'))
      return FALSE;
  if (any)
    *value = sum;
  return any;
}

/* Rules, deadlines and working days count in China's time, and so do their explanations. A
 * window that showed another beside them would be read wrong. */
static GDateTime *
local_time (RedressTime time)
{
  static GTimeZone *china;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REDRESS_SECOND);

  if (china == NULL)
    china = g_time_zone_new_offset (8 * 3600);
  if (utc == NULL)
    utc = g_date_time_new_from_unix_utc (0);
  return g_date_time_to_timezone (utc, china);
}

char *
redress_format_clock (RedressTime time)
{
  g_autoptr (GDateTime) local = local_time (time);
  return g_date_time_format (local, "%H:%M");
}

char *
redress_format_clock_seconds (RedressTime time)
{
  g_autoptr (GDateTime) local = local_time (time);
  return g_date_time_format (local, "%H:%M:%S");
}

char *
redress_format_day (RedressTime time, RedressTime now)
{
  g_autoptr (GDateTime) local = local_time (time);
  g_autoptr (GDateTime) today = local_time (now);

  if (g_date_time_get_year (local) == g_date_time_get_year (today))
    /* Translators: day and month, see strftime; Chinese: "%-m 月 %-d 日" */
    return g_date_time_format (local, C_ ("date", "%-d %b"));
  /* Translators: day, month and year, see strftime; Chinese: "%Y 年 %-m 月 %-d 日" */
  return g_date_time_format (local, C_ ("date", "%-d %b %Y"));
}

char *
redress_format_moment (RedressTime time, RedressTime now)
{
  g_autoptr (GDateTime) local = local_time (time);
  g_autoptr (GDateTime) today = local_time (now);
  g_autofree char *clock = redress_format_clock (time);
  int y, m, d, ty, tm, td;

  g_date_time_get_ymd (local, &y, &m, &d);
  g_date_time_get_ymd (today, &ty, &tm, &td);
  if (y == ty && m == tm && d == td)
    return g_strdup_printf (_ ("today %s"), clock);
  g_autofree char *day = redress_format_day (time, now);
  return g_strdup_printf ("%s %s", day, clock);
}

char *
redress_format_span (gint64 microseconds)
{
  gint64 seconds = MAX (microseconds, 0) / REDRESS_SECOND;
  gint64 minutes = seconds / 60, hours = minutes / 60, days = hours / 24;

  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int)seconds);
  if (minutes < 60)
    return g_strdup_printf (_ ("%d min"), (int)minutes);
  if (hours < 48)
    return g_strdup_printf (_ ("%d h %02d min"), (int)hours, (int)(minutes % 60));
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)days), (int)days);
}

char *
redress_format_age (RedressTime time, RedressTime now)
{
  g_autofree char *span = redress_format_span (now - time);
  return g_strdup_printf (_ ("%s ago"), span);
}

char *
redress_format_play_time (gint64 microseconds)
{
  gint64 seconds = MAX (microseconds, 0) / REDRESS_SECOND;

  return g_strdup_printf ("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

char *
redress_format_bytes (gint64 bytes)
{
  return g_format_size ((guint64)MAX (bytes, 0));
}

RedressDueStage
redress_due_get_stage (RedressSummary *summary, RedressTime now, gint64 soon_minutes)
{
  if (!redress_state_is_unfinished (summary->state))
    return REDRESS_DUE_STAGE_OVER;
  if (summary->state == REDRESS_STATE_WAITING_CUSTOMER ||
      (summary->badges & REDRESS_BADGE_PAUSED) != 0)
    return REDRESS_DUE_STAGE_PAUSED;
  if (summary->due_at == REDRESS_TIME_UNKNOWN)
    return REDRESS_DUE_STAGE_CALM;
  if (summary->due_at <= now)
    return REDRESS_DUE_STAGE_LATE;
  return summary->due_at - now <= soon_minutes * REDRESS_MINUTE ? REDRESS_DUE_STAGE_SOON
                                                                : REDRESS_DUE_STAGE_CALM;
}

static char *
format_over (RedressSummary *summary)
{
  switch (summary->state)
    {
    case REDRESS_STATE_DECIDED:
      return g_strdup (_ ("Decided"));
    case REDRESS_STATE_EFFECTED:
      return g_strdup (_ ("Carried out"));
    case REDRESS_STATE_CLOSED:
    case REDRESS_STATE_OPEN:
    case REDRESS_STATE_WAITING_CUSTOMER:
    case REDRESS_STATE_WAITING_PLATFORM:
    case REDRESS_STATE_HELD:
    case REDRESS_STATE_SECOND_APPROVAL:
    default:
      return g_strdup (_ ("Closed"));
    }
}

static char *
format_paused (RedressSummary *summary)
{
  if (summary->state == REDRESS_STATE_WAITING_CUSTOMER)
    return g_strdup (_ ("Paused · waits for customer"));
  return g_strdup (summary->state == REDRESS_STATE_WAITING_PLATFORM
                       ? _ ("Paused · waits for platform")
                       : _ ("Paused · on hold"));
}

char *
redress_format_due (RedressSummary *summary, RedressTime now)
{
  g_autofree char *span = NULL;

  switch (redress_due_get_stage (summary, now, 0))
    {
    case REDRESS_DUE_STAGE_OVER:
      return format_over (summary);
    case REDRESS_DUE_STAGE_PAUSED:
      return format_paused (summary);
    case REDRESS_DUE_STAGE_LATE:
      span = redress_format_span (now - summary->due_at);
      return g_strdup_printf (_ ("%s late"), span);
    case REDRESS_DUE_STAGE_CALM:
    case REDRESS_DUE_STAGE_SOON:
    default:
      if (summary->due_at == REDRESS_TIME_UNKNOWN)
        return g_strdup (_ ("No due time"));
      span = redress_format_span (summary->due_at - now);
      return g_strdup_printf (_ ("%s left"), span);
    }
}

const char *
redress_due_stage_get_icon (RedressDueStage stage)
{
  static const char *const icons[] = {
    "preferences-system-time-symbolic", "alarm-symbolic",         "emblem-important-symbolic",
    "media-playback-pause-symbolic",    "object-select-symbolic",
  };
  return icons[stage];
}

const char *
redress_due_stage_get_style (RedressDueStage stage)
{
  static const char *const styles[] = { "dim", "warn-c", "bad-c", "dim", "dim" };
  return styles[stage];
}
