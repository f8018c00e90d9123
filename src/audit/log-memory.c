/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/log-memory.h"

#include "core/error.h"
#include "core/timestamp.h"

#include <string.h>

#define FIRST_LINE "redress-log-memory/1\n"
#define CONFLICT_SUFFIX ".conflict"
#define FILE_MODE 0600

/**
 * redress_log_memory_build_path:
 * @folder: where memories are
 * @origin: name of a log
 *
 * Returns: (transfer full): the file of that log, whatever its name has in it
 */
char *
redress_log_memory_build_path (const char *folder, const char *origin)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, origin, -1);

  digest[16] = '\0';
  return g_strdup_printf ("%s/%s.note", folder, digest);
}

/* Head, time, empty line, note. */
static RedressSignedNote *
read_file (const char *path, RedressTime *since, GError **error)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) parts = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;
  parts = g_strsplit (contents, "\n", 4);
  if (strlen (contents) != length || !g_str_has_prefix (contents, FIRST_LINE) ||
      g_strv_length (parts) != 4 || !g_str_has_prefix (parts[1], "since ") ||
      !redress_timestamp_parse (parts[1] + strlen ("since "), since, NULL) || parts[2][0] != '\0')
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "%s is not what was written: what is remembered of the log is lost", path);
      return NULL;
    }
  return redress_signed_note_parse (parts[3], -1, error);
}

static gboolean
write_file (const char *path, RedressTime since, const RedressSignedNote *note, GError **error)
{
  g_autofree char *time = redress_timestamp_format (since);
  g_autofree char *body = redress_signed_note_format (note);
  g_autofree char *contents = g_strdup_printf (FIRST_LINE "since %s\n\n%s", time, body);

  /* On the disk before anybody is shown what it allows. */
  return g_file_set_contents_full (path, contents, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   FILE_MODE, error);
}

