/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-titles.h"

#include "config.h"

#include <glib/gi18n.h>

void
redress_queue_titles_show_view (GtkLabel *title,
                                GtkLabel *subtitle,
                                RedressView view,
                                const char *name,
                                gint64 total,
                                gint64 late,
                                gboolean narrow)
{
  g_autofree char *tickets = NULL;
  g_autofree char *text = NULL;

  if (view == REDRESS_VIEW_INCIDENTS)
    tickets = g_strdup_printf (ngettext ("%d incident", "%d incidents", (gulong)total), (int)total);
  /* There is no room for the word beside the figure of the late ones. */
  else if (narrow && late > 0)
    tickets = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  else
    tickets = g_strdup_printf (ngettext ("%d ticket", "%d tickets", (gulong)total), (int)total);
  if (late > 0)
    /* Translators: "128 tickets · 3 late" */
    text = g_strdup_printf (_ ("%s · %d late"), tickets, (int)late);
  gtk_label_set_text (title, name);
  gtk_label_set_text (subtitle, text != NULL ? text : tickets);
}

void
redress_queue_titles_show_found (GtkLabel *title, GtkLabel *subtitle, guint n)
{
  g_autofree char *found = g_strdup_printf (ngettext ("%u found", "%u found", n), n);

  gtk_label_set_text (title, _ ("All tickets"));
  gtk_label_set_text (subtitle, found);
}
