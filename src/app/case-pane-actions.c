/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/dialogs.h"

#include <glib/gi18n.h>

static RedressDecisionForm *
get_form (RedressCasePane *self)
{
  return redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)));
}

/* Keys reach an action that is not enabled, too, so each looks for itself whether there is
 * something to act on. */
static RedressCase *
get_whole (GtkWidget *widget)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);

  return self->open != NULL && self->open->data->ticket != NULL &&
                 self->open->data->evaluation != NULL
             ? self->open->data
             : NULL;
}

/* (nullable): the form, if somebody may write in it now. */
static RedressDecisionForm *
get_writable (GtkWidget *widget)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  RedressDecisionBar *bar = redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view));

  if (get_whole (widget) == NULL || self->recording || !redress_decision_bar_can_decide (bar) ||
      gtk_stack_get_visible_child (GTK_STACK (self->stack)) != self->view)
    return NULL;
  return redress_decision_bar_get_form (bar);
}

static void
copy (GtkWidget *widget, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  redress_case_pane_toast (REDRESS_CASE_PANE (widget), _ ("Copied"));
}

static void
copy_number (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);

  if (self->open != NULL)
    copy (widget, self->open->data->summary->external_id);
}

static void
copy_link (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *id = redress_ticket_format_id (REDRESS_CASE_PANE (widget)->ticket);
  g_autofree char *link = g_strconcat ("redress://ticket/", id, NULL);

  copy (widget, link);
}

static void
step (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, redress_case_pane_signals[REDRESS_CASE_PANE_STEP], 0,
                 g_variant_get_int32 (parameter));
}

static void
press_verdict (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressDecisionForm *form = get_writable (widget);
  int n = g_variant_get_int32 (parameter);

  if (form != NULL && n > 0)
    redress_decision_form_press_verdict (form, (guint)n);
}

static void
submit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_submit (REDRESS_CASE_PANE (widget), g_str_has_suffix (name, "-next"));
}

static void
undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_undo (REDRESS_CASE_PANE (widget));
}

static void
take_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *command_id;
  gint64 ticket;

  g_variant_get (parameter, "(x&s)", &ticket, &command_id);
  redress_case_pane_take_back (REDRESS_CASE_PANE (widget), ticket, command_id);
}

static void
send_now (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_send_now (REDRESS_CASE_PANE (widget));
}

static void
acknowledge (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_acknowledge (REDRESS_CASE_PANE (widget), g_str_has_suffix (name, "draft"));
}

static void
set_aside (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_set_aside (REDRESS_CASE_PANE (widget));
}

static void
reload (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);

  if (self->sync != NULL && self->ticket != 0)
    redress_sync_set_open_ticket (self->sync, self->ticket);
  redress_case_pane_load (self);
}

static void
focus (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressDecisionForm *form = get_writable (widget);

  if (form == NULL)
    return;
  if (g_str_has_suffix (name, "reason"))
    redress_decision_form_focus_reason (form);
  else if (g_str_has_suffix (name, "message"))
    redress_decision_form_focus_message (form);
  else
    redress_decision_form_focus_note (form);
}

static void
ask (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressDecisionForm *form = get_writable (widget);
  const char *askable = form != NULL ? redress_decision_propose_asked (get_whole (widget)) : NULL;

  if (askable != NULL)
    redress_decision_form_ask_for (form, askable);
  else if (form != NULL)
    redress_case_pane_toast (REDRESS_CASE_PANE (widget), _ ("Nothing is unknown."));
}

static void
ask_for (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressDecisionForm *form = get_writable (widget);

  if (form != NULL)
    redress_decision_form_ask_for (form, g_variant_get_string (parameter, NULL));
}

/* The window passes the draft's citations on to the viewer. */
static void
view (RedressCasePane *self, const char *sha256, guint entry)
{
  const RedressDraft *draft = redress_decision_form_get_draft (get_form (self));

  g_clear_pointer (&self->open->data->draft, redress_draft_free);
  if (draft != NULL)
    self->open->data->draft = redress_draft_copy (draft);
  g_signal_emit (self, redress_case_pane_signals[REDRESS_CASE_PANE_VIEW_EVIDENCE], 0, self->open,
                 sha256, entry);
}

static void
view_evidence (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  RedressCase *data = get_whole (widget);

  if (data == NULL)
    return;
  if (data->ticket->evidence->len > 0)
    view (self, ((const RedressEvidence *)g_ptr_array_index (data->ticket->evidence, 0))->sha256,
          0);
  else
    redress_case_pane_toast (self, _ ("This ticket has no evidence."));
}

static void
view_piece (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (get_whole (widget) != NULL)
    view (REDRESS_CASE_PANE (widget), g_variant_get_string (parameter, NULL), 0);
}

