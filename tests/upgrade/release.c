/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

/* A server as it will be: the linker gives it these migrations in place of its own. */

GResource *redress_release_sql_get_resource (void);
GResource *__wrap_redress_server_sql_get_resource (void);

GResource *
__wrap_redress_server_sql_get_resource (void)
{
  return redress_release_sql_get_resource ();
}
