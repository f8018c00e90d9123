/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/claim.h"

#include "core/names.h"

static const char *const claim_mode_names[] = {
  "online",
  "offline",
};

/**
 * redress_claim_mode_to_string:
 *
 * Returns: (transfer none): the word for a mode in code, wire and database
 */
const char *
redress_claim_mode_to_string (RedressClaimMode mode)
{
  return redress_names_get (claim_mode_names, G_N_ELEMENTS (claim_mode_names), mode);
}

/**
 * redress_claim_mode_from_string:
 * @text: (nullable): a word
 * @mode: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no mode has this word
 */
gboolean
redress_claim_mode_from_string (const char *text, RedressClaimMode *mode)
{
  int found = redress_names_find (claim_mode_names, G_N_ELEMENTS (claim_mode_names), text);

  if (found < 0)
    return FALSE;

  *mode = (RedressClaimMode)found;
  return TRUE;
}

/**
 * redress_claim_new:
 *
 * Returns: (transfer full): an empty claim
 */
RedressClaim *
redress_claim_new (void)
{
  RedressClaim *self = g_new0 (RedressClaim, 1);

  self->lease_until = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_claim_copy:
 * @self: (nullable): a claim
 *
 * Returns: (transfer full) (nullable): a copy of @self
 */
RedressClaim *
redress_claim_copy (const RedressClaim *self)
{
  RedressClaim *copy;

  if (self == NULL)
    return NULL;

  copy = g_memdup2 (self, sizeof *self);
  copy->holder = g_strdup (self->holder);
  copy->holder_name = g_strdup (self->holder_name);
  return copy;
}

/**
 * redress_claim_free:
 * @self: (transfer full) (nullable): a claim
 */
void
redress_claim_free (RedressClaim *self)
{
  if (self == NULL)
    return;

  g_free (self->holder);
  g_free (self->holder_name);
  g_free (self);
}
