/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/timestamp.h"
#include "server/server-private.h"

/**
 * redress_admin_policy:
 * @call: "policy" and what follows
 *
 * Returns: the exit status
 */
RedressExit
redress_admin_policy (RedressAdminCall *call)
{
  GPtrArray *versions =
      redress_policy_store_get_versions (redress_server_get_policy_store (call->server));

  if (g_strcmp0 (call->arguments[1], "list") != 0 || call->arguments[2] != NULL)
    return redress_admin_misuse (call, "usage: redress-server policy list\n"
                                       "       redress-server policy lint FILE...");
  for (guint i = 0; i < versions->len; i++)
    {
      const RedressPolicyVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *from = redress_timestamp_format (version->in_force_from);

      g_string_append_printf (call->output, "%s\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", version->flow,
                              version->version, version->sha256, from,
                              version->policy != NULL ? "good" : "unreadable");
    }
  return REDRESS_EXIT_GOOD;
}
