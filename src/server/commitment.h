/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

#define REDRESS_SUBJECT_KEY_BYTES 32

/* What stands in a leaf for something personal: HMAC-SHA-256 under a key of the customer. Once
 * the key is destroyed nobody can tell what was committed to, and the tree stays valid. */
GBytes *redress_commitment_get_key (RedressSqlConnection *connection,
                                    const char *platform,
                                    const char *customer_ref,
                                    GError **error);
char *redress_commitment_make (GBytes *key, const char *field, const char *value);

G_END_DECLS
