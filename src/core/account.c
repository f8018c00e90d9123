/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/account.h"

#include "core/names.h"

static const char *const role_names[] = {
  "agent", "supervisor", "auditor", "admin", "connector",
};

/**
 * redress_role_to_string:
 *
 * Returns: (transfer none): the word for a role in code, wire and database
 */
const char *
redress_role_to_string (RedressRole role)
{
  return redress_names_get (role_names, G_N_ELEMENTS (role_names), role);
}

/**
 * redress_role_from_string:
 * @text: (nullable): a word
 * @role: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no role has this word
 */
gboolean
redress_role_from_string (const char *text, RedressRole *role)
{
  int found = redress_names_find (role_names, G_N_ELEMENTS (role_names), text);

  if (found < 0)
    return FALSE;

  *role = (RedressRole)found;
  return TRUE;
}

/**
 * redress_account_new:
 *
 * Returns: (transfer full): an agent without name and scopes
 */
RedressAccount *
redress_account_new (void)
{
  RedressAccount *self = g_new0 (RedressAccount, 1);

  self->scopes = g_new0 (char *, 1);
  return self;
}

/**
 * redress_account_copy:
 * @self: (nullable): an account
 *
 * Returns: (transfer full) (nullable): a copy of @self
 */
RedressAccount *
redress_account_copy (const RedressAccount *self)
{
  RedressAccount *copy;

  if (self == NULL)
    return NULL;

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->display_name = g_strdup (self->display_name);
  copy->scopes = g_strdupv (self->scopes);
  copy->hand_in_key = g_strdup (self->hand_in_key);
  return copy;
}

/**
 * redress_account_free:
 * @self: (transfer full) (nullable): an account
 */
void
redress_account_free (RedressAccount *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->display_name);
  g_strfreev (self->scopes);
  g_free (self->hand_in_key);
  g_free (self);
}

/**
 * redress_account_has_scope:
 * @platform: a platform such as "kameng"
 *
 * Returns: %TRUE if the account may see tickets of @platform at all
 */
gboolean
redress_account_has_scope (const RedressAccount *self, const char *platform)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (platform != NULL, FALSE);

  return self->scopes != NULL && g_strv_contains ((const char *const *)self->scopes, platform);
}
