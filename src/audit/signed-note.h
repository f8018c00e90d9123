/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/note-key.h"
#include "core/types.h"

G_BEGIN_DECLS

/* As much as a checkpoint with a hundred signatures of any kind has. */
#define REDRESS_SIGNED_NOTE_MAX_BYTES (1024 * 1024)
#define REDRESS_SIGNED_NOTE_MAX_SIGNATURES 100

/**
 * RedressSignature:
 * @name: name of the key
 * @id: id of the key
 * @bytes: (owned): what comes after the id
 *
 * A line below a note, whether its key is known or not.
 */
typedef struct
{
  char *name;
  guint32 id;
  GBytes *bytes;
} RedressSignature;

/**
 * RedressSignedNote:
 * @text: ends in a newline
 * @signatures: (owned) (element-type RedressSignature): as they stand below it
 *
 * A text with signatures (C2SP, signed-note).
 */
typedef struct
{
  char *text;
  GPtrArray *signatures;
} RedressSignedNote;

RedressSignedNote *redress_signed_note_new (const char *text);
RedressSignedNote *redress_signed_note_parse (const char *data, gssize length, GError **error);
void redress_signed_note_free (RedressSignedNote *self);
char *redress_signed_note_format (const RedressSignedNote *self);
/* The lines below the text alone. */
char *redress_signed_note_format_signatures (const RedressSignedNote *self);
gboolean redress_signed_note_sign (RedressSignedNote *self,
                                   const RedressNoteKey *key,
                                   RedressTime now,
                                   GError **error);
/* Takes over what the other has below the same text, and this has not. */
void redress_signed_note_merge (RedressSignedNote *self, const RedressSignedNote *other);
/* NOT_FOUND: the key has not signed. CORRUPT: it is said to have, but has not. */
gboolean redress_signed_note_check (const RedressSignedNote *self,
                                    const RedressNoteKey *key,
                                    RedressTime *signed_at,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSignedNote, redress_signed_note_free)

G_END_DECLS
