/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/own-entries.h"

#include "core/timestamp.h"

/* Each in its line: log, place, command, verdict, amount, and since when it cannot be proved. What
 * there is none of is "-". */
#define N_WORDS 6
#define NONE "-"

struct _RedressOwnEntries
{
  char *path;
  GPtrArray *entries;
};

/**
 * redress_own_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
redress_own_entry_free (RedressOwnEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->log);
  g_free (self->command_id);
  g_free (self->verdict);
  g_free (self->amount);
  g_free (self);
}

static char *
read_word (const char *word)
{
  return g_str_equal (word, NONE) ? NULL : g_strdup (word);
}

/* A line that was cut says nothing: what it told of is not asked for any more. */
static void
read_line (RedressOwnEntries *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  RedressTime bad_since = REDRESS_TIME_UNKNOWN;
  gint64 index = 0;
  RedressOwnEntry *entry;

  if (g_strv_length (words) != N_WORDS ||
      !g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT64, &index, NULL) ||
      (!g_str_equal (words[5], NONE) && !redress_timestamp_parse (words[5], &bad_since, NULL)))
    return;
  entry = g_new0 (RedressOwnEntry, 1);
  entry->log = g_strdup (words[0]);
  entry->index = index;
  entry->command_id = g_strdup (words[2]);
  entry->verdict = read_word (words[3]);
  entry->amount = read_word (words[4]);
  entry->bad_since = bad_since;
  g_ptr_array_add (self->entries, entry);
}

/**
 * redress_own_entries_open:
 * @path: a file, which need not be there
 *
 * Returns: (transfer full): what stands in it
 */
RedressOwnEntries *
redress_own_entries_open (const char *path)
{
  RedressOwnEntries *self = g_new0 (RedressOwnEntries, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  self->path = g_strdup (path);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_own_entry_free);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return self;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (self, lines[i]);
  return self;
}

/**
 * redress_own_entries_free:
 * @self: (transfer full) (nullable): entries
 */
void
redress_own_entries_free (RedressOwnEntries *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->entries);
  g_free (self->path);
  g_free (self);
}

/**
 * redress_own_entries_get:
 * @self: entries
 *
 * Returns: (transfer none) (element-type RedressOwnEntry): all that were not seen yet
 */
GPtrArray *
redress_own_entries_get (RedressOwnEntries *self)
{
  return self->entries;
}

static gboolean
save (RedressOwnEntries *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const RedressOwnEntry *entry = self->entries->pdata[i];
      g_autofree char *time = entry->bad_since != REDRESS_TIME_UNKNOWN
                                  ? redress_timestamp_format (entry->bad_since)
                                  : g_strdup (NONE);

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %s %s %s %s\n", entry->log,
                              entry->index, entry->command_id,
                              entry->verdict != NULL ? entry->verdict : NONE,
                              entry->amount != NULL ? entry->amount : NONE, time);
    }
  return g_file_set_contents_full (self->path, text->str, (gssize)text->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

/**
 * redress_own_entries_add:
 * @self: entries
 * @entry: (transfer full): one that has to be seen
 * @error: return location
 *
 * What is there already is not added again.
 *
 * Returns: whether it is on the disk
 */
gboolean
redress_own_entries_add (RedressOwnEntries *self, RedressOwnEntry *entry, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((RedressOwnEntry *)self->entries->pdata[i])->command_id, entry->command_id))
      {
        redress_own_entry_free (entry);
        return TRUE;
      }
  g_ptr_array_add (self->entries, entry);
  return save (self, error);
}

/**
 * redress_own_entries_remove:
 * @self: entries
 * @entry: one that was seen
 * @error: return location
 *
 * Returns: whether that is on the disk
 */
gboolean
redress_own_entries_remove (RedressOwnEntries *self, const RedressOwnEntry *entry, GError **error)
{
  return !g_ptr_array_remove (self->entries, (gpointer)entry) || save (self, error);
}

/**
 * redress_own_entries_mark:
 * @self: entries
 * @entry: one of them
 * @bad_since: since when it cannot be proved
 * @error: return location
 *
 * Returns: whether that is on the disk
 */
gboolean
redress_own_entries_mark (RedressOwnEntries *self,
                          RedressOwnEntry *entry,
                          RedressTime bad_since,
                          GError **error)
{
  entry->bad_since = bad_since;
  return save (self, error);
}