static void
view_entry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *sha256;
  guint entry;

  g_variant_get (parameter, "(&su)", &sha256, &entry);
  if (get_whole (widget) != NULL)
    view (REDRESS_CASE_PANE (widget), sha256, entry);
}

static void
cite (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *sha256;
  gboolean cited;

  g_variant_get (parameter, "(&sb)", &sha256, &cited);
  if (get_writable (widget) != NULL)
    redress_case_pane_set_cited (REDRESS_CASE_PANE (widget), sha256, cited);
}

static void
open_ticket (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, redress_case_pane_signals[REDRESS_CASE_PANE_OPEN_TICKET], 0,
                 g_variant_get_int64 (parameter));
}

static void
resume (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  g_autoptr (RedressCommand) command = NULL;

  if (get_whole (widget) == NULL)
    return;
  command = redress_command_new (REDRESS_COMMAND_RESUME, self->ticket);
  command->made_at = redress_clock_now (self->clock);
  command->base_version = self->open->data->summary->version;
  redress_case_pane_record (self, command, FALSE);
}

/* The draft stays: only who else waits for it has changed. */
static void
merge (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  RedressCase *data = get_whole (widget);
  g_autoptr (RedressCommand) command = NULL;

  if (data == NULL || get_writable (widget) == NULL || !redress_open_case_is_mine (self->open))
    return;
  command = redress_command_new (REDRESS_COMMAND_MERGE, self->ticket);
  command->made_at = redress_clock_now (self->clock);
  command->base_version = data->summary->version;
  command->claim_token = data->summary->claim->token;
  command->other = g_variant_get_int64 (parameter);
  redress_case_pane_record (self, command, FALSE);
}

static void
reveal (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_reveal (REDRESS_CASE_PANE (widget), g_variant_get_string (parameter, NULL));
}

static void
hide (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_hide_revealed (REDRESS_CASE_PANE (widget),
                                   g_variant_get_string (parameter, NULL));
}

static void
second (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "case.approve-second"))
    redress_case_pane_approve_second (REDRESS_CASE_PANE (widget));
  else
    redress_case_pane_refuse_second (REDRESS_CASE_PANE (widget));
}

static void
open_case (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (redress_case_pane_get_conflict (REDRESS_CASE_PANE (widget)) != NULL)
    redress_case_pane_open_conflict (REDRESS_CASE_PANE (widget));
}

static void
record_choice (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_record_choice (REDRESS_CASE_PANE (widget));
}

static void
drop_mine (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (redress_case_pane_get_conflict (REDRESS_CASE_PANE (widget)) != NULL)
    redress_case_pane_drop_mine (REDRESS_CASE_PANE (widget));
}

static void
complaint_pack (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_make_pack (REDRESS_CASE_PANE (widget));
}

static void
open_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_case_pane_open_folder (REDRESS_CASE_PANE (widget),
                                 g_variant_get_string (parameter, NULL));
}

void
redress_case_pane_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "case.verdict", "i", press_verdict },
    { "case.submit", NULL, submit },
    { "case.submit-next", NULL, submit },
    { "case.try-submit", NULL, submit },
    { "case.try-submit-next", NULL, submit },
    { "case.undo", NULL, undo },
    { "case.take-back", "(xs)", take_back },
    { "case.send-now", NULL, send_now },
    { "case.acknowledge", NULL, acknowledge },
    { "case.keep-as-draft", NULL, acknowledge },
    { "case.set-aside", NULL, set_aside },
    { "case.resume", NULL, resume },
    { "case.merge", "x", merge },
    { "case.approve-second", NULL, second },
    { "case.refuse-second", NULL, second },
    { "case.view-evidence", NULL, view_evidence },
    { "case.view-piece", "s", view_piece },
    { "case.view-entry", "(su)", view_entry },
    { "case.reveal", "s", reveal },
    { "case.hide", "s", hide },
    { "case.cite", "(sb)", cite },
    { "case.ask", NULL, ask },
    { "case.ask-for", "s", ask_for },
    { "case.claim", NULL, redress_case_pane_claim },
    { "case.release", NULL, redress_case_pane_claim },
    { "case.check-out", NULL, redress_case_pane_claim },
    { "case.hand-over", NULL, redress_case_pane_hand_over },
    { "case.revoke", NULL, redress_case_pane_revoke },
    { "case.complaint-pack", NULL, complaint_pack },
    { "case.open-folder", "s", open_folder },
    { "case.copy-number", NULL, copy_number },
    { "case.copy-link", NULL, copy_link },
    { "case.focus-reason", NULL, focus },
    { "case.focus-message", NULL, focus },
    { "case.focus-note", NULL, focus },
    { "case.open-ticket", "x", open_ticket },
    { "case.step", "i", step },
    { "case.reload", NULL, reload },
    { "case.open-case", NULL, open_case },
    { "case.record-choice", NULL, record_choice },
    { "case.drop-mine", NULL, drop_mine },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}
