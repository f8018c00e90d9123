/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pack-window.h"

#include "config.h"

#include "app/decision-standing.h"
#include "app/pack-maker.h"
#include "core/export.h"
#include "core/language.h"

#include <glib/gi18n.h>

struct _RedressPackWindow
{
  AdwWindow parent_instance;

  GtkWidget *choose;
  GtkWidget *fields;
  GtkEditable *reason;
  AdwComboRow *language;
  GtkLabel *words;
  GtkWidget *bar;

  RedressOpenCase *open;
  GtkFileChooserNative *chooser; /* (nullable) */
  GCancellable *cancellable;
  gboolean is_busy;
};

enum
{
  SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressPackWindow, redress_pack_window, ADW_TYPE_WINDOW)

/* The rows of the choice. */
enum
{
  OF_CUSTOMER,
  ENGLISH,
  CHINESE,
};

static const char *
get_language (RedressPackWindow *self)
{
  const char *customer = redress_ticket_get_language (self->open->data->ticket);
  guint selected = adw_combo_row_get_selected (self->language);

  if (selected == OF_CUSTOMER)
    selected = g_str_equal (customer, REDRESS_LANGUAGE_ENGLISH) ? ENGLISH : CHINESE;
  return selected == ENGLISH ? "en" : "zh_CN";
}

static void
say (RedressPackWindow *self, const char *words, gboolean is_error)
{
  const char *styles[] = { is_error ? "error" : "dim-label", NULL };

  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->words), styles);
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
}

static char *
dup_reason (RedressPackWindow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
}

static void
update_cb (RedressPackWindow *self)
{
  g_autofree char *reason = dup_reason (self);
  gboolean too_long = g_utf8_strlen (reason, -1) > REDRESS_EXPORT_REASON_MAX;
  gboolean online = redress_sync_status_is_online (redress_sync_get_status (self->open->sync));

  gtk_widget_set_sensitive (self->choose,
                            !self->is_busy && online && !too_long && reason[0] != '\0');
  gtk_widget_set_sensitive (self->fields, !self->is_busy);
  gtk_widget_set_visible (self->bar, self->is_busy);
  if (self->is_busy)
    return;
  if (!online)
    say (self, _ ("This needs the server, and there is no connection to it."), FALSE);
  else if (too_long)
    say (self, _ ("The reason is longer than 500 characters."), TRUE);
  else
    say (self, NULL, FALSE);
}

static void
progress_cb (guint done, guint total, gpointer data)
{
  RedressPackWindow *self = data;
  g_autofree char *words = NULL;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), (double)done / total);
  if (done + 1 < total)
    words = g_strdup_printf (_ ("Fetching evidence, %u of %u…"), done + 1, total - 1);
  say (self, words != NULL ? words : _ ("Writing the file…"), FALSE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressPackWindow) self = user_data;
  g_autofree char *path = g_object_steal_data (G_OBJECT (self), "path");
  g_autoptr (GError) error = NULL;
  guint missing = 0;
  gboolean saved = redress_pack_maker_run_finish (result, &missing, &error);

  /* It can be there although somebody pressed Cancel: then that is said. */
  if (saved)
    g_signal_emit (self, signals[SAVED], 0, path, missing);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_busy = FALSE;
  if (saved)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  update_cb (self);
  say (self, error->message, TRUE);
}

void
redress_pack_window_save (RedressPackWindow *self, const char *path)
{
  g_autofree char *reason = dup_reason (self);
  RedressPackOrder order = { .ticket = self->open->data->summary->id,
                             .policy = self->open->data->policy,
                             .reason = reason,
                             .language = get_language (self),
                             .path = path };

  g_return_if_fail (REDRESS_IS_PACK_WINDOW (self));
  g_return_if_fail (path != NULL);

  self->is_busy = TRUE;
  update_cb (self);
  say (self, _ ("Asking the server…"), FALSE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), 0);
  g_object_set_data_full (G_OBJECT (self), "path", g_strdup (path), g_free);
  redress_pack_maker_run_async (self->open->sync, &order, progress_cb, self, self->cancellable,
                                done_cb, g_object_ref (self));
}

static void
chosen_cb (GtkFileChooserNative *chooser, int response, RedressPackWindow *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (path != NULL)
    redress_pack_window_save (self, path);
  else if (file != NULL)
    say (self, _ ("It can only be saved on this computer."), TRUE);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
choose_cb (RedressPackWindow *self)
{
  g_autofree char *number = g_strdup (self->open->data->summary->external_id);
  g_autofree char *name = NULL;

  g_strdelimit (number, "/\\:", '_');
  name = g_strdup_printf ("%s.zip", number);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the complaint pack"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("Everything (ZIP)"), "*.zip");
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("The document alone (PDF)"), "*.pdf");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
close_request_cb (RedressPackWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  return FALSE;
}

static void
redress_pack_window_dispose (GObject *object)
{
  RedressPackWindow *self = REDRESS_PACK_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_pack_window_parent_class)->dispose (object);
}

static void
redress_pack_window_finalize (GObject *object)
{
  g_object_unref (REDRESS_PACK_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (redress_pack_window_parent_class)->finalize (object);
}

static void
redress_pack_window_class_init (RedressPackWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_pack_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_pack_window_finalize;
  signals[SAVED] = g_signal_new ("saved", REDRESS_TYPE_PACK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/pack-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, choose);
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, fields);
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, language);
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, words);
  gtk_widget_class_bind_template_child (widget_class, RedressPackWindow, bar);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_pack_window_init (RedressPackWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->choose);
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

RedressPackWindow *
redress_pack_window_new (GtkWindow *parent, RedressOpenCase *open)
{
  /* The names of languages stand in these languages. */
  const char *languages[] = { _ ("The customer's"), "English", "中文", NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (languages);
  RedressPackWindow *self;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);
  g_return_val_if_fail (open->sync != NULL && open->data->ticket != NULL, NULL);

  self = g_object_new (REDRESS_TYPE_PACK_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->open = g_object_ref (open);
  adw_combo_row_set_model (self->language, G_LIST_MODEL (list));
  g_signal_connect_object (open->sync, "notify::status", G_CALLBACK (update_cb), self,
                           G_CONNECT_SWAPPED);
  update_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return self;
}
