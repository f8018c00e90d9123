/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"

/**
 * redress_admin_fail:
 * @call: a command
 * @error: what went wrong
 *
 * Says it on standard error.
 *
 * Returns: the exit status that fits
 */
RedressExit
redress_admin_fail (RedressAdminCall *call, const GError *error)
{
  g_string_append_printf (call->complaint, "%s\n", error->message);
  if (error->domain == G_OPTION_ERROR)
    return REDRESS_EXIT_USAGE;
  if (error->domain == REDRESS_ERROR && error->code == REDRESS_ERROR_INVALID)
    return REDRESS_EXIT_USAGE;
  return REDRESS_EXIT_BAD;
}

/**
 * redress_admin_misuse:
 * @call: a command
 * @format: what is wrong with it
 * @...: for @format
 *
 * Returns: the exit status for wrong use
 */
RedressExit
redress_admin_misuse (RedressAdminCall *call, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (call->complaint, format, arguments);
  va_end (arguments);
  g_string_append_c (call->complaint, '\n');
  return REDRESS_EXIT_USAGE;
}

/**
 * redress_admin_wants_input:
 * @arguments: words of a command
 *
 * Returns: whether it reads standard input
 */
gboolean
redress_admin_wants_input (const char *const *arguments)
{
  return g_strv_contains (arguments, "--password-stdin");
}

/**
 * redress_admin_run:
 * @call: a command
 *
 * Runs it in the thread that owns the database: of the serving process where there is one.
 *
 * Returns: its exit status
 */
RedressExit
redress_admin_run (RedressAdminCall *call)
{
  const char *command = call->arguments[0] != NULL ? call->arguments[0] : "";

  if (g_str_equal (command, "user"))
    return redress_admin_user (call);
  if (g_str_equal (command, "key"))
    return redress_admin_key (call);
  if (g_str_equal (command, "policy"))
    return redress_admin_policy (call);
  if (g_str_equal (command, "peak"))
    return redress_admin_peak (call);
  if (g_str_equal (command, "webhook"))
    return redress_admin_webhook (call);
  if (g_str_equal (command, "calendar"))
    return redress_admin_calendar (call);
  return redress_admin_misuse (call, "no such command: %s", command);
}
