/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/checkpoint.h"

#include "core/error.h"

#include <string.h>

/**
 * redress_checkpoint_new:
 * @origin: name of the log
 * @size: how many leaves it has
 * @root: root of its tree
 *
 * Returns: (transfer full): what the log says of itself
 */
RedressCheckpoint *
redress_checkpoint_new (const char *origin, guint64 size, const RedressHash *root)
{
  RedressCheckpoint *self = g_new0 (RedressCheckpoint, 1);

  self->origin = g_strdup (origin);
  self->size = size;
  self->root = *root;
  return self;
}

/**
 * redress_checkpoint_free:
 * @self: (transfer full) (nullable): a checkpoint
 */
void
redress_checkpoint_free (RedressCheckpoint *self)
{
  if (self == NULL)
    return;

  g_free (self->origin);
  g_free (self);
}

/* Decimal without a sign and without zeros in front. */
static gboolean
read_size (const char *text, guint64 *size)
{
  return g_ascii_isdigit (text[0]) && (text[0] != '0' || text[1] == '\0') && strlen (text) <= 19 &&
         g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, size, NULL);
}

/**
 * redress_checkpoint_parse:
 * @text: text of a note
 * @error: return location
 *
 * Lines after the third say nothing that can be proved, and are left out.
 *
 * Returns: (transfer full): what it says, or %NULL with %REDRESS_ERROR_INVALID
 */
RedressCheckpoint *
redress_checkpoint_parse (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  guint64 size = 0;
  RedressHash root;
  gboolean good = n >= 4 && lines[n - 1][0] == '\0' && lines[0][0] != '\0' &&
                  read_size (lines[1], &size) && redress_hash_parse (lines[2], &root);

  for (guint i = 3; good && i < n - 1; i++)
    good = lines[i][0] != '\0';
  if (good)
    return redress_checkpoint_new (lines[0], size, &root);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "this is no checkpoint: origin, size and root are expected, each in its line");
  return NULL;
}

/**
 * redress_checkpoint_format:
 * @self: a checkpoint
 *
 * Returns: (transfer full): text for a note
 */
char *
redress_checkpoint_format (const RedressCheckpoint *self)
{
  g_autofree char *root = redress_hash_format (&self->root);

  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", self->origin, self->size, root);
}
