/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/shift-window.h"

#include "config.h"

#include "app/due-words.h"
#include "app/format.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressShiftWindow
{
  AdwWindow parent_instance;

  AdwEntryRow *colleague;
  AdwEntryRow *note;
  AdwPreferencesGroup *list;
  GtkWidget *submit;
  GtkLabel *status;

  RedressSync *sync;
  RedressClock *clock;
  GPtrArray *rows; /* (element-type Row) */
  guint asked;     /* index of the row that waits for its answer, or is asked about next */
  guint n_gone;
  gboolean is_busy;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RedressShiftWindow, redress_shift_window, ADW_TYPE_WINDOW)

typedef struct
{
  gint64 ticket;
  GtkWidget *row;
  GtkCheckButton *check;
} Row;

static void send_next (RedressShiftWindow *self);

static char *
dup_text (AdwEntryRow *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static guint
count_chosen (RedressShiftWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      n += gtk_check_button_get_active (row->check);
    }
  return n;
}

/* The button says what it does. */
static void
update_cb (RedressShiftWindow *self)
{
  guint n = count_chosen (self);
  g_autofree char *to = dup_text (self->colleague);
  g_autofree char *label =
      g_strdup_printf (*to != '\0' ? ngettext ("_Hand over %d ticket", "_Hand over %d tickets", n)
                                   : ngettext ("_Give %d ticket back to the queue",
                                               "_Give %d tickets back to the queue", n),
                       (int)n);

  gtk_button_set_label (GTK_BUTTON (self->submit), n > 0 ? label : _ ("_Hand over"));
  gtk_widget_set_sensitive (self->submit, n > 0 && !self->is_busy);
}

static void
set_busy (RedressShiftWindow *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->colleague), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->note), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !is_busy);
  update_cb (self);
}

static void
say_trouble (Row *row, const char *words)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), words);
  gtk_widget_add_css_class (row->row, "error");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressShiftWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  RedressClaim *claim = redress_sync_claim_finish (REDRESS_SYNC (source), result, &error);
  Row *row;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      redress_claim_free (claim);
      return;
    }
  row = g_ptr_array_index (self->rows, self->asked);
  if (claim != NULL)
    {
      adw_preferences_group_remove (self->list, row->row);
      g_ptr_array_remove_index (self->rows, self->asked);
      self->n_gone++;
    }
  else
    {
      say_trouble (row, error->message);
      self->asked++;
    }
  redress_claim_free (claim);
  send_next (self);
}

static RedressCommand *
create_command (RedressShiftWindow *self, gint64 ticket)
{
  g_autofree char *to = dup_text (self->colleague);
  g_autofree char *note = dup_text (self->note);
  RedressCommand *command = redress_command_new (
      *to != '\0' ? REDRESS_COMMAND_HAND_OVER : REDRESS_COMMAND_RELEASE, ticket);

  if (*to != '\0')
    command->hand_to = g_steal_pointer (&to);
  if (*note != '\0')
    command->note = g_steal_pointer (&note);
  return command;
}

static void
finish (RedressShiftWindow *self)
{
  g_autofree char *gone =
      g_strdup_printf (ngettext ("%d ticket is gone from your hands.",
                                 "%d tickets are gone from your hands.", self->n_gone),
                       (int)self->n_gone);

  set_busy (self, FALSE);
  gtk_label_set_text (self->status, self->n_gone > 0 ? gone : "");
  if (self->rows->len == 0)
    gtk_window_close (GTK_WINDOW (self));
}

/* One after the other: each is a command of its own, and stopping half-way harms nothing. */
static void
send_next (RedressShiftWindow *self)
{
  for (; self->asked < self->rows->len; self->asked++)
    {
      Row *row = g_ptr_array_index (self->rows, self->asked);
      g_autoptr (RedressCommand) command = NULL;

      if (!gtk_check_button_get_active (row->check))
        continue;
      command = create_command (self, row->ticket);
      redress_sync_claim_async (self->sync, command, self->cancellable, answered_cb,
                                g_object_ref (self));
      return;
    }
  finish (self);
}

