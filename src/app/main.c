/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "config.h"

#include "app/resources.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (RedressApplication) application = NULL;
  /* Run from the build folder, the translations are not installed yet. */
  const char *locales = g_getenv ("REDRESS_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : REDRESS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  redress_app_register_resources ();
  application = redress_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
