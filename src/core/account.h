/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REDRESS_ROLE_AGENT,
  REDRESS_ROLE_SUPERVISOR,
  REDRESS_ROLE_AUDITOR,
  REDRESS_ROLE_ADMIN,
  REDRESS_ROLE_CONNECTOR,
} RedressRole;

#define REDRESS_N_ROLES (REDRESS_ROLE_CONNECTOR + 1)

/**
 * RedressAccount:
 * @id: "a-3"
 * @name: what one types to sign in
 * @display_name: what colleagues see
 * @role: exactly one
 * @scopes: (array zero-terminated=1): platforms
 * @grants_version: grows when role or scopes change
 * @hand_in_key: (nullable): the server's public key in 64 hex digits, for what is handed in as a
 *   sealed file
 */
typedef struct
{
  char *id;
  char *name;
  char *display_name;
  RedressRole role;
  char **scopes;
  gint64 grants_version;
  char *hand_in_key;
} RedressAccount;

const char *redress_role_to_string (RedressRole role);
gboolean redress_role_from_string (const char *text, RedressRole *role);
RedressAccount *redress_account_new (void);
RedressAccount *redress_account_copy (const RedressAccount *self);
void redress_account_free (RedressAccount *self);
gboolean redress_account_has_scope (const RedressAccount *self, const char *platform);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAccount, redress_account_free)

G_END_DECLS
