/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hybrid public key encryption (RFC 9180), base mode, one message a key: DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Whoever has the public key can seal; only whoever has the
 * secret one can open. Who sealed it is not said. */

#define REDRESS_HPKE_KEY_BYTES 32

GBytes *redress_hpke_get_public (GBytes *secret);
GBytes *redress_hpke_seal (GBytes *public, const char *info, GBytes *plain, GError **error);
GBytes *redress_hpke_open (
    GBytes *secret, const char *info, const char *aad, GBytes *sealed, GError **error);

G_END_DECLS
