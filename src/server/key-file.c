/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, REDRESS_ERROR,
               code == ENOSPC || code == EROFS ? REDRESS_ERROR_NO_SPACE : REDRESS_ERROR_UNAVAILABLE,
               "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* Of two processes that start at once the first gives the key its name. */
static gboolean
name_key (const char *made, const char *path, GError **error)
{
  gboolean done = link (made, path) == 0 || errno == EEXIST || fail (path, error);

  g_unlink (made);
  return done;
}

static gboolean
write_key (const char *path, GError **error)
{
  guint8 data[REDRESS_KEY_BYTES];
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *made = g_strconcat (path, ".", unique, NULL);
  g_autoptr (GError) failure = NULL;

  if (getentropy (data, sizeof data) != 0)
    return fail (path, error);
  if (g_file_set_contents_full (made, (const char *)data, sizeof data,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    return name_key (made, path, error);

  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, failure->message);
  return FALSE;
}

/**
 * redress_key_file_load:
 * @data_dir: the server's data folder
 * @name: name of a key
 *
 * Reads a key from the folder "keys", which only the server's user may open. A key that is not
 * there is made.
 *
 * Returns: (transfer full): 32 bytes; %NULL with UNAVAILABLE, NO_SPACE or CORRUPT
 */
GBytes *
redress_key_file_load (const char *data_dir, const char *name, GError **error)
{
  g_autofree char *folder = g_build_filename (data_dir, "keys", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail (folder, error);
      return NULL;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !write_key (path, error))
    return NULL;
  if (!g_file_get_contents (path, &data, &size, NULL))
    {
      fail (path, error);
      return NULL;
    }
  if (size != REDRESS_KEY_BYTES)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s: not a key", path);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}
