/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the JWK set of an issuer. Blocks, for some seconds at most: for a
 * thread in which nobody waits. UNAVAILABLE, in words for the administrator. */
char *redress_oidc_fetch_keys (const char *issuer, GError **error);

G_END_DECLS
