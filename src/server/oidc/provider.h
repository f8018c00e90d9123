/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/oidc/token.h"

G_BEGIN_DECLS

/**
 * RedressOidcProvider:
 *
 * The identity provider that a server trusts, with the keys that it had last. Any thread.
 */
typedef struct _RedressOidcProvider RedressOidcProvider;

/* Keys are asked for again after this time, and no longer used after that. */
#define REDRESS_OIDC_KEYS_FRESH REDRESS_HOUR
#define REDRESS_OIDC_KEYS_LIFE REDRESS_DAY
/* At least this long between two questions: with a name that is unknown, and after a failure. */
#define REDRESS_OIDC_ASK_AGAIN (30 * REDRESS_SECOND)
#define REDRESS_OIDC_TRY_AGAIN (5 * REDRESS_SECOND)

typedef char *(*RedressOidcFetch) (const char *issuer, GError **error);

/* @settings: (transfer full) */
RedressOidcProvider *redress_oidc_provider_new (RedressOidcSettings *settings,
                                                RedressOidcFetch fetch);
void redress_oidc_provider_free (RedressOidcProvider *self);
const RedressOidcSettings *redress_oidc_provider_get_settings (RedressOidcProvider *self);
/* Blocks where keys have to be asked for. SIGN_IN: refused, in words. UNAVAILABLE: the identity
 * provider does not answer. */
RedressOidcIdentity *redress_oidc_provider_identify (RedressOidcProvider *self,
                                                     const char *token,
                                                     const char *nonce,
                                                     RedressTime now,
                                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOidcProvider, redress_oidc_provider_free)

G_END_DECLS
