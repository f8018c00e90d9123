/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/add-checkpoint.h"

#include "core/error.h"

#include <string.h>

#define OLD "old "

/**
 * redress_add_checkpoint_format:
 * @old_size: what was seen last
 * @proof: (element-type RedressHash): that it stands unchanged
 * @note: the checkpoint
 *
 * Returns: (transfer full): what is sent
 */
char *
redress_add_checkpoint_format (guint64 old_size, const GArray *proof, const char *note)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, OLD "%" G_GUINT64_FORMAT "\n", old_size);
  for (guint i = 0; i < proof->len; i++)
    {
      g_autofree char *hash = redress_hash_format (&g_array_index (proof, RedressHash, i));

      g_string_append_printf (out, "%s\n", hash);
    }
  g_string_append_printf (out, "\n%s", note);
  return g_string_free (out, FALSE);
}

static gboolean
read_old (const char *line, guint64 *old_size)
{
  const char *digits = line + strlen (OLD);

  return g_str_has_prefix (line, OLD) && g_ascii_isdigit (digits[0]) &&
         (digits[0] != '0' || digits[1] == '\0') &&
         g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, old_size, NULL);
}

static gboolean
read_proof (char **lines, GArray *proof)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      RedressHash hash;

      if (i >= REDRESS_PROOF_MAX || !redress_hash_parse (lines[i], &hash))
        return FALSE;
      g_array_append_val (proof, hash);
    }
  return TRUE;
}

/**
 * redress_add_checkpoint_parse:
 * @text: what came
 * @error: return location; %REDRESS_ERROR_INVALID
 *
 * Returns: (transfer full): what is asked
 */
RedressAddCheckpoint *
redress_add_checkpoint_parse (const char *text, GError **error)
{
  g_autoptr (RedressAddCheckpoint) self = g_new0 (RedressAddCheckpoint, 1);
  const char *gap = strstr (text, "\n\n");
  g_autofree char *head = gap != NULL ? g_strndup (text, (gsize)(gap - text)) : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (head, "\n", REDRESS_PROOF_MAX + 3);

  self->proof = g_array_new (FALSE, FALSE, sizeof (RedressHash));
  if (gap == NULL || lines[0] == NULL || !read_old (lines[0], &self->old_size) ||
      !read_proof (lines + 1, self->proof))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "the old size, a proof, an empty line and a checkpoint are expected");
      return NULL;
    }
  self->note = g_strdup (gap + 2);
  return g_steal_pointer (&self);
}

/**
 * redress_add_checkpoint_free:
 * @self: (transfer full) (nullable): what is asked
 */
void
redress_add_checkpoint_free (RedressAddCheckpoint *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->proof, g_array_unref);
  g_free (self->note);
  g_free (self);
}
