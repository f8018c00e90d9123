/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/provider.h"

#include "core/error.h"

struct _RedressOidcProvider
{
  RedressOidcSettings *settings;
  RedressOidcFetch fetch;
  GMutex fetching; /* held while somebody asks; whoever comes meanwhile looks again afterwards */
  GMutex lock;     /* of what follows */
  char *keys;      /* (nullable) */
  RedressTime keys_at;
  RedressTime asked_at;
  char *trouble; /* (nullable): why the last question had no answer */
};

/**
 * redress_oidc_provider_new:
 * @settings: (transfer full): about it
 * @fetch: how to get its keys
 *
 * Nothing is asked before somebody signs in.
 *
 * Returns: (transfer full): an identity provider
 */
RedressOidcProvider *
redress_oidc_provider_new (RedressOidcSettings *settings, RedressOidcFetch fetch)
{
  RedressOidcProvider *self = g_new0 (RedressOidcProvider, 1);

  self->settings = settings;
  self->fetch = fetch;
  g_mutex_init (&self->fetching);
  g_mutex_init (&self->lock);
  self->keys_at = self->asked_at = G_MININT64 / 2;
  return self;
}

/**
 * redress_oidc_provider_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_oidc_provider_free (RedressOidcProvider *self)
{
  if (self == NULL)
    return;
  redress_oidc_settings_free (self->settings);
  g_mutex_clear (&self->fetching);
  g_mutex_clear (&self->lock);
  g_free (self->keys);
  g_free (self->trouble);
  g_free (self);
}

/**
 * redress_oidc_provider_get_settings:
 * @self: an identity provider
 *
 * Returns: (transfer none): what was written down about it
 */
const RedressOidcSettings *
redress_oidc_provider_get_settings (RedressOidcProvider *self)
{
  return self->settings;
}

static gboolean
lasts (RedressTime since, RedressTime length, RedressTime now)
{
  /* A clock that was set back makes nothing younger. */
  return now >= since && now - since < length;
}

/* (transfer full) (nullable): the keys, if they are not older than @life. */
static char *
dup_keys (RedressOidcProvider *self, RedressTime life, RedressTime now)
{
  char *keys;

  g_mutex_lock (&self->lock);
  keys = lasts (self->keys_at, life, now) ? g_strdup (self->keys) : NULL;
  g_mutex_unlock (&self->lock);
  return keys;
}

static void
ask (RedressOidcProvider *self, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  char *keys = self->fetch (self->settings->issuer, &error);

  g_mutex_lock (&self->lock);
  self->asked_at = now;
  g_clear_pointer (&self->trouble, g_free);
  if (keys != NULL)
    {
      g_free (self->keys);
      self->keys = keys;
      self->keys_at = now;
    }
  else
    self->trouble = g_strdup (error->message);
  g_mutex_unlock (&self->lock);
}

/* Asks, unless somebody has within the time that is due after what came of it. */
static void
ask_if_due (RedressOidcProvider *self, RedressTime now)
{
  gboolean due;

  g_mutex_lock (&self->fetching);
  g_mutex_lock (&self->lock);
  due = !lasts (self->asked_at,
                self->trouble != NULL ? REDRESS_OIDC_TRY_AGAIN : REDRESS_OIDC_ASK_AGAIN, now);
  g_mutex_unlock (&self->lock);
  if (due)
    ask (self, now);
  g_mutex_unlock (&self->fetching);
}

static RedressOidcIdentity *
answer_unavailable (RedressOidcProvider *self, GError **error)
{
  g_mutex_lock (&self->lock);
  g_clear_error (error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
               self->trouble != NULL ? self->trouble : "its keys are too old");
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
is_in_trouble (RedressOidcProvider *self)
{
  gboolean trouble;

  g_mutex_lock (&self->lock);
  trouble = self->trouble != NULL;
  g_mutex_unlock (&self->lock);
  return trouble;
}

/* Once more with the keys of now: they may have been changed. */
static RedressOidcIdentity *
check_again (RedressOidcProvider *self,
             const char *token,
             const char *nonce,
             RedressTime now,
             GError **error)
{
  g_autofree char *keys = NULL;
  RedressOidcIdentity *identity;

  ask_if_due (self, now);
  keys = dup_keys (self, REDRESS_OIDC_KEYS_LIFE, now);
  if (keys == NULL)
    return answer_unavailable (self, error);
  g_clear_error (error);
  identity = redress_oidc_token_check (self->settings, keys, token, nonce, now, error);
  if (identity == NULL && g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    {
      if (is_in_trouble (self))
        return answer_unavailable (self, error);
      (*error)->code = REDRESS_ERROR_SIGN_IN;
    }
  return identity;
}

/**
 * redress_oidc_provider_identify:
 * @self: an identity provider
 * @token: an ID token
 * @nonce: what it has to carry
 * @now: the time
 * @error: (not nullable): return location
 *
 * Returns: (transfer full) (nullable): who it is about, %NULL with @error set
 */
RedressOidcIdentity *
redress_oidc_provider_identify (RedressOidcProvider *self,
                                const char *token,
                                const char *nonce,
                                RedressTime now,
                                GError **error)
{
  g_autofree char *keys = dup_keys (self, REDRESS_OIDC_KEYS_FRESH, now);
  RedressOidcIdentity *identity;

  if (keys == NULL)
    return check_again (self, token, nonce, now, error);
  identity = redress_oidc_token_check (self->settings, keys, token, nonce, now, error);
  if (identity == NULL && g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    return check_again (self, token, nonce, now, error);
  return identity;
}
