/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/group-window.h"

#include "config.h"

#include "app/group-member.h"
#include "app/group-row.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/reason-choice.h"

#include <glib/gi18n.h>

struct _RedressGroupWindow
{
  AdwWindow parent_instance;

  GtkWidget *form;
  GtkDropDown *verdict;
  RedressReasonChoice *reason;
  GtkEditable *note;
  GtkListBox *list;
  GtkWidget *preview;
  GtkLabel *preview_title;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *message;
  GtkSpinner *spinner;
  GtkLabel *status;
  GtkWidget *stop;
  GtkWidget *undo;
  GtkWidget *submit;

  RedressGroup *group;
  GSettings *settings;
  GArray *verdicts; /* (element-type RedressVerdict): those of the drop-down, after "Choose" */
  gboolean was_submitted;
  gboolean quiet;
  guint at; /* the message that is shown, among those that go */
  guint undo_left;
  guint tick_id;
  guint fill_id;
};

G_DEFINE_FINAL_TYPE (RedressGroupWindow, redress_group_window, ADW_TYPE_WINDOW)

static void queue_fill (RedressGroupWindow *self);

static RedressVerdict
get_verdict (RedressGroupWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->verdict);

  return selected == 0 || selected > self->verdicts->len
             ? REDRESS_VERDICT_NONE
             : g_array_index (self->verdicts, RedressVerdict, selected - 1);
}

/* (transfer container) (element-type RedressGroupMember): what would be decided now. */
static GPtrArray *
list_going (RedressGroupWindow *self)
{
  GPtrArray *members = redress_group_get_members (self->group);
  GPtrArray *going = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    if (redress_group_goes (self->group, g_ptr_array_index (members, i)))
      g_ptr_array_add (going, g_ptr_array_index (members, i));
  return going;
}

static void
chosen_cb (RedressGroupWindow *self)
{
  if (self->quiet)
    return;
  redress_group_choose (self->group, get_verdict (self),
                        redress_reason_choice_get_code (self->reason),
                        gtk_editable_get_text (self->note));
}

/* The reason that the rules propose for most of them. */
static void
verdict_chosen_cb (RedressGroupWindow *self)
{
  RedressGroupMember *typical;

  if (self->quiet)
    return;
  typical = redress_group_find_typical (self->group, get_verdict (self));
  self->at = 0;
  redress_reason_choice_set (self->reason, typical != NULL ? typical->open->data->policy : NULL,
                             get_verdict (self),
                             typical != NULL ? redress_group_member_get_reason (typical) : NULL);
  chosen_cb (self);
}

static gboolean
has_verdict (RedressGroupWindow *self, RedressVerdict verdict)
{
  for (guint i = 0; i < self->verdicts->len; i++)
    if (g_array_index (self->verdicts, RedressVerdict, i) == verdict)
      return TRUE;
  return FALSE;
}

/* Only verdicts that the rules recommend for some of them; none is chosen by itself. */
static void
fill_verdicts (RedressGroupWindow *self)
{
  GPtrArray *members = redress_group_get_members (self->group);
  GtkStringList *labels = GTK_STRING_LIST (gtk_drop_down_get_model (self->verdict));

  for (guint i = 0; i < members->len; i++)
    {
      RedressGroupMember *member = g_ptr_array_index (members, i);
      RedressVerdict verdict;

      if (member->stage != REDRESS_GROUP_READY)
        continue;
      verdict = member->open->data->evaluation->recommended;
      if (has_verdict (self, verdict))
        continue;
      g_array_append_val (self->verdicts, verdict);
      gtk_string_list_append (
          labels, redress_verdict_get_label (verdict, member->open->data->summary->kind));
    }
}

static RedressGroupRow *
get_row (RedressGroupWindow *self, guint i)
{
  return REDRESS_GROUP_ROW (
      gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (self->list, (int)i)));
}

/* Members are listed once; after that their lines change in their places. */
static void
fill_list (RedressGroupWindow *self)
{
  GPtrArray *members = redress_group_get_members (self->group);
  gboolean has_rows = gtk_list_box_get_row_at_index (self->list, 0) != NULL;

  for (guint i = 0; i < members->len; i++)
    if (has_rows)
      redress_group_row_refresh (get_row (self, i));
    else
      gtk_list_box_append (self->list,
                           redress_group_row_new (self->group, g_ptr_array_index (members, i)));
}

