/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/media.h"

#include <string.h>

typedef struct
{
  const char *media_type;
  gsize offset;
  gsize length;
  const char *bytes;
} Magic;

/* ISO base media files say their brand at offset 8; WebM is told from other Matroska by its
 * doc type, which stands in the first bytes of every file that a phone or browser writes. */
static const Magic magics[] = {
  { REDRESS_MEDIA_JPEG, 0, 3, "\xff\xd8\xff" },
  { REDRESS_MEDIA_PNG, 0, 8, "\x89PNG\r\n\x1a\n" },
  { REDRESS_MEDIA_PDF, 0, 5, "%PDF-" },
  { REDRESS_MEDIA_WEBP, 8, 4, "WEBP" },
  { REDRESS_MEDIA_WEBM, 0, 4, "\x1a\x45\xdf\xa3" },
  { REDRESS_MEDIA_HEIC, 4, 8, "ftypheic" },
  { REDRESS_MEDIA_HEIC, 4, 8, "ftypheix" },
  { REDRESS_MEDIA_HEIC, 4, 8, "ftypmif1" },
  { REDRESS_MEDIA_HEIC, 4, 8, "ftypheim" },
  { REDRESS_MEDIA_HEIC, 4, 8, "ftypheis" },
  { REDRESS_MEDIA_MP4, 4, 7, "ftypiso" },
  { REDRESS_MEDIA_MP4, 4, 7, "ftypmp4" },
  { REDRESS_MEDIA_MP4, 4, 8, "ftypavc1" },
  { REDRESS_MEDIA_MP4, 4, 7, "ftypM4V" },
  { REDRESS_MEDIA_MP4, 4, 7, "ftyp3gp" },
  { REDRESS_MEDIA_MP4, 4, 8, "ftypMSNV" },
  { REDRESS_MEDIA_MP4, 4, 8, "ftypqt  " },
};

static const char *const accepted[] = {
  REDRESS_MEDIA_JPEG,
  REDRESS_MEDIA_PNG,
  REDRESS_MEDIA_WEBP,
  REDRESS_MEDIA_HEIC,
  REDRESS_MEDIA_PDF,
  REDRESS_MEDIA_MP4,
  REDRESS_MEDIA_WEBM,
  REDRESS_MEDIA_TEXT,
  REDRESS_MEDIA_LOG,
  REDRESS_MEDIA_TRANSCRIPT,
  NULL,
};

/**
 * redress_media_list_accepted:
 *
 * Returns: (array zero-terminated=1) (transfer none): the types that evidence may be of
 */
const char *const *
redress_media_list_accepted (void)
{
  return accepted;
}

/**
 * redress_media_is_accepted:
 *
 * Returns: whether evidence may be of this type; parameters such as a charset are not allowed
 */
gboolean
redress_media_is_accepted (const char *media_type)
{
  return media_type != NULL && g_strv_contains (accepted, media_type);
}

/* The head may end inside a character; anything else that is not UTF-8 is not text. */
static gboolean
is_text (const char *head, gsize length)
{
  const char *end;

  if (memchr (head, '\0', length) != NULL)
    return FALSE;
  if (g_utf8_validate (head, (gssize)length, &end))
    return TRUE;
  return (gsize)(head + length - end) < 4 &&
         g_utf8_get_char_validated (end, head + length - end) == (gunichar)-2;
}

/**
 * redress_media_is_video:
 *
 * Returns: whether it moves
 */
gboolean
redress_media_is_video (const char *media_type)
{
  return g_str_equal (media_type, REDRESS_MEDIA_MP4) ||
         g_str_equal (media_type, REDRESS_MEDIA_WEBM);
}

/**
 * redress_media_sniff:
 * @head: the first bytes of a file
 * @length: how many; more than %REDRESS_MEDIA_HEAD_BYTES change nothing
 *
 * Names, declared types and file endings are a stranger's claims; this is what the bytes say.
 *
 * Returns: (nullable): the media type, "text/plain" for any UTF-8 text, %NULL for none we know
 */
const char *
redress_media_sniff (const void *head, gsize length)
{
  length = MIN (length, REDRESS_MEDIA_HEAD_BYTES);
  if (length == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (length >= magic->offset + magic->length &&
          memcmp ((const char *)head + magic->offset, magic->bytes, magic->length) == 0)
        return magic->media_type;
    }
  return is_text (head, length) ? REDRESS_MEDIA_TEXT : NULL;
}

/* Our JSON types are text; everything else must be what it says. */
static gboolean
agrees (const char *declared, const char *found)
{
  if (found == NULL)
    return FALSE;
  if (g_str_equal (declared, REDRESS_MEDIA_LOG) || g_str_equal (declared, REDRESS_MEDIA_TRANSCRIPT))
    return g_str_equal (found, REDRESS_MEDIA_TEXT);
  return g_str_equal (declared, found);
}

/**
 * redress_media_check:
 * @declared: the media type that came with the file
 * @head: the first bytes of the file
 * @length: how many
 *
 * What intake asks before it keeps a file.
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID if the type is not accepted, the file is empty,
 *   or its bytes are of another type
 */
gboolean
redress_media_check (const char *declared, const void *head, gsize length, GError **error)
{
  const char *found;

  if (!redress_media_is_accepted (declared))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "This media type is not accepted");
      return FALSE;
    }
  if (length == 0)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "The file is empty");
      return FALSE;
    }
  found = redress_media_sniff (head, length);
  if (!agrees (declared, found))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "The file says %s, its bytes are %s", declared,
                   found != NULL ? found : "of no known type");
      return FALSE;
    }
  return TRUE;
}
