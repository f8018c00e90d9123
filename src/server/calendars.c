/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/calendars.h"

#include "core/error.h"
#include "server/json-folder.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

#define CALENDAR_NAME "china"

struct _RedressCalendars
{
  RedressCalendar *calendar;
  GPtrArray *files;  /* (owned) (element-type RedressCalendarFile) */
  GHashTable *years; /* years that a file was taken for */
  JsonArray *array;  /* (owned): the files that count */
  GBytes *json;
};

static void
calendar_file_free (RedressCalendarFile *self)
{
  g_free (self->path);
  g_free (self->mistake);
  g_free (self);
}

/**
 * redress_calendar_file_check:
 * @bytes: a calendar file
 * @error: return location; REDRESS_ERROR_INVALID with what is wrong with it
 *
 * Returns: the year it is about; 0 if it cannot be read
 */
int
redress_calendar_file_check (GBytes *bytes, GError **error)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new (CALENDAR_NAME);

  return redress_calendar_add_bytes (calendar, bytes, error)
             ? redress_calendar_get_last_year (calendar)
             : 0;
}

static gboolean
take (RedressCalendars *self, GBytes *bytes, int year, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonNode *node = redress_json_parse (text, length, &redress_json_limits_response, error);

  if (node == NULL)
    return FALSE;
  json_array_add_element (self->array, node);
  g_hash_table_add (self->years, GINT_TO_POINTER (year));
  return redress_calendar_add_bytes (self->calendar, bytes, error);
}

/* A year for which an earlier file counts is left alone. */
static gboolean
add_file (RedressCalendars *self, RedressCalendarFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = redress_json_folder_read (file->path, error);

  if (bytes == NULL || (file->year = redress_calendar_file_check (bytes, error)) == 0)
    {
      g_prefix_error (error, "%s: ", file->path);
      return FALSE;
    }
  if (g_hash_table_contains (self->years, GINT_TO_POINTER (file->year)))
    {
      file->mistake = g_strdup ("another file stands for this year");
      return TRUE;
    }
  return take (self, bytes, file->year, error);
}

/* @strict: one mistake is too many. Else the file is named and does not count. */
static gboolean
add_folder (RedressCalendars *self, const char *folder, gboolean strict, GError **error)
{
  g_autoptr (GPtrArray) paths = redress_json_folder_list (folder, error);

  for (guint i = 0; paths != NULL && i < paths->len; i++)
    {
      RedressCalendarFile *file = g_new0 (RedressCalendarFile, 1);
      g_autoptr (GError) mistake = NULL;

      file->path = g_strdup (g_ptr_array_index (paths, i));
      g_ptr_array_add (self->files, file);
      if (add_file (self, file, &mistake))
        continue;
      if (strict)
        {
          g_propagate_error (error, g_steal_pointer (&mistake));
          return FALSE;
        }
      file->mistake = g_strdup (mistake->message);
    }
  return paths != NULL;
}

static void
write_json (RedressCalendars *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  char *text;

  json_object_set_array_member (object, "calendars", json_array_ref (self->array));
  json_node_take_object (node, object);
  text = redress_json_to_string (node);
  self->json = g_bytes_new_take (text, strlen (text));
}

/**
 * redress_calendars_load:
 * @installed_dir: folder of the installation
 * @own_dir: folder of the administrator; need not be there
 * @error: return location
 *
 * Reads every calendar file. The administrator's file for a year stands before the installed
 * one. A mistake in an administrator's file leaves this file alone out and is said in
 * redress_calendars_get_files(): a server that was good yesterday starts today.
 *
 * Returns: (transfer full) (nullable): the calendars; %NULL where the installation is broken
 */
RedressCalendars *
redress_calendars_load (const char *installed_dir, const char *own_dir, GError **error)
{
  g_autoptr (RedressCalendars) self = g_new0 (RedressCalendars, 1);

  self->calendar = redress_calendar_new (CALENDAR_NAME);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify)calendar_file_free);
  self->years = g_hash_table_new (NULL, NULL);
  self->array = json_array_new ();
  add_folder (self, own_dir, FALSE, NULL);
  if (!add_folder (self, installed_dir, TRUE, error))
    return NULL;
  write_json (self);
  return g_steal_pointer (&self);
}

/**
 * redress_calendars_free:
 * @self: (transfer full): calendars
 */
void
redress_calendars_free (RedressCalendars *self)
{
  g_clear_pointer (&self->calendar, redress_calendar_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->years, g_hash_table_unref);
  g_clear_pointer (&self->array, json_array_unref);
  g_clear_pointer (&self->json, g_bytes_unref);
  g_free (self);
}

/**
 * redress_calendars_get:
 * @self: calendars
 *
 * Returns: (transfer none): what the files say
 */
RedressCalendar *
redress_calendars_get (RedressCalendars *self)
{
  return self->calendar;
}

/**
 * redress_calendars_get_files:
 * @self: calendars
 *
 * Returns: (transfer none) (element-type RedressCalendarFile): the files, the administrator's
 *   first
 */
GPtrArray *
redress_calendars_get_files (RedressCalendars *self)
{
  return self->files;
}

/**
 * redress_calendars_get_json:
 * @self: calendars
 *
 * Returns: (transfer none): the files that count as one body
 */
GBytes *
redress_calendars_get_json (RedressCalendars *self)
{
  return self->json;
}
