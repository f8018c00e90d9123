/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/damage-report.h"

#include "store/file-error.h"

#include <errno.h>
#include <glib/gstdio.h>

#define FILE_NAME "outbox.report"
#define GROUP "outbox"

/**
 * redress_damage_report_new:
 * @at: when the damage was found
 *
 * Returns: (transfer full): a report without numbers
 */
RedressDamageReport *
redress_damage_report_new (RedressTime at)
{
  RedressDamageReport *self = g_new0 (RedressDamageReport, 1);

  self->at = at;
  return self;
}

/**
 * redress_damage_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
redress_damage_report_free (RedressDamageReport *self)
{
  if (self == NULL)
    return;
  g_free (self->kept);
  g_free (self);
}

static guint
read_number (GKeyFile *file, const char *key)
{
  return (guint)MAX (g_key_file_get_integer (file, GROUP, key, NULL), 0);
}

/**
 * redress_damage_report_read:
 * @folder: of the outbox
 *
 * Returns: (transfer full) (nullable): what nobody has read yet; numbers that cannot be read are 0
 */
RedressDamageReport *
redress_damage_report_read (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  RedressDamageReport *self;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  /* A report that is damaged itself still says that there was damage. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  self = redress_damage_report_new (g_key_file_get_int64 (file, GROUP, "at", NULL));
  self->n_waiting = read_number (file, "waiting");
  self->n_restored = read_number (file, "restored");
  self->n_dropped = read_number (file, "dropped");
  self->n_gaps = read_number (file, "gaps");
  self->kept = g_key_file_get_string (file, GROUP, "kept", NULL);
  return self;
}

static void
add_earlier (RedressDamageReport *self, const char *folder)
{
  g_autoptr (RedressDamageReport) earlier = redress_damage_report_read (folder);

  if (earlier == NULL || earlier->at == self->at)
    return;
  self->n_gaps += earlier->n_gaps;
  if (self->kept == NULL)
    self->kept = g_steal_pointer (&earlier->kept);
}

/**
 * redress_damage_report_write:
 * @self: a report
 * @folder: of the outbox
 * @error: return location
 *
 * Keeps the report. What one of another time says that nobody has read is added
 * to @self.
 *
 * Returns: whether it is on the disk
 */
gboolean
redress_damage_report_write (RedressDamageReport *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  add_earlier (self, folder);
  g_key_file_set_int64 (file, GROUP, "at", self->at);
  g_key_file_set_integer (file, GROUP, "waiting", (int)self->n_waiting);
  g_key_file_set_integer (file, GROUP, "restored", (int)self->n_restored);
  g_key_file_set_integer (file, GROUP, "dropped", (int)self->n_dropped);
  g_key_file_set_integer (file, GROUP, "gaps", (int)self->n_gaps);
  if (self->kept != NULL)
    g_key_file_set_string (file, GROUP, "kept", self->kept);
  return g_key_file_save_to_file (file, path, error);
}

/**
 * redress_damage_report_remove:
 * @folder: of the outbox
 * @error: return location
 *
 * Somebody has read it.
 *
 * Returns: whether there is no report now
 */
gboolean
redress_damage_report_remove (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  redress_set_file_error (error, "removing", path, errno);
  return FALSE;
}
