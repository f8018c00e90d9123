/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/unsent-file.h"

#include "config.h"

#include "app/dialogs.h"
#include "app/format.h"
#include "app/labels.h"

#include <glib/gi18n.h>

#define PATTERN "*.redress-decisions"

typedef struct
{
  RedressWindow *window;
  RedressSync *sync;
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->window);
  g_object_unref (choice->sync);
  g_free (choice);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  int n = redress_sync_save_unsent_finish (REDRESS_SYNC (source), result, &error);
  g_autofree char *words = NULL;

  if (n < 0)
    {
      redress_dialog_tell (GTK_WINDOW (window), _ ("Nothing was saved"), error->message);
      return;
    }
  words = g_strdup_printf (
      ngettext ("%d decision is in the file.", "%d decisions are in the file.", (gulong)n), n);
  redress_dialog_tell (
      GTK_WINDOW (window), words,
      _ ("Sign in on another computer and hand the file in there. Only the server can read it. "
         "What is in it stays here, too, and counts once."));
}

static void
chosen_to_save_cb (GtkFileChooserNative *chooser, int response, Choice *choice)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;

  if (file != NULL)
    redress_sync_save_unsent_async (choice->sync, file, NULL, saved_cb,
                                    g_object_ref (choice->window));
  g_object_unref (chooser);
}

static char *
describe (GPtrArray *answers, guint *n_applied)
{
  GString *text = g_string_new (NULL);

  *n_applied = 0;
  for (guint i = 0; i < answers->len; i++)
    {
      const RedressHandedIn *answer = g_ptr_array_index (answers, i);
      g_autofree char *id = redress_ticket_format_id (answer->ticket);

      if (answer->code == NULL)
        (*n_applied)++;
      else
        {
          /* Translators: the number of a ticket, then why the server did not take it */
          g_string_append_printf (text, _ ("%s: %s"), id, redress_problem_get_label (answer->code));
          g_string_append_c (text, '\n');
        }
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
handed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers =
      redress_sync_hand_in_finish (REDRESS_SYNC (source), result, &error);
  g_autofree char *words = NULL;
  g_autofree char *troubles = NULL;
  guint n_applied = 0;

  if (answers == NULL)
    {
      redress_dialog_tell (GTK_WINDOW (window), _ ("The file was not taken"), error->message);
      return;
    }
  troubles = describe (answers, &n_applied);
  words = g_strdup_printf (
      ngettext ("%u of %u decision is applied", "%u of %u decisions are applied", answers->len),
      n_applied, answers->len);
  redress_dialog_tell (GTK_WINDOW (window), words,
                       *troubles != '\0' ? troubles : _ ("The file is not needed any more."));
}

static void
chosen_to_hand_in_cb (GtkFileChooserNative *chooser, int response, Choice *choice)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;

  if (file != NULL)
    redress_sync_hand_in_async (choice->sync, file, NULL, handed_in_cb,
                                g_object_ref (choice->window));
  g_object_unref (chooser);
}

static GtkFileChooser *
choose (RedressWindow *window,
        RedressSync *sync,
        const char *title,
        GtkFileChooserAction action,
        GCallback chosen)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->window = g_object_ref (window);
  choice->sync = g_object_ref (sync);
  gtk_file_filter_set_name (filter, _ ("Unsent decisions"));
  gtk_file_filter_add_pattern (filter, PATTERN);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", chosen, choice, choice_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
  return GTK_FILE_CHOOSER (chooser);
}

void
redress_unsent_file_save (RedressWindow *window, RedressSync *sync)
{
  GtkFileChooser *chooser = choose (window, sync, _ ("Save unsent decisions"),
                                    GTK_FILE_CHOOSER_ACTION_SAVE, G_CALLBACK (chosen_to_save_cb));

  /* Translators: name of a file; keep the end */
  gtk_file_chooser_set_current_name (chooser, _ ("unsent.redress-decisions"));
}

void
redress_unsent_file_hand_in (RedressWindow *window, RedressSync *sync)
{
  choose (window, sync, _ ("Hand in a file of decisions"), GTK_FILE_CHOOSER_ACTION_OPEN,
          G_CALLBACK (chosen_to_hand_in_cb));
}
