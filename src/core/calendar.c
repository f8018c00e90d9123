/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/calendar.h"

/* What is special about one day. */
typedef struct
{
  gboolean worked;
  char *name;
} SpecialDay;

struct _RedressCalendar
{
  gatomicrefcount ref_count;
  char *name;
  GHashTable *years;  /* (element-type guint) the year in the key */
  GHashTable *days;   /* (element-type guint SpecialDay) Julian day in the key */
  GHashTable *labels; /* (element-type utf8 RedressText) name of a holiday -> its words */
};

static void
special_day_free (SpecialDay *self)
{
  g_free (self->name);
  g_free (self);
}

static void
label_free (gpointer data)
{
  redress_text_clear (data);
  g_free (data);
}

/**
 * redress_calendar_new:
 * @name: such as "china"
 *
 * Returns: (transfer full): a calendar that knows weekends alone
 */
RedressCalendar *
redress_calendar_new (const char *name)
{
  RedressCalendar *self = g_new0 (RedressCalendar, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->years = g_hash_table_new (NULL, NULL);
  self->days = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)special_day_free);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, label_free);

  return self;
}

/**
 * redress_calendar_ref:
 *
 * Returns: (transfer full): @self
 */
RedressCalendar *
redress_calendar_ref (RedressCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_calendar_unref:
 *
 * Frees @self with its last reference.
 */
void
redress_calendar_unref (RedressCalendar *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->labels);
  g_hash_table_unref (self->days);
  g_hash_table_unref (self->years);
  g_free (self->name);
  g_free (self);
}

/**
 * redress_calendar_get_name:
 *
 * Returns: (transfer none): the name that clocks refer to
 */
const char *
redress_calendar_get_name (RedressCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * redress_calendar_add_year:
 * @year: a year whose public holidays have been announced
 *
 * Declares a whole year known. Call before sharing @self.
 */
void
redress_calendar_add_year (RedressCalendar *self, int year)
{
  g_return_if_fail (self != NULL);

  g_hash_table_add (self->years, GINT_TO_POINTER (year));
}

static void
add_day (RedressCalendar *self, int year, int month, int day, const char *name, gboolean worked)
{
  SpecialDay *special;

  g_return_if_fail (self != NULL);
  g_return_if_fail (g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year));

  special = g_new0 (SpecialDay, 1);
  special->worked = worked;
  special->name = g_strdup (name);
  g_hash_table_insert (self->days, GUINT_TO_POINTER (redress_julian_from_date (year, month, day)),
                       special);
}

/**
 * redress_calendar_add_holiday:
 * @name: (nullable): name of the holiday
 *
 * Adds a day off. Call before sharing @self.
 */
void
redress_calendar_add_holiday (RedressCalendar *self, int year, int month, int day, const char *name)
{
  add_day (self, year, month, day, name, FALSE);
}

/**
 * redress_calendar_add_workday:
 * @name: (nullable): name of the holiday that the day makes up for
 *
 * Adds a working day, usually on a weekend. Call before sharing @self.
 */
void
redress_calendar_add_workday (RedressCalendar *self, int year, int month, int day, const char *name)
{
  add_day (self, year, month, day, name, TRUE);
}

/**
 * redress_calendar_is_working_day:
 * @julian: Julian day in Asia/Shanghai
 *
 * Returns: %TRUE if the day is worked. In years that the calendar does not know only weekends
 *   are off.
 */
gboolean
redress_calendar_is_working_day (RedressCalendar *self, guint32 julian)
{
  const SpecialDay *special;

  g_return_val_if_fail (self != NULL, FALSE);

  special = g_hash_table_lookup (self->days, GUINT_TO_POINTER (julian));
  if (special != NULL)
    return special->worked;

  /* Julian day 1 of GLib is Monday, 1 January of the year 1. */
  return (julian - 1) % 7 < 5;
}

/**
 * redress_calendar_knows:
 * @julian: Julian day in Asia/Shanghai
 *
 * Returns: %FALSE if the holidays of the day's year are not known
 */
