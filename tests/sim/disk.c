/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/disk.h"

#include "sim/virtual-time.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* Each write goes through to the file at once, so that all connections see it, and is remembered
 * with what it replaced until the file is synced. When the power goes, some of what is remembered
 * is taken back. Nothing is ever really synced: the machine that runs this does not fail. */

#define ENDLESS G_MAXUINT

struct _SimDisk
{
  char *folder;        /* with a slash behind */
  GPtrArray *unsynced; /* (element-type Write): in order */
  gboolean is_cut;
  guint writes_left; /* until it is cut; ENDLESS */
  guint n_failing;
  guint n_unreadable;
};

/* A write or, without @written, a truncation. */
typedef struct
{
  char *path;
  gint64 offset;
  gint64 size_before;
  GBytes *before;  /* from @offset on, as far as the file went */
  GBytes *written; /* (nullable) */
} Write;

typedef struct
{
  sqlite3_file base;
  SimDisk *disk; /* (nullable): none of ours */
  char *path;
  sqlite3_file *real;
} File;

static GMutex lock;
static GPtrArray *disks;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs our_vfs;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_free (write->path);
  g_bytes_unref (write->before);
  g_clear_pointer (&write->written, g_bytes_unref);
  g_free (write);
}

static SimDisk *
find_disk (const char *path)
{
  for (guint i = 0; path != NULL && i < disks->len; i++)
    {
      SimDisk *disk = g_ptr_array_index (disks, i);

      if (g_str_has_prefix (path, disk->folder))
        return disk;
    }
  return NULL;
}

/* Under the lock: TRUE if the disk does not take it. */
static gboolean
refuses (SimDisk *self)
{
  if (self == NULL)
    return FALSE;
  if (!self->is_cut && self->writes_left != ENDLESS && self->writes_left-- == 0)
    self->is_cut = TRUE;
  if (self->is_cut)
    return TRUE;
  if (self->n_failing == 0)
    return FALSE;
  self->n_failing--;
  return TRUE;
}

/* Under the lock, before it happens. */
static void
remember (File *file, gconstpointer data, int size, gint64 offset)
{
  Write *write = g_new0 (Write, 1);
  sqlite3_int64 length = 0;
  gint64 old;

  file->real->pMethods->xFileSize (file->real, &length);
  old = MAX (length - offset, 0);
  if (data != NULL)
    old = MIN (old, size);
  write->path = g_strdup (file->path);
  write->offset = offset;
  write->size_before = length;
  write->written = data != NULL ? g_bytes_new (data, (gsize)size) : NULL;
  write->before = g_bytes_new_take (g_malloc ((gsize)old), (gsize)old);
  if (old > 0)
    file->real->pMethods->xRead (file->real, (gpointer)g_bytes_get_data (write->before, NULL),
                                 (int)old, offset);
  g_ptr_array_add (file->disk->unsynced, write);
}

static void
forget (SimDisk *self, const char *path)
{
  for (guint i = self->unsynced->len; i > 0; i--)
    if (g_str_equal (((Write *)g_ptr_array_index (self->unsynced, i - 1))->path, path))
      g_ptr_array_remove_index (self->unsynced, i - 1);
}

static int
file_close (sqlite3_file *base)
{
  File *file = (File *)base;
  int status = file->real->pMethods->xClose (file->real);

  g_free (file->path);
  return status;
}

static int
file_read (sqlite3_file *base, void *data, int size, sqlite3_int64 offset)
{
  File *file = (File *)base;
  gboolean fails;

  g_mutex_lock (&lock);
  fails = file->disk != NULL && file->disk->n_unreadable > 0;
  if (fails)
    file->disk->n_unreadable--;
  g_mutex_unlock (&lock);
  return fails ? SQLITE_IOERR_READ : file->real->pMethods->xRead (file->real, data, size, offset);
}

static int
file_write (sqlite3_file *base, const void *data, int size, sqlite3_int64 offset)
{
  File *file = (File *)base;
  int status = SQLITE_IOERR_WRITE;

  g_mutex_lock (&lock);
  if (!refuses (file->disk))
    {
      if (file->disk != NULL)
        remember (file, data, size, offset);
      status = file->real->pMethods->xWrite (file->real, data, size, offset);
    }
  g_mutex_unlock (&lock);
  return status;
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  File *file = (File *)base;
  int status = SQLITE_IOERR_TRUNCATE;

  g_mutex_lock (&lock);
  if (!refuses (file->disk))
    {
      if (file->disk != NULL)
        remember (file, NULL, 0, size);
      status = file->real->pMethods->xTruncate (file->real, size);
    }
  g_mutex_unlock (&lock);
  return status;
}

static int
file_sync (sqlite3_file *base, int flags)
{
  File *file = (File *)base;
  gboolean is_refused;

  g_mutex_lock (&lock);
  is_refused = refuses (file->disk);
  if (!is_refused && file->disk != NULL)
    forget (file->disk, file->path);
  g_mutex_unlock (&lock);
  return is_refused ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

/* The rest is as the real one does it. */
#define REAL(call) (((File *)base)->real->pMethods->call)

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  return REAL (xFileSize) (((File *)base)->real, size);
}

static int
file_lock (sqlite3_file *base, int level)
{
  return REAL (xLock) (((File *)base)->real, level);
}

static int
file_unlock (sqlite3_file *base, int level)
{
  return REAL (xUnlock) (((File *)base)->real, level);
}

