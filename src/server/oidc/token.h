/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "server/oidc/settings.h"

G_BEGIN_DECLS

/* How far the clock of the identity provider may be from ours. */
#define REDRESS_OIDC_SKEW (60 * REDRESS_SECOND)
/* A token is for signing in now, not for later. */
#define REDRESS_OIDC_TOKEN_LIFE (10 * REDRESS_MINUTE)
#define REDRESS_OIDC_TOKEN_MAX (16 * 1024)

/**
 * RedressOidcIdentity:
 * @subject: who it is, for ever, at that issuer
 * @name: what people type there to sign in
 * @display_name: (nullable): what others see
 * @groups: (array zero-terminated=1): of the person
 * @good_until: the token is refused from then on
 *
 * What a token that holds says.
 */
typedef struct
{
  char *subject;
  char *name;
  char *display_name;
  char **groups;
  RedressTime good_until;
} RedressOidcIdentity;

void redress_oidc_identity_free (RedressOidcIdentity *self);
/* (transfer full) (nullable). SIGN_IN: refused, in words. NOT_FOUND: no key of that name. */
RedressOidcIdentity *redress_oidc_token_check (const RedressOidcSettings *settings,
                                               const char *keys,
                                               const char *token,
                                               const char *nonce,
                                               RedressTime now,
                                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOidcIdentity, redress_oidc_identity_free)

G_END_DECLS
