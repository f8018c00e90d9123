/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewer-private.h"

/* What leads from one file, or one place in it, to another. */

/* A plain click shows the file; with two side by side it shows it in the second place. */
static void
view_piece (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressViewer *self = REDRESS_VIEWER (widget);
  guint at = redress_viewer_find_file (self, g_variant_get_string (parameter, NULL));

  if (redress_viewer_is_comparing (self))
    redress_viewer_show_beside (self, at);
  else
    redress_viewer_show_file (self, at);
}

/* With two side by side the place is looked for where its file is. */
static void
view_entry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressViewer *self = REDRESS_VIEWER (widget);
  const char *sha256;
  guint entry, at;

  g_variant_get (parameter, "(&su)", &sha256, &entry);
  at = redress_viewer_find_file (self, sha256);
  if (at != self->at && redress_viewer_is_comparing (self))
    {
      if (at != self->beside)
        redress_viewer_show_beside (self, at);
      redress_evidence_view_seek (self->second, entry);
      return;
    }
  if (at != self->at)
    redress_viewer_show_file (self, at);
  redress_evidence_view_seek (self->first, entry);
}

void
redress_viewer_install_viewing (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.view-piece", "s", view_piece);
  gtk_widget_class_install_action (widget_class, "case.view-entry", "(su)", view_entry);
}