static void
submit_cb (RedressShiftWindow *self)
{
  if (self->is_busy || count_chosen (self) == 0)
    return;
  set_busy (self, TRUE);
  gtk_label_set_text (self->status, _ ("Asking the server…"));
  self->asked = 0;
  send_next (self);
}

static char *
describe (RedressShiftWindow *self, const RedressHeldTicket *held)
{
  const RedressSummary *summary = held->summary;
  GString *words = g_string_new (NULL);

  if (held->is_unsent)
    g_string_append_printf (words, "%s · ", _ ("stays yours until what you recorded is answered"));
  else if (held->has_draft)
    g_string_append_printf (words, "%s · ", _ ("has a draft, which stays on this computer"));
  if (summary->claim->mode == REDRESS_CLAIM_OFFLINE)
    g_string_append_printf (words, "%s · ", _ ("checked out"));
  g_string_append (
      words, redress_platforms_get_title (redress_platforms_get_default (), summary->platform));
  if (summary->due_at != REDRESS_TIME_UNKNOWN)
    {
      g_autofree char *due =
          redress_format_moment (summary->due_at, redress_clock_now (self->clock));

      g_string_append (words, " · ");
      /* Translators: %s is a time */
      g_string_append_printf (words, _ ("due %s"), due);
    }
  return g_string_free (words, FALSE);
}

static void
add (RedressShiftWindow *self, const RedressHeldTicket *held)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title =
      g_strdup_printf ("%s · %s", held->summary->external_id, held->summary->customer_name);
  g_autofree char *detail = describe (self, held);

  row->ticket = held->summary->id;
  row->row = adw_action_row_new ();
  row->check = GTK_CHECK_BUTTON (check);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), detail);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row->row), 2);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row->row), check);
  gtk_check_button_set_active (row->check, !held->is_unsent);
  gtk_widget_set_sensitive (row->row, !held->is_unsent);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->list, row->row);
  g_ptr_array_add (self->rows, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressShiftWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held =
      redress_store_list_held_finish (REDRESS_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; held != NULL && i < held->len; i++)
    add (self, g_ptr_array_index (held, i));
  if (self->rows->len == 0)
    adw_preferences_group_set_description (self->list, held != NULL ? _ ("You hold no ticket.")
                                                                    : error->message);
  update_cb (self);
}

static void
redress_shift_window_dispose (GObject *object)
{
  RedressShiftWindow *self = REDRESS_SHIFT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_shift_window_parent_class)->dispose (object);
}

static void
redress_shift_window_finalize (GObject *object)
{
  RedressShiftWindow *self = REDRESS_SHIFT_WINDOW (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (redress_shift_window_parent_class)->finalize (object);
}

static gboolean
close_request_cb (RedressShiftWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  return FALSE;
}

static void
redress_shift_window_class_init (RedressShiftWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_shift_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_shift_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/shift-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressShiftWindow, colleague);
  gtk_widget_class_bind_template_child (widget_class, RedressShiftWindow, note);
  gtk_widget_class_bind_template_child (widget_class, RedressShiftWindow, list);
  gtk_widget_class_bind_template_child (widget_class, RedressShiftWindow, submit);
  gtk_widget_class_bind_template_child (widget_class, RedressShiftWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_shift_window_init (RedressShiftWindow *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
  update_cb (self);
}

void
redress_shift_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock)
{
  RedressStore *store = redress_sync_get_store (sync);
  g_autoptr (RedressAccount) account = redress_sync_dup_account (sync);
  RedressShiftWindow *self;

  if (store == NULL || account == NULL)
    return;
  self = g_object_new (REDRESS_TYPE_SHIFT_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->sync = g_object_ref (sync);
  self->clock = redress_clock_ref (clock);
  redress_store_list_held_async (store, account->id, self->cancellable, listed_cb,
                                 g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
