/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/pack-window.h"

#include <glib/gi18n.h>

/* The complaint pack of the ticket that is shown. */

static void
saved_cb (RedressPackWindow *window, const char *path, guint missing, RedressCasePane *self)
{
  g_autofree char *words = g_strdup (_ ("The complaint pack is saved."));

  if (missing > 0)
    {
      g_free (words);
      words = g_strdup_printf (ngettext ("Saved. %u file of evidence could not be fetched; the "
                                         "pack says which.",
                                         "Saved. %u files of evidence could not be fetched; the "
                                         "pack says which.",
                                         missing),
                               missing);
    }
  redress_case_pane_offer (self, words, 0, _ ("Open folder"), "case.open-folder",
                           g_variant_new_string (path));
}

void
redress_case_pane_make_pack (RedressCasePane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  RedressPackWindow *window;

  if (self->open == NULL || self->open->data->ticket == NULL || self->open->sync == NULL ||
      !redress_case_pane_may_export (self))
    return;
  window = redress_pack_window_new (GTK_WINDOW (root), self->open);
  g_signal_connect_object (window, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

void
redress_case_pane_open_folder (RedressCasePane *self, const char *path)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
}
