/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recorded-bar.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/format.h"
#include "app/labels.h"

#include <glib/gi18n.h>

struct _RedressRecordedBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *progress;
  GtkWidget *undo;
  GtkWidget *keep;
  GtkWidget *acknowledge;
  GtkWidget *set_aside;
  GtkWidget *send_now;
  GtkWidget *next;

  RedressOpenCase *open; /* (owned) (nullable) */
  gboolean online;
  guint frames_id;
};

G_DEFINE_FINAL_TYPE (RedressRecordedBar, redress_recorded_bar, ADW_TYPE_BIN)

char *
redress_recorded_describe (const RedressCommand *command, RedressKind kind)
{
  g_autofree char *amount = NULL;

  if (command->type == REDRESS_COMMAND_NOTE)
    return g_strdup (C_ ("command", "note"));
  if (command->type == REDRESS_COMMAND_RESUME)
    return g_strdup (C_ ("command", "resume"));
  if (command->type == REDRESS_COMMAND_MERGE)
    return g_strdup (C_ ("command", "merge"));
  if (command->type == REDRESS_COMMAND_APPROVE_SECOND)
    return g_strdup (C_ ("command", "second approval"));
  if (command->type == REDRESS_COMMAND_REFUSE_SECOND)
    return g_strdup (C_ ("command", "refusal of the decision"));
  if (command->type == REDRESS_COMMAND_REDACT)
    return g_strdup (C_ ("command", "paint over"));
  if (command->type == REDRESS_COMMAND_BLUR)
    return g_strdup (command->blurred ? C_ ("command", "blur") : C_ ("command", "show again"));
  if (!command->has_amount)
    return g_strdup (redress_verdict_get_label (redress_command_get_verdict (command), kind));
  amount = redress_format_amount (&command->amount);
  return g_strdup_printf ("%s%s%s",
                          redress_verdict_get_label (redress_command_get_verdict (command), kind),
                          _ (", "), amount);
}

static gint64
get_seconds_left (RedressRecordedBar *self)
{
  RedressTime now = redress_open_case_get_now (self->open);
  gint64 left = self->open->data->outbox_entry->not_before - now;

  return (MAX (left, 0) + REDRESS_SECOND - 1) / REDRESS_SECOND;
}

static gboolean
can_undo (RedressRecordedBar *self)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;

  return entry->state == REDRESS_OUTBOX_RECORDED && entry->attempts == 0;
}

static char *
format_waiting (RedressRecordedBar *self)
{
  const RedressEvaluation *evaluation = self->open->data->evaluation;
  const RedressCommand *command = self->open->data->outbox_entry->command;
  int seconds = (int)get_seconds_left (self);

  if (seconds == 0)
    return g_strdup (self->online
                         ? _ ("It is sent as soon as the server takes it.")
                         : _ ("It is sent when the server can be reached. Nothing is lost."));
  if (evaluation != NULL && command->type == REDRESS_COMMAND_DECIDE &&
      redress_evaluation_needs_second (evaluation, self->open->data->policy, command->amount))
    return g_strdup_printf (_ ("Leaves in %d s, then second approval. No money moves before that."),
                            seconds);
  return g_strdup_printf (_ ("Leaves in %d s. No money moves before that."), seconds);
}

static void
show_words (RedressRecordedBar *self,
            const char *icon,
            const char *style,
            const char *title,
            const char *text)
{
  const char *styles[] = { style, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_css_classes (self->icon, styles);
  /* An unchanged sentence must not be announced again. */
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->title)), title) != 0)
    gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->text), text);
}

static void
show_recorded (RedressRecordedBar *self, const char *what)
{
  g_autofree char *title = NULL;
  g_autofree char *text = format_waiting (self);

  /* Translators: %s is a verdict with its amount, such as "Approve, ¥328.00" */
  title = get_seconds_left (self) > 0 ? g_strdup_printf (_ ("Recorded on this computer: %s"), what)
                                      : g_strdup_printf (_ ("Waits to send: %s"), what);
  show_words (self, get_seconds_left (self) > 0 ? "object-select-symbolic" : "mail-send-symbolic",
              get_seconds_left (self) > 0 ? "ok-c" : "acc-c", title, text);
}

static void
show_refused (RedressRecordedBar *self, const char *what)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;
  g_autofree char *title = g_strdup_printf (_ ("Refused by the server: %s"), what);
  const char *why = redress_problem_get_label (entry->problem_code);
  g_autofree char *text = entry->problem_detail != NULL && *entry->problem_detail != '\0'
                              ? g_strdup_printf ("%s (%s)", why, entry->problem_detail)
                              : g_strdup (why);

  show_words (self, "dialog-error-symbolic", "bad-c", title, text);
}

