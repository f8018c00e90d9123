/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/settings.h"

#include "core/error.h"
#include "wire/json.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_TEXT 1000
#define MAX_GROUPS 1000

/* Only what is made with a key that the server does not have. */
static const char *const known_algorithms[] = { "RS256", "ES256", "EdDSA", NULL };

/**
 * redress_oidc_settings_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_oidc_settings_free (RedressOidcSettings *self)
{
  if (self == NULL)
    return;
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->title);
  g_free (self->scope);
  g_strfreev (self->algorithms);
  g_free (self->groups_claim);
  g_clear_pointer (&self->roles, g_hash_table_unref);
  g_clear_pointer (&self->platforms, g_hash_table_unref);
  g_free (self);
}

/**
 * redress_oidc_is_safe_url:
 * @url: an address
 *
 * Returns: whether it is https, or http to this machine
 */
gboolean
redress_oidc_is_safe_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return g_str_equal (g_uri_get_scheme (uri), "http") && address != NULL &&
         g_inet_address_get_is_loopback (address);
}

static gboolean
fail (GError **error, const char *format, const char *word)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", format, word);

  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
check_algorithms (RedressOidcSettings *self, GError **error)
{
  if (self->algorithms == NULL || self->algorithms[0] == NULL)
    {
      g_strfreev (self->algorithms);
      self->algorithms = g_strdupv ((char *[]){ (char *)"RS256", NULL });
    }
  for (guint i = 0; self->algorithms[i] != NULL; i++)
    if (!g_strv_contains (known_algorithms, self->algorithms[i]))
      return fail (error, "algorithms are RS256, ES256 and EdDSA, not", self->algorithms[i]);
  return TRUE;
}

static gboolean
read_roles (RedressOidcSettings *self, JsonObject *roles, GError **error)
{
  g_autoptr (GList) groups = json_object_get_members (roles);

  for (GList *l = groups; l != NULL; l = l->next)
    {
      g_autofree char *name = NULL;
      RedressRole role;

      if (!redress_json_read_string (roles, l->data, TRUE, MAX_TEXT, &name, error))
        return FALSE;
      if (!redress_role_from_string (name, &role) || role == REDRESS_ROLE_CONNECTOR)
        return fail (error, "a group is agent, supervisor, auditor or admin, not", name);
      g_hash_table_insert (self->roles, g_strdup (l->data), GINT_TO_POINTER (role));
    }
  return g_hash_table_size (self->roles) > 0 || fail (error, "roles", "no group is named");
}

static gboolean
read_platforms (RedressOidcSettings *self, JsonObject *platforms, GError **error)
{
  g_autoptr (GList) groups = json_object_get_members (platforms);

  for (GList *l = groups; l != NULL; l = l->next)
    {
      char **names = NULL;

      if (!redress_json_read_strv (platforms, l->data, TRUE, MAX_GROUPS, &names, error))
        return FALSE;
      g_hash_table_insert (self->platforms, g_strdup (l->data), names);
    }
  return TRUE;
}

static gboolean
read_members (RedressOidcSettings *self, JsonObject *object, GError **error)
{
  JsonObject *roles = NULL, *platforms = NULL;

  if (!redress_json_read_string (object, "issuer", TRUE, MAX_TEXT, &self->issuer, error) ||
      !redress_json_read_string (object, "client_id", TRUE, MAX_TEXT, &self->client_id, error) ||
      !redress_json_read_string (object, "title", FALSE, MAX_TEXT, &self->title, error) ||
      !redress_json_read_string (object, "scope", FALSE, MAX_TEXT, &self->scope, error) ||
      !redress_json_read_string (object, "groups_claim", FALSE, MAX_TEXT, &self->groups_claim,
                                 error) ||
      !redress_json_read_strv (object, "algorithms", FALSE, 3, &self->algorithms, error) ||
      !redress_json_read_bool (object, "passwords", FALSE, &self->passwords, error) ||
      !redress_json_read_object (object, "roles", TRUE, &roles, error) ||
      !redress_json_read_object (object, "platforms", FALSE, &platforms, error))
    return FALSE;
  if (!redress_oidc_is_safe_url (self->issuer))
    return fail (error, "issuer has to be an https address", self->issuer);
  if (self->scope == NULL)
    self->scope = g_strdup ("openid profile");
  if (self->groups_claim == NULL)
    self->groups_claim = g_strdup ("groups");
  return check_algorithms (self, error) && read_roles (self, roles, error) &&
         (platforms == NULL || read_platforms (self, platforms, error));
}

/**
 * redress_oidc_settings_read:
 * @path: a JSON file
 * @error: return location; INVALID with words that name the file and the member
 *
 * Returns: (transfer full) (nullable): what is in it
 */
RedressOidcSettings *
redress_oidc_settings_read (const char *path, GError **error)
{
  g_autoptr (RedressOidcSettings) self = g_new0 (RedressOidcSettings, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length = 0;

  self->passwords = TRUE;
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->platforms =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  node = redress_json_parse (text, length, &redress_json_limits_request, error);
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "it is no object");
  else if (node != NULL && read_members (self, json_node_get_object (node), error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "%s: ", path);
  return NULL;
}

static void
add_platforms (GPtrArray *scopes, char *const *names)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (scopes, names[i], g_str_equal, NULL))
      g_ptr_array_add (scopes, g_strdup (names[i]));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * redress_oidc_settings_map:
 * @self: settings
 * @groups: the groups of somebody
 * @role: (out): the one role that they give
 * @scopes: (out) (transfer full): the platforms that they give, sorted
 * @error: return location; FORBIDDEN where they give no role, or several
 *
 * Rights of two roles are never joined: who is in groups of two roles does not come in.
 *
 * Returns: whether it is clear what somebody of these groups may do
 */
gboolean
redress_oidc_settings_map (const RedressOidcSettings *self,
                           char *const *groups,
                           RedressRole *role,
                           char ***scopes,
                           GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *role_group = NULL;
  gpointer value;

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      add_platforms (names, g_hash_table_lookup (self->platforms, groups[i]));
      if (!g_hash_table_lookup_extended (self->roles, groups[i], NULL, &value))
        continue;
      if (role_group != NULL && *role != (RedressRole)GPOINTER_TO_INT (value))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN,
                       "the groups “%s” and “%s” give two roles, and nobody has more than one",
                       role_group, groups[i]);
          return FALSE;
        }
      role_group = groups[i];
      *role = GPOINTER_TO_INT (value);
    }
  if (role_group == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN,
                   "no group of this person gives a role here");
      return FALSE;
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  *scopes = (char **)g_ptr_array_steal (names, NULL);
  return TRUE;
}
