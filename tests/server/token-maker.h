/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressTokenMaker:
 *
 * Signs tokens as an identity provider does, and as somebody who would like to be one.
 */
typedef struct _RedressTokenMaker RedressTokenMaker;

RedressTokenMaker *redress_token_maker_new (void);
void redress_token_maker_free (RedressTokenMaker *self);
/* (transfer full): its JWK set: "r" for RS256, "e" for ES256, "d" for EdDSA. @name: (nullable): of
 * the first one, "r" if NULL. */
char *redress_token_maker_get_keys (RedressTokenMaker *self, const char *name);
/* (transfer full): @key: 'r', 'e', 'd', 's' for an RSA key that is too short, 'h' for HMAC with the
 * text of the public RSA key, 0 for no signature. */
char *redress_token_maker_sign (RedressTokenMaker *self,
                                char key,
                                const char *header,
                                const char *claims);
/* (transfer full): @text in base64url. */
char *redress_token_maker_encode (const void *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTokenMaker, redress_token_maker_free)

G_END_DECLS
