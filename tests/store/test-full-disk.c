/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

/* A store on a disk of its own that is small, and that only this process sees. */
typedef struct
{
  RedressTestStore base;
  char *disk;
  char *filler;
} Fixture;

static gboolean has_own_mounts;

static void
mount_disk (const char *path)
{
  g_assert_cmpint (mount ("tmpfs", path, "tmpfs", 0, "size=3m"), ==, 0);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  RedressTestStore *base = &self->base;

  base->folder = redress_test_folder_new ();
  self->disk = redress_test_folder_build (base->folder, "disk");
  self->filler = g_build_filename (self->disk, "filler", NULL);
  base->paths.data = g_build_filename (self->disk, "data", NULL);
  base->paths.cache = g_build_filename (self->disk, "cache", NULL);
  base->clock = redress_clock_new_manual (REDRESS_TEST_NOW);
  redress_test_store_set_key (base);
  g_assert_cmpint (g_mkdir (self->disk, 0700), ==, 0);
  if (has_own_mounts)
    mount_disk (self->disk);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  redress_test_store_close (&self->base);
  if (has_own_mounts)
    g_assert_cmpint (umount2 (self->disk, MNT_DETACH), ==, 0);
  g_free (self->disk);
  g_free (self->filler);
  redress_test_store_tear_down (&self->base, NULL);
}

static gboolean
skip (void)
{
  if (!has_own_mounts)
    g_test_skip ("this machine does not let a test mount a disk");
  return !has_own_mounts;
}

static void
fill_disk (Fixture *self)
{
  static const char zeros[4096];
  int fd = g_open (self->filler, O_WRONLY | O_CREAT, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, zeros, sizeof zeros) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_close (fd, NULL);
}

static void
free_disk (Fixture *self)
{
  g_assert_cmpint (g_unlink (self->filler), ==, 0);
}

static void
check_outbox (Fixture *self, guint n)
{
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (&self->base);

  g_assert_cmpuint (entries->len, ==, n);
}

/* Small things may still find room in pages that are there; sooner or later they do not. */
static guint
record_until_full (Fixture *self)
{
  g_autoptr (RedressCommand) note = redress_command_new (REDRESS_COMMAND_NOTE, 1);

  note->note = g_strnfill (3000, 'x');
  for (guint n = 0; n < 1000; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedressOutboxEntry) entry =
          redress_test_store_record (&self->base, note, 10, &error);

      if (entry == NULL)
        {
          g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
          return n;
        }
    }
  g_error ("the disk does not get full");
}

static void
test_recording (Fixture *self, gconstpointer data)
{
  guint n;

  if (skip ())
    return;
  redress_test_store_open (&self->base);
  fill_disk (self);
  n = record_until_full (self);
  /* What was reported is there, what was not is not, and so it is after the next start. */
  check_outbox (self, n);
  n += record_until_full (self);
  free_disk (self);
  check_outbox (self, n);
  redress_test_store_reopen (&self->base);
  check_outbox (self, n);
  g_object_unref (redress_test_outbox_record (&self->base, 7));
  check_outbox (self, n + 1);
}

static void
test_everything_else (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (RedressChangePage) page = redress_test_page_new ("later");
  g_autoptr (GBytes) piece = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has = TRUE;

  if (skip ())
    return;
  redress_test_store_open (&self->base);
  redress_test_store_apply (&self->base, redress_test_page_new ("earlier"));
  fill_disk (self);

  draft->note = g_strnfill (200000, 'y');
  g_assert_false (redress_test_store_save_draft (&self->base, draft, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_clear_error (&error);
  for (gint64 id = 1; id <= 1000; id++)
    redress_test_page_add (page, redress_test_summary_new (id));
  g_assert_false (redress_test_page_apply (self->base.store, page, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_clear_error (&error);
  cursor = redress_store_get_cursor_sync (self->base.store, NULL);
  g_assert_cmpstr (cursor, ==, "earlier");
  redress_store_set_limits (self->base.store, 30, 100000000);
  piece = g_bytes_new_take (g_malloc0 (100000), 100000);
  sha256 = redress_test_sha256 (piece);
  g_assert_false (redress_store_put_evidence_sync (self->base.store, sha256, piece, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_true (redress_store_has_evidence_sync (self->base.store, sha256, &has, NULL));
  g_assert_false (has);

  /* It all works again as soon as there is room. */
  free_disk (self);
  g_assert_true (redress_test_store_save_draft (&self->base, draft, NULL));
  g_assert_true (redress_store_put_evidence_sync (self->base.store, sha256, piece, NULL));
  redress_test_store_fill (&self->base, 1, 100);
}

static void
test_opening (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip ())
    return;
  redress_test_store_open (&self->base);
  g_object_unref (redress_test_outbox_record (&self->base, 7));
  redress_test_store_close (&self->base);
  fill_disk (self);
  error = redress_test_store_open_error (&self->base);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  free_disk (self);
  redress_test_store_open (&self->base);
  g_assert_null (redress_store_get_damage_report (self->base.store));
  g_assert_false (redress_store_get_notes (self->base.store) & REDRESS_STORE_CACHE_REBUILT);
  check_outbox (self, 1);
}

static void
test_opening_for_the_first_time (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip ())
    return;
  fill_disk (self);
  error = redress_test_store_open_error (&self->base);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  free_disk (self);
  redress_test_store_open (&self->base);
  check_outbox (self, 0);
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (skip ())
    return;
  redress_test_store_open (&self->base);
  g_object_unref (redress_test_outbox_record (&self->base, 7));
  redress_test_store_close (&self->base);
  g_assert_cmpint (mount (NULL, self->disk, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  error = redress_test_store_open_error (&self->base);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_assert_cmpint (mount (NULL, self->disk, NULL, MS_REMOUNT, NULL), ==, 0);
  redress_test_store_open (&self->base);
  check_outbox (self, 1);
}

/* What is mounted from here on nobody else sees, and it goes with the process. */
static gboolean
get_own_mounts (void)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/full-disk/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  has_own_mounts = get_own_mounts ();
  g_test_init (&argc, &argv, NULL);
  ADD ("recording", test_recording);
  ADD ("everything-else", test_everything_else);
  ADD ("opening", test_opening);
  ADD ("opening-for-the-first-time", test_opening_for_the_first_time);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
