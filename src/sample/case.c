/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/case.h"

#include <string.h>

#include "sample/draw.h"

RedressCase *
redress_case_new (void)
{
  RedressCase *self = g_new0 (RedressCase, 1);

  self->ticket = redress_ticket_new ();
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_piece_free);
  return self;
}

void
redress_case_free (RedressCase *self)
{
  g_object_unref (self->ticket);
  g_free (self->previous_external_id);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

RedressPiece *
redress_piece_new (const char *slot, const char *holder, const char *media_type)
{
  RedressPiece *self = g_new0 (RedressPiece, 1);

  self->slot = g_strdup (slot);
  self->holder = g_strdup (holder);
  self->media_type = g_strdup (media_type);
  self->captured_at = REDRESS_TIME_UNKNOWN;
  return self;
}

void
redress_piece_free (RedressPiece *self)
{
  g_free (self->slot);
  g_free (self->holder);
  g_free (self->name);
  g_free (self->media_type);
  g_clear_pointer (&self->sheet, redress_sheet_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* @bytes: (transfer full) */
static GBytes *
spoil (GBytes *bytes, RedressFlaw flaw)
{
  gsize length;
  guint8 *data = g_bytes_unref_to_data (bytes, &length);

  if (flaw == REDRESS_FLAW_CUT)
    length = length * 2 / 5;
  else
    memset (data + length / 3, 0, length / 4);
  return g_bytes_new_take (data, length);
}

/**
 * redress_piece_get_bytes:
 *
 * Returns: (transfer full): the file, with its flaw
 */
GBytes *
redress_piece_get_bytes (RedressPiece *self)
{
  GBytes *bytes = self->bytes != NULL ? g_bytes_ref (self->bytes)
                                      : redress_sheet_draw (self->sheet, self->media_type);

  return self->flaw == REDRESS_FLAW_NONE ? bytes : spoil (bytes, self->flaw);
}
