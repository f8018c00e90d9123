/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reveal-grants.h"

struct _RedressRevealGrants
{
  GHashTable *until; /* (owned) (element-type utf8 gint64): "account/evidence" */
};

/**
 * redress_reveal_grants_new:
 *
 * Returns: (transfer full): nobody may look at anything
 */
RedressRevealGrants *
redress_reveal_grants_new (void)
{
  RedressRevealGrants *self = g_new0 (RedressRevealGrants, 1);

  self->until = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * redress_reveal_grants_free:
 * @self: (transfer full) (nullable): grants
 */
void
redress_reveal_grants_free (RedressRevealGrants *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->until);
  g_free (self);
}

static char *
get_key (const char *account, gint64 evidence)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, account, evidence);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer user_data)
{
  return *(const RedressTime *)value <= *(const RedressTime *)user_data;
}

/**
 * redress_reveal_grants_add:
 * @self: grants
 * @account: id of who said why
 * @evidence: id of the piece
 * @until: when it is masked again
 * @now: the time
 */
void
redress_reveal_grants_add (RedressRevealGrants *self,
                           const char *account,
                           gint64 evidence,
                           RedressTime until,
                           RedressTime now)
{
  g_hash_table_foreach_remove (self->until, is_over, &now);
  g_hash_table_replace (self->until, get_key (account, evidence), g_memdup2 (&until, sizeof until));
}

/**
 * redress_reveal_grants_has:
 * @self: grants
 * @account: id of who asks
 * @evidence: id of the piece
 * @now: the time
 *
 * Returns: whether the account may look at it now
 */
gboolean
redress_reveal_grants_has (RedressRevealGrants *self,
                           const char *account,
                           gint64 evidence,
                           RedressTime now)
{
  g_autofree char *key = get_key (account, evidence);
  const RedressTime *until = g_hash_table_lookup (self->until, key);

  return until != NULL && *until > now;
}
