/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/why-dialog.h"

#include "config.h"

#include "core/redaction.h"

#include <glib/gi18n.h>

/* What a choice and the words behind it take together is what the server takes. */
#define MAX_CHOICE 60

typedef struct
{
  AdwMessageDialog *dialog; /* (unowned) */
  GPtrArray *checks;        /* (element-type GtkCheckButton) (unowned) */
  GtkEditable *words;       /* (unowned) */
} Why;

static void
why_free (gpointer data)
{
  Why *why = data;

  g_ptr_array_unref (why->checks);
  g_free (why);
}

/* (nullable) (transfer full): what is said so far. */
static char *
dup_reason (Why *why)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (why->words)));
  const char *choice = NULL;

  for (guint i = 0; i < why->checks->len && choice == NULL; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (why->checks, i);

      choice = gtk_check_button_get_active (check) ? gtk_check_button_get_label (check) : NULL;
    }
  if (choice == NULL)
    return *words != '\0' ? g_steal_pointer (&words) : NULL;
  /* Translators: a reason that was chosen, and more words to it */
  return *words != '\0' ? g_strdup_printf (_ ("%s: %s"), choice, words) : g_strdup (choice);
}

static void
changed_cb (Why *why)
{
  g_autofree char *reason = dup_reason (why);

  adw_message_dialog_set_response_enabled (why->dialog, "answer", reason != NULL);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  Why *why = g_task_get_task_data (task);

  g_task_return_pointer (task, g_str_equal (response, "answer") ? dup_reason (why) : NULL, g_free);
  g_object_unref (task);
}

static GtkWidget *
create_words (Why *why)
{
  GtkWidget *entry = gtk_entry_new ();
  const char *label = why->checks->len > 0 ? _ ("More, or another reason") : _ ("Reason");

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), label);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (entry), REDRESS_WHY_MAX - MAX_CHOICE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  why->words = GTK_EDITABLE (entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), why);
  return entry;
}

static GtkWidget *
create_content (Why *why, const char *const *choices)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (guint i = 0; choices[i] != NULL; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (choices[i]);

      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (check), g_ptr_array_index (why->checks, 0));
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (changed_cb), why);
      g_ptr_array_add (why->checks, check);
      gtk_box_append (GTK_BOX (box), check);
    }
  gtk_box_append (GTK_BOX (box), create_words (why));
  return box;
}

void
redress_why_dialog_ask_async (GtkWindow *parent,
                              const char *title,
                              const char *text,
                              const char *const *choices,
                              const char *answer,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, title, text));
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Why *why = g_new0 (Why, 1);
  GtkWidget *content;

  why->dialog = dialog;
  why->checks = g_ptr_array_new ();
  g_task_set_source_tag (task, redress_why_dialog_ask_async);
  g_task_set_task_data (task, why, why_free);
  content = create_content (why, choices);
  adw_message_dialog_set_extra_child (dialog, content);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "answer", answer, NULL);
  adw_message_dialog_set_response_appearance (dialog, "answer", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "answer");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  changed_cb (why);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (why->checks->len > 0 ? g_ptr_array_index (why->checks, 0)
                                              : GTK_WIDGET (why->words));
}

char *
redress_why_dialog_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
redress_why_dialog_ask_reveal_async (GtkWindow *parent,
                                     const char *what,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  const char *const choices[] = { _ ("Compare it with the log"),
                                  _ ("See whose account or paper it is"), _ ("Answer the customer"),
                                  _ ("Check the quality of a decision"), NULL };
  /* Translators: %s is what is masked, such as "Customer: game account" */
  g_autofree char *title = g_strdup_printf (_ ("Reveal “%s”?"), what);

  redress_why_dialog_ask_async (parent, title,
                                _ ("It is shown for a minute. Your name, the time and the reason "
                                   "are recorded, and colleagues "
                                   "see them: do not write here what is masked."),
                                choices, _ ("_Reveal"), callback, user_data);
}
