/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressNoteKind:
 * @REDRESS_NOTE_LOG: a log signs the text itself (signed-note, 0x01)
 * @REDRESS_NOTE_WITNESS: a witness signs the text and the time (tlog-cosignature, 0x04)
 *
 * What an Ed25519 key is for; the byte that stands for it.
 */
typedef enum
{
  REDRESS_NOTE_LOG = 0x01,
  REDRESS_NOTE_WITNESS = 0x04,
} RedressNoteKind;

/**
 * RedressNoteKey:
 *
 * A key that signs notes, or the public half of one.
 */
typedef struct _RedressNoteKey RedressNoteKey;

RedressNoteKey *redress_note_key_generate (const char *name, RedressNoteKind kind, GError **error);
RedressNoteKey *redress_note_key_parse (const char *text, GError **error);
void redress_note_key_free (RedressNoteKey *self);
const char *redress_note_key_get_name (const RedressNoteKey *self);
guint32 redress_note_key_get_id (const RedressNoteKey *self);
RedressNoteKind redress_note_key_get_kind (const RedressNoteKey *self);
char *redress_note_key_format (const RedressNoteKey *self);
char *redress_note_key_format_private (const RedressNoteKey *self);
GBytes *redress_note_key_sign (const RedressNoteKey *self, GBytes *message, GError **error);
gboolean redress_note_key_check (const RedressNoteKey *self, GBytes *message, GBytes *signature);
gboolean redress_note_name_is_good (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressNoteKey, redress_note_key_free)

G_END_DECLS