static void
row_activated_cb (RedressGroupWindow *self, GtkListBoxRow *row)
{
  redress_group_row_toggle (REDRESS_GROUP_ROW (gtk_list_box_row_get_child (row)));
}

static void
fill_preview (RedressGroupWindow *self, GPtrArray *going)
{
  const RedressGroupMember *member;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->preview, going->len > 0);
  if (going->len == 0)
    return;
  self->at = MIN (self->at, going->len - 1);
  member = g_ptr_array_index (going, self->at);
  /* Translators: first which of how many messages, the name of its language, then the number of
   * the ticket */
  title = g_strdup_printf (
      _ ("Message %u of %u, in %s, to the customer of %s"), self->at + 1, going->len,
      redress_language_get_label (redress_ticket_get_language (member->open->data->ticket)),
      member->open->data->summary->external_id);
  text = redress_group_write_message (self->group, member);
  gtk_label_set_text (self->preview_title, title);
  gtk_label_set_text (self->message, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->message), text);
  gtk_widget_set_sensitive (self->previous, self->at > 0);
  gtk_widget_set_sensitive (self->next, self->at + 1 < going->len);
}

static char *
describe_results (RedressGroupWindow *self)
{
  guint recorded = redress_group_count (self->group, REDRESS_GROUP_RECORDED);
  guint applied = redress_group_count (self->group, REDRESS_GROUP_APPLIED);
  guint trouble = redress_group_count (self->group, REDRESS_GROUP_TROUBLE);

  if (recorded > 0 && self->undo_left > 0)
    return g_strdup_printf (ngettext ("%u decision recorded, leaves in %u s",
                                      "%u decisions recorded, leave in %u s", recorded),
                            recorded, self->undo_left);
  /* Translators: numbers of decisions */
  return g_strdup_printf (_ ("%u applied, %u on their way, %u not applied"), applied, recorded,
                          trouble);
}

static char *
describe (RedressGroupWindow *self, guint going)
{
  guint recording = redress_group_count (self->group, REDRESS_GROUP_RECORDING);
  guint taking = redress_group_count (self->group, REDRESS_GROUP_TAKING);
  guint stay = redress_group_get_members (self->group)->len - going;

  if (recording > 0)
    return g_strdup_printf (ngettext ("Recording, %u is left", "Recording, %u are left", recording),
                            recording);
  if (taking > 0)
    return g_strdup_printf (
        ngettext ("Taking tickets, %u is left", "Taking tickets, %u are left", taking), taking);
  if (self->was_submitted)
    return describe_results (self);
  if (get_verdict (self) == REDRESS_VERDICT_NONE)
    return g_strdup (redress_group_find_typical (self->group, REDRESS_VERDICT_NONE) != NULL
                         ? _ ("Choose a verdict first.")
                         : _ ("No ticket is left that could be decided with others."));
  /* Translators: numbers of tickets */
  return g_strdup_printf (_ ("%u go together, %u stay out"), going, stay);
}

static void
fill_status (RedressGroupWindow *self, guint going)
{
  gboolean busy = redress_group_is_busy (self->group);
  gboolean recording = redress_group_count (self->group, REDRESS_GROUP_RECORDING) > 0;
  g_autofree char *words = describe (self, going);

  gtk_label_set_text (self->status, words);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->stop, recording);
  gtk_widget_set_visible (self->undo,
                          !recording && self->undo_left > 0 &&
                              redress_group_count (self->group, REDRESS_GROUP_RECORDED) > 0);
  gtk_widget_set_visible (self->submit, !self->was_submitted);
  gtk_widget_set_sensitive (
      self->submit, !busy && going > 0 && redress_reason_choice_get_code (self->reason) != NULL);
  if (!gtk_widget_get_sensitive (self->form) && !busy && !self->was_submitted)
    {
      gtk_widget_set_sensitive (self->form, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->verdict));
    }
  gtk_widget_set_sensitive (self->form, !busy && !self->was_submitted);
}

