/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the claims of a JWT whose signature is good. @algorithms: those that
 * are taken. @keys: a JWK set. SIGN_IN: refused, in words. NOT_FOUND: no key of that name. */
JsonNode *redress_oidc_signature_check (char *const *algorithms,
                                        const char *keys,
                                        const char *token,
                                        GError **error);

G_END_DECLS
