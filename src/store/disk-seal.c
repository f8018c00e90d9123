/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/disk.h"

/**
 * redress_disk_seal:
 * @self: the disk
 * @context: what it is and whose
 * @plain: any bytes
 * @error: return location
 *
 * Returns: (transfer full) (nullable): sealed bytes; without a key the same bytes
 */
GBytes *
redress_disk_seal (RedressDisk *self, const char *context, GBytes *plain, GError **error)
{
  if (self->seal == NULL)
    return g_bytes_ref (plain);
  return redress_seal_close (self->seal, context, plain, error);
}

/**
 * redress_disk_unseal:
 * @self: the disk
 * @is_sealed: whether there was a key when the bytes were written
 * @context: as when they were written
 * @bytes: (nullable): what was written
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the plain bytes; %NULL with UNAVAILABLE if the key is not
 *   here, or CORRUPT
 */
GBytes *
redress_disk_unseal (
    RedressDisk *self, gboolean is_sealed, const char *context, GBytes *bytes, GError **error)
{
  if (bytes == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "the disk lost the bytes (%s)",
                   context);
      return NULL;
    }
  if (!is_sealed)
    return g_bytes_ref (bytes);
  if (self->seal != NULL)
    return redress_seal_open (self->seal, context, bytes, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
               "the key that opens what was recorded is not available (%s)", context);
  return NULL;
}

/**
 * redress_disk_context:
 * @what: kind of the bytes
 * @whose: whose they are
 *
 * Returns: (transfer full): the context of a seal
 */
char *
redress_disk_context (const char *what, const char *whose)
{
  return g_strconcat (what, ":", whose, NULL);
}

/**
 * redress_disk_context_of_ticket:
 * @what: kind of the bytes
 * @ticket: whose they are
 *
 * Returns: (transfer full): the context of a seal
 */
char *
redress_disk_context_of_ticket (const char *what, gint64 ticket)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, what, ticket);
}
