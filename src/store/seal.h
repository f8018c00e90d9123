/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressSeal:
 *
 * Seals bytes for the disk with AES-256-GCM: nobody without the key reads them, and what was
 * changed, cut, or taken from elsewhere does not open. Immutable; any thread may use it.
 */
typedef struct _RedressSeal RedressSeal;

#define REDRESS_SEAL_KEY_SIZE 32

RedressSeal *redress_seal_new (GBytes *key, GError **error);
void redress_seal_free (RedressSeal *self);
GBytes *redress_seal_close (RedressSeal *self, const char *context, GBytes *plain, GError **error);
GBytes *redress_seal_open (RedressSeal *self, const char *context, GBytes *sealed, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSeal, redress_seal_free)

G_END_DECLS
