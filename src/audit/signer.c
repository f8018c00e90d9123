/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/signer.h"

#include "audit/add-checkpoint.h"
#include "audit/log-memory.h"
#include "core/error.h"

#include <string.h>

struct _RedressSigner
{
  RedressNoteKey *key;
  char *state_dir;
  RedressClock *clock;
};

/**
 * redress_signer_new:
 * @key: (transfer full): a whole key; it signs for logs whose names begin with its name and a slash
 * @state_dir: where it remembers what it has signed
 * @clock: the clock
 *
 * Returns: (transfer full): a signer
 */
RedressSigner *
redress_signer_new (RedressNoteKey *key, const char *state_dir, RedressClock *clock)
{
  RedressSigner *self = g_new0 (RedressSigner, 1);

  self->key = key;
  self->state_dir = g_strdup (state_dir);
  self->clock = redress_clock_ref (clock);
  return self;
}

/**
 * redress_signer_free:
 * @self: (transfer full) (nullable): a signer
 */
void
redress_signer_free (RedressSigner *self)
{
  if (self == NULL)
    return;

  redress_note_key_free (self->key);
  redress_clock_unref (self->clock);
  g_free (self->state_dir);
  g_free (self);
}

static char *
refuse (guint status, const GError *error)
{
  return g_strdup_printf ("%u\n%s\n", status, error->message);
}

static gboolean
is_ours (const RedressSigner *self, const char *origin)
{
  const char *name = redress_note_key_get_name (self->key);

  return g_str_has_prefix (origin, name) && origin[strlen (name)] == '/' &&
         origin[strlen (name) + 1] != '\0';
}

/* What is remembered is on the disk before the signature leaves. */
static char *
sign (RedressSigner *self,
      RedressLogMemory *memory,
      const RedressCheckpoint *checkpoint,
      const GArray *proof)
{
  g_autofree char *text = redress_checkpoint_format (checkpoint);
  g_autoptr (RedressSignedNote) note = redress_signed_note_new (text);
  g_autofree char *lines = NULL;
  g_autoptr (GError) error = NULL;
  RedressTime now = redress_clock_now (self->clock);

  if (!redress_signed_note_sign (note, self->key, now, &error) ||
      !redress_log_memory_advance (memory, checkpoint->origin, self->key, note, proof, now, &error))
    return refuse (500, error);
  lines = redress_signed_note_format_signatures (note);
  return g_strconcat ("200\n", lines, NULL);
}

static char *
add_checkpoint (RedressSigner *self, const RedressAddCheckpoint *asked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCheckpoint) checkpoint = redress_checkpoint_parse (asked->note, &error);
  g_autoptr (RedressLogMemory) memory = NULL;
  g_autofree char *path = NULL;

  if (checkpoint == NULL)
    return refuse (400, error);
  if (!is_ours (self, checkpoint->origin))
    return g_strdup ("404\nthis key does not sign for that log\n");
  path = redress_log_memory_build_path (self->state_dir, checkpoint->origin);
  memory = redress_log_memory_open (path, &error);
  if (memory == NULL)
    return refuse (500, error);
  if (asked->old_size != redress_log_memory_get_size (memory))
    return g_strdup_printf ("409\n%" G_GUINT64_FORMAT "\n", redress_log_memory_get_size (memory));
  /* Before it is signed: a signature below another past must never exist. */
  if (!redress_log_memory_check (memory, checkpoint, asked->proof, &error))
    return refuse (422, error);
  return sign (self, memory, checkpoint, asked->proof);
}

/**
 * redress_signer_answer:
 * @self: a signer
 * @request: "key", or what redress_add_checkpoint_format() makes of a checkpoint
 *
 * Returns: (transfer full): a line with a status as tlog-witness has them, and after it the public
 *   key, the signature, the size that was signed last (409), or why not
 */
char *
redress_signer_answer (RedressSigner *self, const char *request)
{
  g_autoptr (RedressAddCheckpoint) asked = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (request, "key\n"))
    {
      key = redress_note_key_format (self->key);
      return g_strdup_printf ("200\n%s\n", key);
    }
  asked = redress_add_checkpoint_parse (request, &error);
  return asked != NULL ? add_checkpoint (self, asked) : refuse (400, error);
}
