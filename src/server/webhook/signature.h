/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/* Signatures of the Standard Webhooks specification: HMAC-SHA256 over "id.timestamp.body". */

GBytes *redress_webhook_secret_new (GBytes *key, const char *platform, gint64 generation);
char *redress_webhook_secret_format (GBytes *secret);
char *redress_webhook_sign (GBytes *secret, const char *name, RedressTime at, const char *body);

G_END_DECLS
