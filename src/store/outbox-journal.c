/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/checksum.h"
#include "store/file-error.h"
#include "store/journal-format.h"

struct _RedressOutboxJournal
{
  char *path;
  int fd;
  gboolean is_dirty;
};

static char *
finish_line (const char *words)
{
  return g_strdup_printf ("%s %08x\n", words, redress_checksum (0, words, strlen (words)));
}

static char *
recorded_line (const RedressOutboxRow *row)
{
  gsize size;
  const guchar *data = g_bytes_get_data (row->bytes, &size);
  g_autofree char *base64 = g_base64_encode (data, size);
  g_autofree char *words =
      g_strdup_printf ("recorded %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                       " %" G_GINT64_FORMAT " %d %s",
                       row->position, row->command_id, row->ticket, row->recorded_at,
                       row->not_before, row->sealed ? 1 : 0, base64);

  return finish_line (words);
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize)n;
    }
  return TRUE;
}

static gboolean
append (RedressOutboxJournal *self, const char *line, GError **error)
{
  self->is_dirty = TRUE;
  if (write_all (self->fd, line, strlen (line)))
    return TRUE;
  redress_set_file_error (error, "writing", self->path, errno);
  return FALSE;
}

/**
 * redress_outbox_journal_open:
 * @path: the file; made if it is not there
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the journal, ready for more lines
 */
RedressOutboxJournal *
redress_outbox_journal_open (const char *path, GError **error)
{
  g_autoptr (RedressOutboxJournal) self = NULL;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      redress_set_file_error (error, "opening", path, errno);
      return NULL;
    }
  self = g_new0 (RedressOutboxJournal, 1);
  self->path = g_strdup (path);
  self->fd = fd;
  return g_steal_pointer (&self);
}

/**
 * redress_outbox_journal_close:
 * @self: (transfer full) (nullable): a journal
 */
void
redress_outbox_journal_close (RedressOutboxJournal *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  if (!redress_outbox_journal_sync (self, &error))
    g_debug ("%s", error->message);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

/**
 * redress_outbox_journal_add_recorded:
 * @self: a journal
 * @row: a row that was committed
 * @error: return location
 *
 * Returns: whether the line was written; it is on the disk after the next sync
 */
gboolean
redress_outbox_journal_add_recorded (RedressOutboxJournal *self,
                                     const RedressOutboxRow *row,
                                     GError **error)
{
  g_autofree char *line = recorded_line (row);

  return append (self, line, error);
}

/**
 * redress_outbox_journal_add_left:
 * @self: a journal
 * @command_id: a command whose row was deleted
 * @error: return location
 *
 * Returns: whether the line was written; it is on the disk after the next sync
 */
gboolean
redress_outbox_journal_add_left (RedressOutboxJournal *self, const char *command_id, GError **error)
{
  g_autofree char *words = g_strconcat ("left ", command_id, NULL);
  g_autofree char *line = finish_line (words);

  return append (self, line, error);
}

/**
 * redress_outbox_journal_sync:
 * @self: a journal
 * @error: return location
 *
 * Returns: whether all lines are on the disk
 */
gboolean
redress_outbox_journal_sync (RedressOutboxJournal *self, GError **error)
{
  if (!self->is_dirty)
    return TRUE;
  if (fdatasync (self->fd) != 0)
    {
      redress_set_file_error (error, "writing", self->path, errno);
      return FALSE;
    }
  self->is_dirty = FALSE;
  return TRUE;
}

/**
 * redress_outbox_journal_rewrite:
 * @path: the file
 * @rows: (element-type RedressOutboxRow): all that are in the outbox
 * @error: return location
 *
 * Puts a new file with these commands in the place of the old one, so that it does not grow for
 * ever and misses nothing.
 *
 * Returns: whether it worked; if not, the old file is as it was
 */
gboolean
redress_outbox_journal_rewrite (const char *path, GPtrArray *rows, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const RedressOutboxRow *row = g_ptr_array_index (rows, i);
      g_autofree char *line = NULL;

      if (row->bytes == NULL)
        continue;
      line = recorded_line (row);
      g_string_append (text, line);
    }
  if (g_file_set_contents_full (path, text->str, (gssize)text->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, "%s", failure->message);
  return FALSE;
}
