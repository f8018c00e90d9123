/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/account.h"

G_BEGIN_DECLS

/**
 * RedressOidcSettings:
 * @issuer: the identity provider, as its tokens name it
 * @client_id: what the desk is called there
 * @title: (nullable): what people call it
 * @scope: what the desk asks for, words separated by spaces
 * @algorithms: signatures that are taken
 * @groups_claim: where a token names the groups
 * @roles: (element-type utf8 RedressRole): the role that a group gives
 * @platforms: (element-type utf8 GStrv): the platforms that a group gives
 * @passwords: whether people may sign in with a password of this server, too
 *
 * What an administrator wrote down about the identity provider. It never changes.
 */
typedef struct
{
  char *issuer;
  char *client_id;
  char *title;
  char *scope;
  char **algorithms;
  char *groups_claim;
  GHashTable *roles;
  GHashTable *platforms;
  gboolean passwords;
} RedressOidcSettings;

RedressOidcSettings *redress_oidc_settings_read (const char *path, GError **error);
void redress_oidc_settings_free (RedressOidcSettings *self);
gboolean redress_oidc_settings_map (const RedressOidcSettings *self,
                                    char *const *groups,
                                    RedressRole *role,
                                    char ***scopes,
                                    GError **error);
/* Whether nobody on the way can read or change what comes from there. */
gboolean redress_oidc_is_safe_url (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOidcSettings, redress_oidc_settings_free)

G_END_DECLS
