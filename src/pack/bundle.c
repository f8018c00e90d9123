/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/pack-private.h"

#include <archive.h>
#include <archive_entry.h>

#include "wire/json.h"

/* The archive while it is written. */
typedef struct
{
  struct archive *archive;
  GString *sums;
  time_t when;
  GCancellable *cancellable;
} Bundle;

static la_ssize_t
write_cb (struct archive *archive, void *data, const void *buffer, size_t length)
{
  g_byte_array_append (data, buffer, (guint)length);
  return (la_ssize_t)length;
}

static gboolean
fail (Bundle *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The archive cannot be written: %s",
               archive_error_string (self->archive));
  return FALSE;
}

static gboolean
add_file (Bundle *self, const char *name, GBytes *bytes, GError **error)
{
  struct archive_entry *entry;
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autofree char *sha256 = redress_sha256_hex (data, length);
  gboolean good;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t)length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, self->when, 0);
  good = archive_write_header (self->archive, entry) == ARCHIVE_OK &&
         archive_write_data (self->archive, data, length) == (la_ssize_t)length;
  archive_entry_free (entry);
  g_string_append_printf (self->sums, "%s  %s\n", sha256, name);
  return good || fail (self, error);
}

/* Takes @bytes. */
static gboolean
add_made (Bundle *self, const char *name, GBytes *bytes, GError **error)
{
  gboolean added = bytes != NULL && add_file (self, name, bytes, error);

  g_clear_pointer (&bytes, g_bytes_unref);
  return added;
}

static gboolean
add_evidence (Bundle *self, GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const RedressPackFile *file = g_ptr_array_index (files, i);

      if (file->bytes != NULL && !add_file (self, file->name, file->bytes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill (Bundle *self, RedressPack *pack, GError **error)
{
  GBytes *pdf = redress_pack_make_pdf (pack, self->cancellable, error);

  return add_made (self, "case.pdf", pdf, error) &&
         add_made (self, "case.json", redress_pack_make_json (pack), error) &&
         add_made (self, "audit.jsonl", redress_pack_make_entries (pack), error) &&
         add_made (self, "README.txt", redress_pack_make_readme (pack), error) &&
         add_evidence (self, pack->files, error) &&
         add_made (self, "SHA256SUMS", g_bytes_new (self->sums->str, self->sums->len), error);
}

/**
 * redress_pack_make_zip:
 * @self: a pack whose files were fetched, or not
 * @cancellable: (nullable): ends it
 *
 * Returns: (transfer full): an archive with everything; %NULL with an error
 */
GBytes *
redress_pack_make_zip (RedressPack *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) sums = g_string_new (NULL);
  Bundle bundle = { .archive = archive_write_new (),
                    .sums = sums,
                    .when = (time_t)(self->export->at / REDRESS_SECOND),
                    .cancellable = cancellable };
  gboolean good;

  archive_write_set_format_zip (bundle.archive);
  archive_write_set_options (bundle.archive, "zip:!experimental");
  archive_write_set_bytes_per_block (bundle.archive, 0);
  good = archive_write_open (bundle.archive, bytes, NULL, write_cb, NULL) == ARCHIVE_OK ||
         fail (&bundle, error);
  good = good && fill (&bundle, self, error) &&
         (archive_write_close (bundle.archive) == ARCHIVE_OK || fail (&bundle, error));
  archive_write_free (bundle.archive);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