static void
show_unreadable (RedressRecordedBar *self)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;
  g_autofree char *moment =
      redress_format_moment (entry->recorded_at, redress_open_case_get_now (self->open));
  g_autofree char *title =
      g_strdup_printf (_ ("What was recorded on this computer %s cannot be read"), moment);

  show_words (
      self, "dialog-error-symbolic", "bad-c", title,
      entry->attempts == 0
          ? _ ("It was not sent and cannot be sent. Set it aside to decide again; its bytes "
               "are kept in a file.")
          : _ ("It may have reached the server or not. Set it aside to decide again; its "
               "bytes are kept in a file."));
}

static void
show_state (RedressRecordedBar *self)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;
  g_autofree char *what =
      redress_recorded_describe (entry->command, self->open->data->summary->kind);
  g_autofree char *title = NULL;

  switch (entry->state)
    {
    case REDRESS_OUTBOX_RECORDED:
      show_recorded (self, what);
      break;
    case REDRESS_OUTBOX_SENDING:
      title = g_strdup_printf (_ ("Being sent: %s"), what);
      show_words (self, "mail-send-symbolic", "acc-c", title,
                  _ ("It can no longer be taken back."));
      break;
    case REDRESS_OUTBOX_APPLIED:
      title = g_strdup_printf (_ ("Applied: %s"), what);
      show_words (self, "object-select-symbolic", "ok-c", title, _ ("The server has recorded it."));
      break;
    case REDRESS_OUTBOX_UNREADABLE:
      show_unreadable (self);
      break;
    case REDRESS_OUTBOX_CONFLICT:
    case REDRESS_OUTBOX_REFUSED:
    default:
      show_refused (self, what);
    }
}

static double
get_fraction (RedressRecordedBar *self)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;
  gint64 whole = entry->not_before - entry->recorded_at;
  gint64 left = entry->not_before - redress_open_case_get_now (self->open);

  return whole > 0 ? CLAMP ((double)left / (double)whole, 0, 1) : 0;
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *frames, gpointer user_data)
{
  RedressRecordedBar *self = REDRESS_RECORDED_BAR (widget);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), get_fraction (self));
  if (get_seconds_left (self) > 0 && can_undo (self))
    return G_SOURCE_CONTINUE;
  self->frames_id = 0;
  return G_SOURCE_REMOVE;
}

/* The bar runs out smoothly, or one step a second where animations are off. */
static void
update_progress (RedressRecordedBar *self)
{
  gboolean runs = can_undo (self) && get_seconds_left (self) > 0;
  gboolean smooth;

  gtk_widget_set_visible (self->progress, runs);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), get_fraction (self));
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &smooth,
                NULL);
  if (runs && smooth && self->frames_id == 0)
    self->frames_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
}

static void
update (RedressRecordedBar *self)
{
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;
  gboolean refused =
      entry->state == REDRESS_OUTBOX_REFUSED || entry->state == REDRESS_OUTBOX_CONFLICT;

  show_state (self);
  gtk_widget_set_tooltip_text (
      self->text, entry->state == REDRESS_OUTBOX_UNREADABLE ? entry->problem_detail : NULL);
  update_progress (self);
  gtk_widget_set_visible (self->undo, can_undo (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo), "(xs)", entry->command->ticket,
                                    entry->command->command_id);
  gtk_widget_set_visible (self->send_now, can_undo (self) && get_seconds_left (self) > 0);
  gtk_widget_set_visible (self->keep, refused);
  gtk_widget_set_visible (self->acknowledge, refused);
  gtk_widget_set_visible (self->set_aside, entry->state == REDRESS_OUTBOX_UNREADABLE);
  gtk_widget_set_visible (self->next, !refused && entry->state != REDRESS_OUTBOX_UNREADABLE);
}

void
redress_recorded_bar_show (RedressRecordedBar *self, RedressOpenCase *open, gboolean online)
{
  g_return_if_fail (REDRESS_IS_RECORDED_BAR (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open) && open->data->outbox_entry != NULL);

  g_set_object (&self->open, open);
  self->online = online;
  update (self);
}

void
redress_recorded_bar_tick (RedressRecordedBar *self)
{
  g_return_if_fail (REDRESS_IS_RECORDED_BAR (self));

  if (self->open != NULL)
    update (self);
}

static void
redress_recorded_bar_dispose (GObject *object)
{
  RedressRecordedBar *self = REDRESS_RECORDED_BAR (object);

  if (self->frames_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->frames_id);
  self->frames_id = 0;
  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_recorded_bar_parent_class)->dispose (object);
}

static void
redress_recorded_bar_class_init (RedressRecordedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_recorded_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/recorded-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, icon);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, title);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, text);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, progress);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, undo);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, keep);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, acknowledge);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, set_aside);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, send_now);
  gtk_widget_class_bind_template_child (widget_class, RedressRecordedBar, next);
}

static void
redress_recorded_bar_init (RedressRecordedBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
