/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-states.h"

#include "config.h"

#include "app/detailed-action.h"
#include "core/error.h"
#include "core/ticket.h"

#include <glib/gi18n.h>

struct _RedressCaseStates
{
  AdwBin parent_instance;

  GtkWidget *spinner;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (RedressCaseStates, redress_case_states, ADW_TYPE_BIN)

static void
redress_case_states_class_init (RedressCaseStatesClass *klass)
{
}

static GtkWidget *
create_label (const char *style, int max_chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), max_chars);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
redress_case_states_init (RedressCaseStates *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->spinner = gtk_spinner_new ();
  gtk_widget_set_size_request (self->spinner, 32, 32);
  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 56);
  self->title = create_label ("title-4", 40);
  self->text = create_label ("dim", 34);
  self->button = gtk_button_new ();
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->button, 6);
  gtk_box_append (GTK_BOX (box), self->spinner);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_bin_set_child (ADW_BIN (self), box);
  redress_case_states_show_nothing (self);
}

/* @icon: NULL for a spinner. */
static void
show (RedressCaseStates *self,
      const char *icon,
      const char *style,
      const char *title,
      const char *text,
      const char *button,
      const char *action)
{
  const char *styles[] = { style, NULL };

  gtk_widget_set_visible (self->spinner, icon == NULL);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), icon == NULL);
  gtk_widget_set_visible (self->icon, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_css_classes (self->icon, styles);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_widget_set_visible (self->text, *text != '\0');
  gtk_widget_set_visible (self->button, button != NULL);
  if (button == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (self->button), button);
  redress_set_detailed_action (self->button, action);
}

void
redress_case_states_show_nothing (RedressCaseStates *self)
{
  g_return_if_fail (REDRESS_IS_CASE_STATES (self));

  show (self, "emblem-documents-symbolic", "dim", _ ("No ticket is open"),
        _ ("Choose one from the queue, or take the one that is due next."), _ ("Take next"),
        "win.take-next");
}

void
redress_case_states_show_loading (RedressCaseStates *self)
{
  g_return_if_fail (REDRESS_IS_CASE_STATES (self));

  show (self, NULL, "dim", _ ("Opening the ticket…"), "", NULL, NULL);
}

void
redress_case_states_show_not_cached (RedressCaseStates *self, gboolean online, const GError *error)
{
  g_return_if_fail (REDRESS_IS_CASE_STATES (self));

  if (online && error != NULL)
    show (self, "dialog-error-symbolic", "bad-c", _ ("The details cannot be fetched"),
          error->message, _ ("Try again"), "case.reload");
  else if (online)
    show (self, NULL, "dim", _ ("Getting the details…"), _ ("They come from the server."), NULL,
          NULL);
  else
    show (self, "network-offline-symbolic", "dim", _ ("The details are not on this computer"),
          _ ("They come by themselves when the server can be reached. Tickets marked Ready can be "
             "read now."),
          _ ("Try again"), "win.sync-now");
}

void
redress_case_states_show_error (RedressCaseStates *self, gint64 ticket, const GError *error)
{
  g_autofree char *id = redress_ticket_format_id (ticket);
  g_autofree char *search = g_strdup_printf ("win.search-server('%s')", id);

  g_return_if_fail (REDRESS_IS_CASE_STATES (self));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    show (self, "edit-find-symbolic", "dim", _ ("This ticket is not here"),
          _ ("It may be outside of your platforms, or older than what this computer keeps."),
          _ ("Search the server"), search);
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    show (self, "dialog-error-symbolic", "bad-c", _ ("The ticket cannot be shown"),
          _ ("The copy on this computer is damaged. Your decisions and drafts are stored apart "
             "and are safe."),
          _ ("Build the copy again"), "win.rebuild-cache");
  else
    show (self, "dialog-error-symbolic", "bad-c", _ ("The ticket cannot be shown"), error->message,
          _ ("Try again"), "case.reload");
}