static int
file_check_lock (sqlite3_file *base, int *is_locked)
{
  return REAL (xCheckReservedLock) (((File *)base)->real, is_locked);
}

static int
file_control (sqlite3_file *base, int operation, void *argument)
{
  return REAL (xFileControl) (((File *)base)->real, operation, argument);
}

static int
file_sector_size (sqlite3_file *base)
{
  return REAL (xSectorSize) (((File *)base)->real);
}

static int
file_characteristics (sqlite3_file *base)
{
  return REAL (xDeviceCharacteristics) (((File *)base)->real);
}

static int
file_shm_map (sqlite3_file *base, int page, int size, int extend, void volatile **memory)
{
  return REAL (xShmMap) (((File *)base)->real, page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  return REAL (xShmLock) (((File *)base)->real, offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *base)
{
  REAL (xShmBarrier) (((File *)base)->real);
}

static int
file_shm_unmap (sqlite3_file *base, int remove)
{
  return REAL (xShmUnmap) (((File *)base)->real, remove);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out)
{
  File *file = (File *)base;
  int status;

  memset (file, 0, sizeof *file);
  file->real = (sqlite3_file *)(file + 1);
  status = real_vfs->xOpen (real_vfs, path, file->real, flags, out);
  if (status != SQLITE_OK)
    return status;
  g_mutex_lock (&lock);
  file->disk = find_disk (path);
  g_mutex_unlock (&lock);
  file->path = g_strdup (path);
  file->base.pMethods = &methods;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync)
{
  SimDisk *disk;
  gboolean is_refused;

  g_mutex_lock (&lock);
  disk = find_disk (path);
  is_refused = refuses (disk);
  if (!is_refused && disk != NULL)
    forget (disk, path);
  g_mutex_unlock (&lock);
  return is_refused ? SQLITE_IOERR_DELETE : real_vfs->xDelete (real_vfs, path, sync);
}

void
sim_disk_install (void)
{
  disks = g_ptr_array_new ();
  real_vfs = sqlite3_vfs_find (NULL);
  our_vfs = *real_vfs;
  our_vfs.zName = "sim";
  our_vfs.szOsFile = (int)sizeof (File) + real_vfs->szOsFile;
  our_vfs.xOpen = vfs_open;
  our_vfs.xDelete = vfs_delete;
  sqlite3_vfs_register (&our_vfs, TRUE);
}

SimDisk *
sim_disk_new (const char *folder)
{
  SimDisk *self = g_new0 (SimDisk, 1);

  self->folder = g_strconcat (folder, "/", NULL);
  self->unsynced = g_ptr_array_new_with_free_func (write_free);
  self->writes_left = ENDLESS;
  g_mutex_lock (&lock);
  g_ptr_array_add (disks, self);
  g_mutex_unlock (&lock);
  return self;
}

void
sim_disk_free (SimDisk *self)
{
  g_mutex_lock (&lock);
  g_ptr_array_remove (disks, self);
  g_mutex_unlock (&lock);
  g_ptr_array_unref (self->unsynced);
  g_free (self->folder);
  g_free (self);
}

void
sim_disk_cut (SimDisk *self)
{
  sim_disk_cut_after (self, 0);
  g_mutex_lock (&lock);
  self->is_cut = TRUE;
  g_mutex_unlock (&lock);
}

void
sim_disk_cut_after (SimDisk *self, guint n_writes)
{
  g_mutex_lock (&lock);
  self->writes_left = n_writes;
  g_mutex_unlock (&lock);
}

gboolean
sim_disk_is_cut (SimDisk *self)
{
  gboolean is_cut;

  g_mutex_lock (&lock);
  is_cut = self->is_cut;
  g_mutex_unlock (&lock);
  return is_cut;
}

void
sim_disk_fail (SimDisk *self, guint n_writes)
{
  g_mutex_lock (&lock);
  self->n_failing = n_writes;
  g_mutex_unlock (&lock);
}

void
sim_disk_fail_reads (SimDisk *self, guint n_reads)
{
  g_mutex_lock (&lock);
  self->n_unreadable = n_reads;
  g_mutex_unlock (&lock);
}

static void
put (const char *path, GBytes *bytes, gint64 offset, gint64 size)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (fd < 0)
    return;
  if (length > 0 && pwrite (fd, data, length, offset) != (gssize)length)
    g_error ("cannot write %s", path);
  if (size >= 0 && ftruncate (fd, size) != 0)
    g_error ("cannot cut %s", path);
  g_close (fd, NULL);
}

static void
do_again (const Write *write)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  if (write->written != NULL)
    put (write->path, write->written, write->offset, -1);
  else
    put (write->path, nothing, 0, write->offset);
}

/* All are lost, or the last ones, or any of them: a disk writes in the order it likes. */
void
sim_disk_restore (SimDisk *self)
{
  guint n = self->unsynced->len;
  guint kept = n > 0 && sim_chance (500) ? sim_random (n + 1) : 0;
  gboolean in_order = sim_chance (500);

  for (guint i = n; i > 0; i--)
    {
      const Write *write = g_ptr_array_index (self->unsynced, i - 1);

      put (write->path, write->before, write->offset, write->size_before);
    }
  for (guint i = 0; i < n; i++)
    if (in_order ? i < kept : sim_random (n) < kept)
      do_again (g_ptr_array_index (self->unsynced, i));
  g_ptr_array_set_size (self->unsynced, 0);
  self->is_cut = FALSE;
  self->writes_left = ENDLESS;
  self->n_failing = 0;
  self->n_unreadable = 0;
}
