/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/file-error.h"
#include "wire/shape.h"

#define PART_SUFFIX ".part"

struct _RedressEvidenceFiles
{
  char *folder;       /* (owned) (nullable): NULL: in memory */
  RedressSeal *seal;  /* (unowned) (nullable) */
  GHashTable *memory; /* (owned) (nullable) (element-type utf8 GBytes) */
};

/**
 * redress_evidence_files_new:
 * @folder: where the files go
 * @seal: (nullable): seals them; %NULL: nothing is written, the bytes stay in memory. Outlives
 *   this object
 *
 * Returns: (transfer full): the files
 */
RedressEvidenceFiles *
redress_evidence_files_new (const char *folder, RedressSeal *seal)
{
  RedressEvidenceFiles *self = g_new0 (RedressEvidenceFiles, 1);

  self->seal = seal;
  if (seal != NULL)
    self->folder = g_strdup (folder);
  else
    self->memory =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  return self;
}

/**
 * redress_evidence_files_free:
 * @self: (transfer full) (nullable): the files
 */
void
redress_evidence_files_free (RedressEvidenceFiles *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  g_free (self);
}

static gboolean
check_digest (const char *sha256, GBytes *bytes, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autofree char *found = redress_sha256_hex (data, size);

  if (g_str_equal (found, sha256))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
               "evidence %.12s… has other bytes than its digest says", sha256);
  return FALSE;
}

static gboolean
check_name (const char *sha256, GError **error)
{
  if (sha256 != NULL && redress_is_digest (sha256))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no digest of evidence: %.80s",
               sha256 != NULL ? sha256 : "");
  return FALSE;
}

/**
 * redress_evidence_files_check:
 * @sha256: digest the bytes must have
 * @bytes: a rendition
 * @error: return location
 *
 * Returns: whether the piece may be put; %FALSE with INVALID (no digest, no bytes), TOO_LARGE or
 *   CORRUPT (other bytes)
 */
gboolean
redress_evidence_files_check (const char *sha256, GBytes *bytes, GError **error)
{
  gsize size = g_bytes_get_size (bytes);

  if (!check_name (sha256, error))
    return FALSE;
  if (size == 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "evidence %.12s… is empty", sha256);
      return FALSE;
    }
  if (size > REDRESS_EVIDENCE_MAX)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
                   "evidence %.12s… has %" G_GSIZE_FORMAT " bytes, %d are allowed", sha256, size,
                   REDRESS_EVIDENCE_MAX);
      return FALSE;
    }
  return check_digest (sha256, bytes, error);
}

/* Two levels, because some file systems are slow with many files in one folder. */
static char *
build_path (RedressEvidenceFiles *self, const char *sha256)
{
  char level[3] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (self->folder, level, sha256, NULL);
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

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

/* Written aside and put in its place whole: nobody ever sees half a piece. */
static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *part = g_strconcat (path, PART_SUFFIX, NULL);
  gboolean done;
  int fd, code = 0;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      redress_set_file_error (error, "making", folder, errno);
      return FALSE;
    }
  fd = g_open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  done = fd >= 0 && write_all (fd, bytes) && fsync (fd) == 0;
  if (!done)
    code = errno;
  if (fd >= 0 && close (fd) != 0 && done)
    {
      code = errno;
      done = FALSE;
    }
  if (done && g_rename (part, path) != 0)
    {
      code = errno;
      done = FALSE;
    }
  if (done)
    return TRUE;
  g_unlink (part);
  redress_set_file_error (error, "writing", path, code);
  return FALSE;
}

/**
 * redress_evidence_files_put:
 * @self: the files
 * @sha256: a digest
 * @bytes: what redress_evidence_files_check() found good
 * @error: return location
 *
 * Returns: whether the piece is here; %FALSE with NO_SPACE and the like
 */
gboolean
redress_evidence_files_put (RedressEvidenceFiles *self,
                            const char *sha256,
                            GBytes *bytes,
                            GError **error)
{
  g_autofree char *context = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (self->memory != NULL)
    {
      g_hash_table_replace (self->memory, g_strdup (sha256), g_bytes_ref (bytes));
      return TRUE;
    }
  context = g_strconcat ("evidence:", sha256, NULL);
  sealed = redress_seal_close (self->seal, context, bytes, error);
  if (sealed == NULL)
    return FALSE;
  path = build_path (self, sha256);
  return write_file (path, sealed, error);
}

