/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tokens, keys and codes are 256 random bits in base64url behind a prefix that says what they
 * are. The database keeps their SHA-256; no salt is needed for what cannot be guessed. */
char *redress_token_new (const char *prefix);
/* Ten letters and digits that can be typed. */
char *redress_token_new_code (void);
char *redress_token_hash (const char *token);

G_END_DECLS
