/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/dialogs.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  g_task_return_boolean (task, g_str_equal (response, "answer"));
  g_object_unref (task);
}

void
redress_dialog_ask_async (GtkWindow *parent,
                          const char *title,
                          const char *text,
                          const char *answer,
                          gboolean destructive,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GtkWidget *widget = adw_message_dialog_new (parent, title, text);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, redress_dialog_ask_async);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "answer", answer, NULL);
  adw_message_dialog_set_response_appearance (
      dialog, "answer", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
redress_dialog_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
redress_dialog_tell (GtkWindow *parent, const char *title, const char *text)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, title, text));

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
text_response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  g_task_return_pointer (
      task, g_str_equal (response, "answer") && *text != '\0' ? g_steal_pointer (&text) : NULL,
      g_free);
  g_object_unref (task);
}

void
redress_dialog_ask_text_async (GtkWindow *parent,
                               const char *title,
                               const char *text,
                               const char *placeholder,
                               const char *answer,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, title, text));
  GtkWidget *entry = gtk_entry_new ();
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, redress_dialog_ask_text_async);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  placeholder, -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "answer", answer, NULL);
  adw_message_dialog_set_response_appearance (dialog, "answer", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "answer");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (text_response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

char *
redress_dialog_ask_text_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
redress_dialog_show_about (GtkWindow *parent)
{
  adw_show_about_window (
      parent, "application-name", "Redress", "application-icon", REDRESS_APP_ID, "version",
      REDRESS_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Decide cancellation reviews and appeals, with the proof on one screen."), NULL);
}