gboolean
redress_calendar_knows (RedressCalendar *self, guint32 julian)
{
  GDate date;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (g_date_valid_julian (julian), FALSE);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  return g_hash_table_contains (self->years, GINT_TO_POINTER ((int)g_date_get_year (&date)));
}

/**
 * redress_calendar_get_last_year:
 *
 * Returns: the last year whose holidays are known; 0 where none is
 */
int
redress_calendar_get_last_year (RedressCalendar *self)
{
  GHashTableIter iter;
  gpointer year;
  int last = 0;

  g_return_val_if_fail (self != NULL, 0);

  g_hash_table_iter_init (&iter, self->years);
  while (g_hash_table_iter_next (&iter, &year, NULL))
    last = MAX (last, GPOINTER_TO_INT (year));
  return last;
}

/**
 * redress_calendar_get_day_name:
 * @julian: Julian day in Asia/Shanghai
 *
 * Returns: (transfer none) (nullable): name of the holiday or of the one it makes up for
 */
const char *
redress_calendar_get_day_name (RedressCalendar *self, guint32 julian)
{
  const SpecialDay *special;

  g_return_val_if_fail (self != NULL, NULL);

  special = g_hash_table_lookup (self->days, GUINT_TO_POINTER (julian));
  return special != NULL ? special->name : NULL;
}

/**
 * redress_calendar_set_label:
 * @name: name of a holiday
 *
 * Adds the words for a name. Call before sharing @self.
 */
void
redress_calendar_set_label (RedressCalendar *self,
                            const char *name,
                            const char *en,
                            const char *zh_CN)
{
  RedressText *label;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  label = g_new0 (RedressText, 1);
  label->en = g_strdup (en);
  label->zh_CN = g_strdup (zh_CN);
  g_hash_table_insert (self->labels, g_strdup (name), label);
}

/**
 * redress_calendar_get_day_label:
 * @julian: Julian day in Asia/Shanghai
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer none) (nullable): words for the holiday, or for the one that the day makes
 *   up for; %NULL for a plain day
 */
const char *
redress_calendar_get_day_label (RedressCalendar *self, guint32 julian, const char *language)
{
  const char *name = redress_calendar_get_day_name (self, julian);
  const RedressText *label;

  if (name == NULL)
    return NULL;

  label = g_hash_table_lookup (self->labels, name);
  return label != NULL ? redress_text_get (label, language) : name;
}

/* Asia/Shanghai has been UTC+8 without summer time since 1991. */
#define SHANGHAI_OFFSET (8 * REDRESS_HOUR)
#define JULIAN_OF_EPOCH 719163

/**
 * redress_julian_from_date:
 *
 * Returns: the Julian day of a valid date
 */
guint32
redress_julian_from_date (int year, int month, int day)
{
  GDate date;

  g_return_val_if_fail (g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year), 1);

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return g_date_get_julian (&date);
}

/**
 * redress_julian_from_time:
 * @time: a time between the years 1 and 9999
 * @since_midnight: (out) (optional): microseconds since 00:00 of that day
 *
 * Returns: the Julian day of @time in Asia/Shanghai
 */
guint32
redress_julian_from_time (RedressTime time, gint64 *since_midnight)
{
  gint64 local = CLAMP (time, REDRESS_TIME_MIN, REDRESS_TIME_MAX) + SHANGHAI_OFFSET;
  gint64 rest = local % REDRESS_DAY;

  if (rest < 0)
    rest += REDRESS_DAY;
  if (since_midnight != NULL)
    *since_midnight = rest;

  return (guint32)((local - rest) / REDRESS_DAY + JULIAN_OF_EPOCH);
}

/**
 * redress_julian_to_time:
 * @julian: a Julian day
 *
 * Returns: 00:00 of that day in Asia/Shanghai
 */
RedressTime
redress_julian_to_time (guint32 julian)
{
  return ((gint64)julian - JULIAN_OF_EPOCH) * REDRESS_DAY - SHANGHAI_OFFSET;
}
