/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/data-folder.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* What all servers of a database have to see. */
static const char *const shared_names[] = { "evidence", "keys", "calendars" };

static gboolean
fail (GError **error, RedressError code, const char *what, const char *path)
{
  g_set_error (error, REDRESS_ERROR, code, "%s %s: %s", what, path, g_strerror (errno));
  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  return g_mkdir_with_parents (path, 0700) == 0 ||
         fail (error, REDRESS_ERROR_NO_SPACE, "cannot make the folder", path);
}

/* Makes @path another name of the folder @target. */
static gboolean
link_folder (const char *path, const char *target, GError **error)
{
  g_autofree char *found = g_file_read_link (path, NULL);

  if (!make_folder (target, error))
    return FALSE;
  if (g_strcmp0 (found, target) == 0 || symlink (target, path) == 0)
    return TRUE;
  if (errno != EEXIST)
    return fail (error, REDRESS_ERROR_NO_SPACE, "cannot make the link", path);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
               "%s is not a link to %s: move what is in it there and remove it", path, target);
  return FALSE;
}

/* Files come into being in a folder of this server's own, and are moved to where all see them: so
 * both are on one file system. */
static gboolean
link_shared (const char *data_dir, const char *shared_dir, GError **error)
{
  g_autofree char *who = g_strconcat (g_get_host_name (), ":", data_dir, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, who, -1);
  g_autofree char *own = g_build_filename (shared_dir, "tmp-of", digest, NULL);
  g_autofree char *tmp = g_build_filename (data_dir, "tmp", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (shared_names); i++)
    {
      g_autofree char *path = g_build_filename (data_dir, shared_names[i], NULL);
      g_autofree char *target = g_build_filename (shared_dir, shared_names[i], NULL);

      if (!link_folder (path, target, error))
        return FALSE;
    }
  return link_folder (tmp, own, error);
}

static gboolean
make_own (const char *data_dir, GError **error)
{
  static const char *const names[] = { "evidence", "keys", "tmp" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (data_dir, names[i], NULL);

      if (!make_folder (path, error))
        return FALSE;
    }
  return TRUE;
}

static int
take_lock (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fail (error, REDRESS_ERROR_NO_SPACE, "cannot open", path);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  close (fd);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
               "another redress-server uses the folder %s", data_dir);
  return -1;
}

/* What a crash left of uploads is nobody's. */
static void
clean_uploads (const char *data_dir)
{
  g_autofree char *folder = g_build_filename (data_dir, "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, "upload-"))
        g_unlink (path);
    }
}

/**
 * redress_data_folder_open:
 * @data_dir: the folder of one server
 * @shared_dir: (nullable): the folder with what several servers of one database share
 * @error: return location; REDRESS_ERROR_CONFLICT where another process has it open
 *
 * Makes what is missing, and takes the folder for this process.
 *
 * Returns: a descriptor to close at the end; -1 with @error set
 */
int
redress_data_folder_open (const char *data_dir, const char *shared_dir, GError **error)
{
  int fd;

  if (!make_folder (data_dir, error))
    return -1;
  fd = take_lock (data_dir, error);
  if (fd < 0)
    return -1;
  if (shared_dir != NULL ? link_shared (data_dir, shared_dir, error) : make_own (data_dir, error))
    {
      clean_uploads (data_dir);
      return fd;
    }
  close (fd);
  return -1;
}