static GBytes *
read_file (RedressEvidenceFiles *self, const char *sha256, GError **error)
{
  g_autofree char *context = g_strconcat ("evidence:", sha256, NULL);
  g_autofree char *path = build_path (self, sha256);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) failure = NULL;
  char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, &failure))
    {
      gboolean is_absent = g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT);

      g_set_error (error, REDRESS_ERROR,
                   is_absent ? REDRESS_ERROR_NOT_FOUND : REDRESS_ERROR_CORRUPT, "%s",
                   failure->message);
      return NULL;
    }
  sealed = g_bytes_new_take (data, size);
  return redress_seal_open (self->seal, context, sealed, error);
}

/**
 * redress_evidence_files_get:
 * @self: the files
 * @sha256: a digest
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the verified bytes; %NULL with NOT_FOUND if they are not
 *   here, CORRUPT if the file was damaged or another key sealed it, INVALID if @sha256 is none
 */
GBytes *
redress_evidence_files_get (RedressEvidenceFiles *self, const char *sha256, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!check_name (sha256, error))
    return NULL;
  if (self->memory == NULL)
    bytes = read_file (self, sha256, error);
  else if ((bytes = g_hash_table_lookup (self->memory, sha256)) != NULL)
    g_bytes_ref (bytes);
  else
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "evidence %.12s… is not here",
                 sha256);
  if (bytes == NULL || !check_digest (sha256, bytes, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

/**
 * redress_evidence_files_remove:
 * @self: the files
 * @sha256: digest of a piece that need not be here
 */
void
redress_evidence_files_remove (RedressEvidenceFiles *self, const char *sha256)
{
  g_autofree char *path = NULL;

  if (!redress_is_digest (sha256))
    return;
  if (self->memory != NULL)
    {
      g_hash_table_remove (self->memory, sha256);
      return;
    }
  path = build_path (self, sha256);
  if (g_unlink (path) != 0 && errno != ENOENT)
    g_debug ("removing %s: %s", path, g_strerror (errno));
}

/* Half-written pieces of an earlier run go away on the occasion. */
static void
list_level (const char *folder, GPtrArray *pieces)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (redress_is_digest (name))
        g_ptr_array_add (pieces, g_strdup (name));
      else if (g_str_has_suffix (name, PART_SUFFIX))
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          g_unlink (path);
        }
    }
}

/**
 * redress_evidence_files_list:
 * @self: the files
 *
 * Returns: (transfer full) (element-type utf8): digests of the pieces that lie here, in no order
 */
GPtrArray *
redress_evidence_files_list (RedressEvidenceFiles *self)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->memory != NULL)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->memory);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_ptr_array_add (pieces, g_strdup (key));
      return pieces;
    }
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *level = g_build_filename (self->folder, name, NULL);

      if (strlen (name) == 2)
        list_level (level, pieces);
    }
  return pieces;
}

/**
 * redress_evidence_files_clear:
 * @self: the files
 *
 * Removes all pieces.
 */
void
redress_evidence_files_clear (RedressEvidenceFiles *self)
{
  g_autoptr (GPtrArray) pieces = redress_evidence_files_list (self);

  for (guint i = 0; i < pieces->len; i++)
    redress_evidence_files_remove (self, g_ptr_array_index (pieces, i));
}

/**
 * redress_evidence_files_get_size:
 * @self: the files
 * @sha256: a piece
 *
 * Returns: bytes it takes here; 0 if it is not here
 */
gint64
redress_evidence_files_get_size (RedressEvidenceFiles *self, const char *sha256)
{
  g_autofree char *path = NULL;
  GStatBuf status;

  if (self->memory != NULL)
    {
      GBytes *bytes = g_hash_table_lookup (self->memory, sha256);

      return bytes != NULL ? (gint64)g_bytes_get_size (bytes) : 0;
    }
  path = build_path (self, sha256);
  return g_stat (path, &status) == 0 ? (gint64)status.st_size : 0;
}

/**
 * redress_evidence_files_get_free_space:
 * @self: the files
 *
 * Returns: bytes that are free where the files lie; -1 if nobody can say
 */
gint64
redress_evidence_files_get_free_space (RedressEvidenceFiles *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (self->folder == NULL)
    return -1;
  folder = g_file_new_for_path (self->folder);
  info = g_file_query_filesystem_info (folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return -1;
  return (gint64)MIN (g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE),
                      (guint64)G_MAXINT64);
}
