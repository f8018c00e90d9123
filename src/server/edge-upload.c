/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-upload.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _RedressUpload
{
  char *path;
  int fd;
  GChecksum *checksum;
  gint64 size;
  GError *failure; /* (owned) (nullable): the first one; what follows is dropped */
};

static gboolean
set_error (GError **error, int code, const char *what)
{
  gboolean may_help = code == ENOSPC || code == EDQUOT || code == EROFS || code == EFBIG;

  g_set_error (error, REDRESS_ERROR, may_help ? REDRESS_ERROR_NO_SPACE : REDRESS_ERROR_UNAVAILABLE,
               "upload: %s: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * redress_upload_new:
 * @folder: where; on the file system the file shall stay on
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an empty upload, or %NULL with @error set
 */
RedressUpload *
redress_upload_new (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "upload-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  RedressUpload *self;

  if (fd < 0)
    {
      set_error (error, errno, "cannot be opened");
      return NULL;
    }
  self = g_new0 (RedressUpload, 1);
  self->path = g_steal_pointer (&path);
  self->fd = fd;
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

/**
 * redress_upload_free:
 * @self: (transfer full): an upload
 *
 * Removes the file, unless somebody renamed it.
 */
void
redress_upload_free (RedressUpload *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_unlink (self->path);
  g_checksum_free (self->checksum);
  g_clear_error (&self->failure);
  g_free (self->path);
  g_free (self);
}

/**
 * redress_upload_append:
 * @self: an upload
 * @data: the next bytes
 * @length: how many
 * @error: return location
 *
 * Returns: %FALSE with @error set if they could not be written; then all later calls fail too
 */
gboolean
redress_upload_append (RedressUpload *self, const void *data, gsize length, GError **error)
{
  const char *rest = data;
  gsize left = length;

  while (self->failure == NULL && left > 0)
    {
      gssize n = write (self->fd, rest, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_error (&self->failure, errno, "cannot be written");
          break;
        }
      rest += n;
      left -= (gsize)n;
    }
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  g_checksum_update (self->checksum, data, (gssize)length);
  self->size += (gint64)length;
  return TRUE;
}

/**
 * redress_upload_finish:
 * @self: an upload
 * @error: return location
 *
 * Brings the file to the disk. Slow: not for the thread of the network.
 *
 * Returns: whether the whole file is there
 */
gboolean
redress_upload_finish (RedressUpload *self, GError **error)
{
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  if (fsync (self->fd) == 0)
    return TRUE;
  return set_error (error, errno, "cannot be kept");
}

/**
 * redress_upload_get_path:
 * @self: an upload
 *
 * Returns: where the file is
 */
const char *
redress_upload_get_path (RedressUpload *self)
{
  return self->path;
}

/**
 * redress_upload_get_sha256:
 * @self: an upload that has all its bytes
 *
 * Returns: the digest, 64 hex digits
 */
const char *
redress_upload_get_sha256 (RedressUpload *self)
{
  return g_checksum_get_string (self->checksum);
}

/**
 * redress_upload_get_size:
 * @self: an upload
 *
 * Returns: how many bytes came
 */
gint64
redress_upload_get_size (RedressUpload *self)
{
  return self->size;
}
