/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/resources.h"

#include "redress-ui-resources.h"

#include <gio/gio.h>

void
redress_app_register_resources (void)
{
  g_resources_register (redress_ui_get_resource ());
}