static void
fill_cb (gpointer user_data)
{
  RedressGroupWindow *self = user_data;
  g_autoptr (GPtrArray) going = list_going (self);

  self->fill_id = 0;
  self->quiet = TRUE;
  fill_verdicts (self);
  self->quiet = FALSE;
  fill_list (self);
  fill_preview (self, going);
  fill_status (self, going->len);
}

/* Fifty tickets change in a burst; they are drawn once for it. */
static void
queue_fill (RedressGroupWindow *self)
{
  if (self->fill_id == 0)
    self->fill_id = g_idle_add_once (fill_cb, self);
}

static void
previous_cb (RedressGroupWindow *self)
{
  self->at -= self->at > 0 ? 1 : 0;
  queue_fill (self);
}

static void
next_cb (RedressGroupWindow *self)
{
  self->at++;
  queue_fill (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  RedressGroupWindow *self = user_data;
  g_autoptr (GPtrArray) going = list_going (self);

  if (redress_group_count (self->group, REDRESS_GROUP_RECORDING) == 0 && self->undo_left > 0)
    self->undo_left--;
  fill_status (self, going->len);
  if (self->undo_left > 0)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
submit_cb (RedressGroupWindow *self)
{
  guint seconds = g_settings_get_uint (self->settings, "undo-seconds");

  if (!gtk_widget_is_sensitive (self->submit) || !gtk_widget_get_visible (self->submit))
    return;
  self->was_submitted = TRUE;
  self->undo_left = seconds;
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  redress_group_record (self->group, seconds);
}

static void
stop_cb (RedressGroupWindow *self)
{
  redress_group_stop (self->group);
}

static void
undo_cb (RedressGroupWindow *self)
{
  self->undo_left = 0;
  self->was_submitted = FALSE;
  redress_group_take_back (self->group);
}

static void
submit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  submit_cb (REDRESS_GROUP_WINDOW (widget));
}

static void
open_ticket (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.open-ticket", parameter);
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
close_request_cb (RedressGroupWindow *self)
{
  redress_group_close (self->group);
  return FALSE;
}

static void
redress_group_window_dispose (GObject *object)
{
  RedressGroupWindow *self = REDRESS_GROUP_WINDOW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->fill_id, g_source_remove);
  if (self->group != NULL)
    redress_group_close (self->group);
  G_OBJECT_CLASS (redress_group_window_parent_class)->dispose (object);
}

static void
redress_group_window_finalize (GObject *object)
{
  RedressGroupWindow *self = REDRESS_GROUP_WINDOW (object);

  g_clear_object (&self->group);
  g_clear_object (&self->settings);
  g_array_unref (self->verdicts);
  G_OBJECT_CLASS (redress_group_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, RedressGroupWindow, name)
  BIND (form);
  BIND (verdict);
  BIND (reason);
  BIND (note);
  BIND (list);
  BIND (preview);
  BIND (preview_title);
  BIND (previous);
  BIND (next);
  BIND (message);
  BIND (spinner);
  BIND (status);
  BIND (stop);
  BIND (undo);
  BIND (submit);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, verdict_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
redress_group_window_class_init (RedressGroupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_group_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_group_window_finalize;
  g_type_ensure (REDRESS_TYPE_REASON_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/group-window.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "group.open", "x", open_ticket);
  gtk_widget_class_install_action (widget_class, "group.submit", NULL, submit);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "group.submit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_group_window_init (RedressGroupWindow *self)
{
  const char *const none[] = { _ ("Choose a verdict"), NULL };
  g_autoptr (GtkStringList) labels = gtk_string_list_new (none);

  self->verdicts = g_array_new (FALSE, FALSE, sizeof (RedressVerdict));
  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->verdict, G_LIST_MODEL (labels));
  self->quiet = FALSE;
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

void
redress_group_window_present (
    GtkWindow *parent, RedressSync *sync, RedressClock *clock, GSettings *settings, gint64 incident)
{
  RedressGroupWindow *self;

  if (redress_sync_get_store (sync) == NULL)
    return;
  self = g_object_new (REDRESS_TYPE_GROUP_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->settings = g_object_ref (settings);
  self->group = redress_group_new (sync, clock, incident);
  g_signal_connect_object (self->group, "changed", G_CALLBACK (queue_fill), self,
                           G_CONNECT_SWAPPED);
  queue_fill (self);
  gtk_window_present (GTK_WINDOW (self));
}
