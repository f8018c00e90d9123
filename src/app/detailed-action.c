/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/detailed-action.h"

void
redress_set_detailed_action (GtkWidget *actionable, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_return_if_fail (GTK_IS_ACTIONABLE (actionable));

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    g_return_if_reached ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (actionable), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (actionable), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (actionable), name);
}
