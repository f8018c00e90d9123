/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDRESS_PASSWORD_MIN 8
#define REDRESS_PASSWORD_MAX 1024

/* (nullable) (transfer full): the Argon2id string of a password. Takes a tenth of a second and
 * 64 MiB. */
char *redress_password_hash (const char *password, GError **error);
/* @hash: (nullable): NULL takes as long and is never right. */
gboolean redress_password_verify (const char *hash, const char *password);
/* FALSE with an error that says what is wrong with it. */
gboolean redress_password_check (const char *password, GError **error);

G_END_DECLS
