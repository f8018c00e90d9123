/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/pack-private.h"

#include "wire/json.h"

/* The pack is put together in memory. */
#define MAX_BYTES (G_GINT64_CONSTANT (256) * 1024 * 1024)

static const struct
{
  const char *media_type;
  const char *extension;
} extensions[] = {
  { "image/png", "png" },
  { "image/jpeg", "jpg" },
  { "image/webp", "webp" },
  { "video/webm", "webm" },
  { "text/plain", "txt" },
  { REDRESS_MEDIA_LOG, "json" },
  { REDRESS_MEDIA_TRANSCRIPT, "json" },
};

static const char *
get_extension (const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (g_strcmp0 (extensions[i].media_type, media_type) == 0)
      return extensions[i].extension;
  return "bin";
}

static void
file_free (gpointer data)
{
  RedressPackFile *file = data;

  g_free (file->name);
  g_free (file->sha256);
  g_clear_pointer (&file->bytes, g_bytes_unref);
  g_free (file->trouble);
  g_free (file);
}

static void
piece_free (gpointer data)
{
  RedressPackPiece *piece = data;

  g_ptr_array_unref (piece->files);
  g_free (piece);
}

/* A slot comes from the server, and the name becomes a path of somebody else's computer. */
static char *
make_name (guint number, const RedressEvidence *evidence, const RedressRendition *rendition)
{
  g_autofree char *slot = g_strdup (evidence->slot != NULL ? evidence->slot : "");
  g_autofree char *page =
      rendition->page > 0 ? g_strdup_printf ("-p%02u", rendition->page) : g_strdup ("");

  g_strcanon (slot, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-", '_');
  return g_strdup_printf ("evidence/%02u-%.40s%s.%s", number, slot[0] != '\0' ? slot : "piece",
                          page, get_extension (rendition->media_type));
}

static void
add_file (RedressPackPiece *piece, guint number, const RedressRendition *rendition)
{
  RedressPackFile *file = g_new0 (RedressPackFile, 1);

  file->name = make_name (number, piece->evidence, rendition);
  file->sha256 = g_strdup (rendition->sha256);
  g_ptr_array_add (piece->files, file);
}

/* All pages, or the one thing there is to look at. */
static gint64
add_files (RedressPackPiece *piece, guint number)
{
  const RedressEvidence *evidence = piece->evidence;
  guint pages = redress_evidence_count_pages (evidence);
  const RedressRendition *one = redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0);
  gint64 bytes = 0;

  if (one == NULL)
    one = redress_evidence_find (evidence, REDRESS_USE_VIEW, 0);
  for (guint i = 0; i < evidence->renditions->len && pages > 0; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      if (rendition->use != REDRESS_USE_PAGE)
        continue;
      add_file (piece, number, rendition);
      bytes += rendition->size;
    }
  if (pages > 0 || one == NULL)
    return bytes;
  add_file (piece, number, one);
  return one->size;
}

static const char *
judge (const RedressEvidence *evidence)
{
  if (evidence->masked || evidence->sensitivity >= REDRESS_SENSITIVITY_MASKED)
    return "masked";
  return evidence->rendition_state == REDRESS_RENDITION_READY ? NULL : "not_shown";
}

static RedressPackPiece *
plan_piece (const RedressEvidence *evidence, guint number, gint64 *left)
{
  RedressPackPiece *piece = g_new0 (RedressPackPiece, 1);
  gint64 bytes = 0;

  piece->evidence = evidence;
  piece->files = g_ptr_array_new_with_free_func (file_free);
  piece->why_not = judge (evidence);
  if (piece->why_not == NULL)
    bytes = add_files (piece, number);
  if (piece->why_not == NULL && piece->files->len == 0)
    piece->why_not = "not_shown";
  if (bytes > *left)
    {
      g_ptr_array_set_size (piece->files, 0);
      piece->why_not = "too_large";
      bytes = 0;
    }
  *left -= bytes;
  return piece;
}

/**
 * redress_pack_new:
 * @export: (transfer full): what the server gave
 * @policy: (nullable): of the ticket
 * @language: "en" or "zh_CN"
 *
 * Returns: (transfer full): a pack that knows which files it needs
 */
RedressPack *
redress_pack_new (RedressExport *export, RedressPolicy *policy, const char *language)
{
  RedressPack *self = g_new0 (RedressPack, 1);
  GPtrArray *evidence = export->ticket->evidence;
  gint64 left = MAX_BYTES;

  self->export = export;
  self->policy = policy != NULL ? redress_policy_ref (policy) : NULL;
  self->language = g_strdup (language);
  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  self->files = g_ptr_array_new ();
  for (guint i = 0; i < evidence->len; i++)
    {
      RedressPackPiece *piece = plan_piece (g_ptr_array_index (evidence, i), i + 1, &left);

      g_ptr_array_add (self->pieces, piece);
      g_ptr_array_extend (self->files, piece->files, NULL, NULL);
    }
  return self;
}

/**
 * redress_pack_free:
 * @self: (transfer full) (nullable): a pack
 */
void
redress_pack_free (RedressPack *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->pieces);
  g_clear_pointer (&self->policy, redress_policy_unref);
  redress_export_free (self->export);
  g_free (self->language);
  g_free (self);
}

/**
 * redress_pack_get_files:
 * @self: a pack
 *
 * Returns: (transfer none) (element-type RedressPackFile): the files of evidence it needs
 */
GPtrArray *
redress_pack_get_files (RedressPack *self)
{
  return self->files;
}

/**
 * redress_pack_file_set_bytes:
 * @file: a file of a pack
 * @bytes: what was fetched
 *
 * Returns: %FALSE with %REDRESS_ERROR_CORRUPT where they are not the bytes of @file
 */
gboolean
redress_pack_file_set_bytes (RedressPackFile *file, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *sha256 = redress_sha256_hex (data, length);

  if (g_strcmp0 (sha256, file->sha256) != 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s: not what its digest says",
                   file->name);
      return FALSE;
    }
  g_clear_pointer (&file->bytes, g_bytes_unref);
  file->bytes = g_bytes_ref (bytes);
  return TRUE;
}

/**
 * redress_pack_file_set_trouble:
 * @file: a file of a pack
 * @words: why it could not be had
 */
void
redress_pack_file_set_trouble (RedressPackFile *file, const char *words)
{
  g_free (file->trouble);
  file->trouble = g_strdup (words);
}

char *
redress_pack_format_time (RedressTime time)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (time == REDRESS_TIME_UNKNOWN)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (time / REDRESS_SECOND);
  local = utc != NULL ? g_date_time_add_hours (utc, 8) : NULL;
  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("");
}
