/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/checksum.h"
#include "store/journal-format.h"
#include "store/outbox-journal.h"

#include <string.h>

static gboolean
read_number (const char *word, gint64 *number)
{
  return g_ascii_string_to_signed (word, 10, G_MININT64, G_MAXINT64, number, NULL);
}

static RedressOutboxRow *
read_recorded (char *const *words)
{
  g_autoptr (RedressOutboxRow) row = redress_outbox_row_new ();
  gint64 sealed = 0;
  gsize size = 0;
  guchar *data;

  if (!read_number (words[1], &row->position) || !read_number (words[3], &row->ticket) ||
      !read_number (words[4], &row->recorded_at) || !read_number (words[5], &row->not_before) ||
      !read_number (words[6], &sealed))
    return NULL;
  row->command_id = g_strdup (words[2]);
  row->sealed = sealed != 0;
  data = g_base64_decode (words[7], &size);
  row->bytes = g_bytes_new_take (data, size);
  return g_steal_pointer (&row);
}

/* Cuts the checksum off. */
static gboolean
check_line (char *line)
{
  char *space = strrchr (line, ' ');
  guint64 found;

  if (space == NULL || strlen (space + 1) != 8 ||
      !g_ascii_string_to_unsigned (space + 1, 16, 0, G_MAXUINT32, &found, NULL) ||
      found != redress_checksum (0, line, (gsize)(space - line)))
    return FALSE;
  *space = '\0';
  return TRUE;
}

static gboolean
read_line (char *line, GHashTable *rows, GHashTable *left)
{
  g_auto (GStrv) words = NULL;
  guint n;

  if (!check_line (line))
    return FALSE;
  words = g_strsplit (line, " ", -1);
  n = g_strv_length (words);
  if (n == REDRESS_JOURNAL_LEFT_WORDS && g_str_equal (words[0], "left"))
    {
      g_hash_table_add (left, g_strdup (words[1]));
      return TRUE;
    }
  if (n == REDRESS_JOURNAL_RECORDED_WORDS && g_str_equal (words[0], "recorded"))
    {
      RedressOutboxRow *row = read_recorded (words);

      if (row != NULL)
        g_hash_table_replace (rows, row->command_id, row);
      return row != NULL;
    }
  return FALSE;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const RedressOutboxRow *first = *(RedressOutboxRow *const *)a;
  const RedressOutboxRow *second = *(RedressOutboxRow *const *)b;

  return first->position < second->position ? -1 : first->position > second->position;
}

static GPtrArray *
take_waiting (GHashTable *rows, GHashTable *left)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_outbox_row_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (left, key))
      {
        g_hash_table_iter_steal (&iter);
        g_ptr_array_add (list, value);
      }
  g_ptr_array_sort (list, compare_positions);
  return list;
}

static RedressJournalContent *
read_lines (const char *text, gsize size)
{
  RedressJournalContent *content = g_new0 (RedressJournalContent, 1);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify)redress_outbox_row_free);

  content->left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* A damaged file may hold zero bytes in the middle; the lines around them still count. */
  for (gsize start = 0; start < size;)
    {
      const char *end = memchr (text + start, '\n', size - start);
      gsize length = end != NULL ? (gsize)(end - text) - start : size - start;
      g_autofree char *line = g_strndup (text + start, length);

      if (length > 0 && !read_line (line, rows, content->left))
        content->n_damaged++;
      start += length + 1;
    }
  content->waiting = take_waiting (rows, content->left);
  return content;
}

/**
 * redress_outbox_journal_read:
 * @path: the file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it says; where there is no file, nothing
 */
RedressJournalContent *
redress_outbox_journal_read (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (g_file_get_contents (path, &text, &size, &failure) ||
      g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return read_lines (text, size);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s", failure->message);
  return NULL;
}

/**
 * redress_journal_content_free:
 * @self: (transfer full) (nullable): what a journal says
 */
void
redress_journal_content_free (RedressJournalContent *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->left);
  g_free (self);
}
