/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "core/error.h"

#define ORIGINALS "originals"
#define RENDITIONS "renditions"
#define N_SHARD 2

static char *
get_folder (const char *data_dir, const char *what, const char *sha256)
{
  g_autofree char *shard = g_strndup (sha256, N_SHARD);

  return g_build_filename (data_dir, "evidence", what, shard, NULL);
}

static char *
get_path (const char *data_dir, const char *what, const char *sha256)
{
  g_autofree char *folder = get_folder (data_dir, what, sha256);

  return g_build_filename (folder, sha256, NULL);
}

/**
 * redress_evidence_store_get_original:
 * @data_dir: the server's data folder
 * @sha256: digest of an original
 *
 * Returns: (transfer full): its path
 */
char *
redress_evidence_store_get_original (const char *data_dir, const char *sha256)
{
  return get_path (data_dir, ORIGINALS, sha256);
}

/**
 * redress_evidence_store_get_rendition:
 * @data_dir: the server's data folder
 * @sha256: digest of a rendition
 *
 * Returns: (transfer full): its path
 */
char *
redress_evidence_store_get_rendition (const char *data_dir, const char *sha256)
{
  return get_path (data_dir, RENDITIONS, sha256);
}

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, REDRESS_ERROR,
               code == ENOSPC || code == EROFS || code == EDQUOT ? REDRESS_ERROR_NO_SPACE
                                                                 : REDRESS_ERROR_UNAVAILABLE,
               "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean good;

  if (fd < 0)
    return fail (path, error);

  good = fsync (fd) == 0;
  if (!good)
    fail (path, error);
  close (fd);
  return good;
}

/* A name in a folder is only sure after the folder was written too. */
static gboolean
move_in (const char *file, const char *folder, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (folder, error);
  if (g_chmod (file, 0400) != 0 || g_rename (file, path) != 0)
    return fail (path, error);

  return sync_path (folder, O_RDONLY | O_DIRECTORY, error) &&
         sync_path (parent, O_RDONLY | O_DIRECTORY, error);
}

static gboolean
keep (const char *data_dir, const char *what, const char *file, const char *sha256, GError **error)
{
  g_autofree char *folder = get_folder (data_dir, what, sha256);
  g_autofree char *path = g_build_filename (folder, sha256, NULL);

  /* The same bytes of another ticket; the caller removes its own copy. */
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  return move_in (file, folder, path, error);
}

/**
 * redress_evidence_store_keep_original:
 * @data_dir: the server's data folder
 * @file: a finished file on the same file system, written to the disk; it is moved away, or
 *   left if the store has these bytes already
 * @sha256: its digest
 *
 * When this returns, the file is kept whatever happens.
 */
gboolean
redress_evidence_store_keep_original (const char *data_dir,
                                      const char *file,
                                      const char *sha256,
                                      GError **error)
{
  return keep (data_dir, ORIGINALS, file, sha256, error);
}

/**
 * redress_evidence_store_keep_rendition:
 * @data_dir: the server's data folder
 * @file: a finished file on the same file system; it is moved away, or left if the store has
 *   these bytes already
 * @sha256: its digest
 *
 * When this returns, the file is kept whatever happens.
 */
gboolean
redress_evidence_store_keep_rendition (const char *data_dir,
                                       const char *file,
                                       const char *sha256,
                                       GError **error)
{
  g_autofree char *path = redress_evidence_store_get_rendition (data_dir, sha256);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  return sync_path (file, O_RDONLY, error) && keep (data_dir, RENDITIONS, file, sha256, error);
}
