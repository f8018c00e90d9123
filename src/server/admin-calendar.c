/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "server/server-private.h"
#include "server/ticket-clock.h"

static void
list_file (RedressAdminCall *call, const RedressCalendarFile *file)
{
  g_string_append_printf (call->output, "%d\t%s\t%s\n", file->year, file->path,
                          file->mistake == NULL ? "good" : file->mistake);
}

static RedressExit
list_files (RedressAdminCall *call)
{
  GPtrArray *files = redress_calendars_get_files (redress_server_get_calendars (call->server));
  guint n_left_out = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const RedressCalendarFile *file = g_ptr_array_index (files, i);

      list_file (call, file);
      n_left_out += file->year == 0;
    }
  if (n_left_out == 0)
    return REDRESS_EXIT_GOOD;
  g_string_append_printf (call->complaint, "%u of the files left out\n", n_left_out);
  return REDRESS_EXIT_BAD;
}

/**
 * redress_admin_calendar:
 * @call: "calendar" and what follows
 *
 * Returns: the exit status; 1 where a file has a mistake
 */
RedressExit
redress_admin_calendar (RedressAdminCall *call)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (call->arguments[1], "list") == 0 && call->arguments[2] == NULL)
    return list_files (call);
  if (g_strcmp0 (call->arguments[1], "reload") != 0 || call->arguments[2] != NULL)
    return redress_admin_misuse (call, "usage: redress-server calendar list|reload\n"
                                       "       redress-server calendar lint FILE...");
  if (!redress_server_load_calendars (call->server, &error) ||
      !redress_ticket_clock_mark_calendar (redress_server_get_connection (call->server), TRUE,
                                           &error))
    return redress_admin_fail (call, error);
  redress_operations_renew_clocks_soon (redress_server_get_operations (call->server));
  return list_files (call);
}