/* No file is no mistake. */
static gboolean
read_if_there (const char *path, RedressTime *since, RedressSignedNote **note, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *note = read_file (path, since, &failure);
  if (*note != NULL || g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * redress_log_memory_open:
 * @path: its file, which may not be there yet
 * @error: return location
 *
 * Returns: (transfer full): what is remembered; %NULL with an error if the file cannot be read,
 *   which never counts as one that remembers nothing
 */
RedressLogMemory *
redress_log_memory_open (const char *path, GError **error)
{
  g_autoptr (RedressLogMemory) self = g_new0 (RedressLogMemory, 1);
  g_autofree char *conflict = g_strconcat (path, CONFLICT_SUFFIX, NULL);

  self->path = g_strdup (path);
  self->since = self->conflict_since = REDRESS_TIME_UNKNOWN;
  if (!read_if_there (path, &self->since, &self->note, error) ||
      !read_if_there (conflict, &self->conflict_since, &self->conflict, error))
    return NULL;
  if (self->note != NULL)
    {
      self->checkpoint = redress_checkpoint_parse (self->note->text, error);
      if (self->checkpoint == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * redress_log_memory_free:
 * @self: (transfer full) (nullable): a memory
 */
void
redress_log_memory_free (RedressLogMemory *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_clear_pointer (&self->note, redress_signed_note_free);
  g_clear_pointer (&self->checkpoint, redress_checkpoint_free);
  g_clear_pointer (&self->conflict, redress_signed_note_free);
  g_free (self);
}

/**
 * redress_log_memory_get_size:
 * @self: a memory
 *
 * Returns: how many entries the log had when it was seen last
 */
guint64
redress_log_memory_get_size (const RedressLogMemory *self)
{
  return self->checkpoint != NULL ? self->checkpoint->size : 0;
}

/* The note is signed by the log as well as the one that is remembered: both are kept. */
static void
keep_conflict (RedressLogMemory *self, RedressSignedNote *note, RedressTime now)
{
  g_autofree char *path = g_strconcat (self->path, CONFLICT_SUFFIX, NULL);
  g_autofree char *text = redress_signed_note_format (note);
  g_autoptr (GError) error = NULL;

  self->conflict = redress_signed_note_parse (text, -1, NULL);
  self->conflict_since = now;
  if (!write_file (path, now, note, &error))
    g_warning ("%s", error->message);
}

/**
 * redress_log_memory_check:
 * @self: a memory
 * @checkpoint: what the log says now
 * @proof: (element-type RedressHash): that what it had stands unchanged in it
 * @error: return location; %REDRESS_ERROR_CORRUPT: it does not; %REDRESS_ERROR_INVALID: the proof
 *   says nothing of it
 *
 * Returns: whether it agrees with what is remembered
 */
gboolean
redress_log_memory_check (const RedressLogMemory *self,
                          const RedressCheckpoint *checkpoint,
                          const GArray *proof,
                          GError **error)
{
  if (redress_log_memory_get_size (self) == 0)
    return TRUE;
  return redress_merkle_check_consistency (self->checkpoint->size, checkpoint->size,
                                           &self->checkpoint->root, &checkpoint->root, proof,
                                           error);
}

static gboolean
take_over (RedressLogMemory *self,
           RedressSignedNote *note,
           RedressCheckpoint *taken,
           RedressTime now,
           GError **error)
{
  g_autoptr (RedressCheckpoint) checkpoint = taken;
  g_autofree char *text = NULL, *known = NULL;
  RedressTime since = self->note != NULL ? self->since : now;

  /* Signatures that were known of the same text stay known. */
  if (self->note != NULL && g_str_equal (self->note->text, note->text))
    redress_signed_note_merge (note, self->note);
  text = redress_signed_note_format (note);
  /* Most looks find what is known: the disk is for what is new. */
  known = self->note != NULL ? redress_signed_note_format (self->note) : NULL;
  if (g_strcmp0 (text, known) == 0)
    return TRUE;
  if (!write_file (self->path, since, note, error))
    return FALSE;
  g_clear_pointer (&self->note, redress_signed_note_free);
  g_clear_pointer (&self->checkpoint, redress_checkpoint_free);
  self->note = redress_signed_note_parse (text, -1, NULL);
  self->checkpoint = g_steal_pointer (&checkpoint);
  self->since = since;
  return TRUE;
}

/**
 * redress_log_memory_advance:
 * @self: a memory
 * @origin: name of the log
 * @key: its key
 * @note: what it says now; gets the signatures that were known of the same text
 * @proof: (element-type RedressHash): that what it had stands unchanged in it; empty the first time
 * @now: the time
 * @error: return location; %REDRESS_ERROR_CORRUPT: the log was changed, and both notes are kept;
 *   others: nothing was learned of it
 *
 * Checks what a log says now against what is remembered, and remembers it. A log that was changed
 * once stays so: nobody but a person who takes the file away makes it good again.
 *
 * Returns: whether the log is what it was, or has grown
 */
gboolean
redress_log_memory_advance (RedressLogMemory *self,
                            const char *origin,
                            const RedressNoteKey *key,
                            RedressSignedNote *note,
                            const GArray *proof,
                            RedressTime now,
                            GError **error)
{
  g_autoptr (RedressCheckpoint) checkpoint = NULL;
  g_autoptr (GError) why = NULL;

  if (self->conflict != NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "the log was changed; both of its notes are kept");
      return FALSE;
    }
  if (!redress_signed_note_check (note, key, NULL, error))
    {
      /* Anybody can make up a signature: it says nothing of the log. */
      if (error != NULL)
        (*error)->code = REDRESS_ERROR_INVALID;
      return FALSE;
    }
  checkpoint = redress_checkpoint_parse (note->text, error);
  if (checkpoint == NULL)
    return FALSE;
  if (!g_str_equal (checkpoint->origin, origin))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "this is the checkpoint of %s",
                   checkpoint->origin);
      return FALSE;
    }
  if (!redress_log_memory_check (self, checkpoint, proof, &why))
    {
      if (g_error_matches (why, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
        keep_conflict (self, note, now);
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  return take_over (self, note, g_steal_pointer (&checkpoint), now, error);
}
