/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view-private.h"

#include "config.h"

#include "app/why-dialog.h"
#include "core/permission.h"

#include <glib/gi18n.h>

/* What colleagues are not to see: painted over for good, or blurred until they ask. */

gboolean
redress_evidence_view_is_drawing (RedressEvidenceView *self)
{
  return gtk_widget_get_visible (self->redact_bar);
}

static void
update_cb (RedressEvidenceView *self)
{
  guint count = redress_redact_layer_get_boxes (self->layer)->len;

  gtk_widget_set_sensitive (self->remove_box, count > 0);
  gtk_widget_set_sensitive (self->paint, count > 0);
}

void
redress_evidence_view_stop_drawing (RedressEvidenceView *self)
{
  if (!redress_evidence_view_is_drawing (self))
    return;
  gtk_widget_set_visible (self->redact_bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), FALSE);
  gtk_widget_set_visible (self->image_tools,
                          g_str_equal (gtk_stack_get_visible_child_name (self->stack), "image"));
}

static void
cancel_cb (RedressEvidenceView *self)
{
  redress_evidence_view_stop_drawing (self);
  redress_evidence_view_update_notice (self);
}

/* (nullable): why nobody may do that here. */
static const char *
get_obstacle (RedressEvidenceView *self, gboolean redacts)
{
  if (self->open == NULL || self->open->account == NULL ||
      !redress_role_may (self->open->account->role, REDRESS_ACTION_WORK))
    return _ ("This account may not change how evidence is shown.");
  if (!redacts)
    return NULL;
  if (!redress_open_case_is_mine (self->open))
    return _ ("Claim the ticket first: only who holds it can paint over a picture.");
  return g_str_has_prefix (self->evidence->media_type, "image/")
             ? NULL
             : _ ("Only pictures can be painted over.");
}

static void
redact_cb (RedressEvidenceView *self)
{
  const char *obstacle = get_obstacle (self, TRUE);

  if (obstacle != NULL)
    {
      redress_evidence_view_tell (self, obstacle);
      return;
    }
  redress_image_stage_set_upright (self->stage);
  gtk_widget_set_visible (self->redact_bar, TRUE);
  gtk_widget_set_visible (self->image_tools, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), TRUE);
  gtk_toggle_button_set_active (self->preview, FALSE);
  redress_redact_layer_start (self->layer, self->stage);
  gtk_widget_grab_focus (GTK_WIDGET (self->layer));
}

static void
add_cb (RedressEvidenceView *self)
{
  redress_redact_layer_add (self->layer);
  gtk_widget_grab_focus (GTK_WIDGET (self->layer));
}

static void
remove_cb (RedressEvidenceView *self)
{
  redress_redact_layer_remove (self->layer);
}

static void
preview_cb (RedressEvidenceView *self)
{
  redress_redact_layer_set_preview (self->layer, gtk_toggle_button_get_active (self->preview));
}

static RedressCommand *
create_command (RedressEvidenceView *self, RedressCommandType type, const char *reason)
{
  RedressCommand *command = redress_command_new (type, self->ticket->summary->id);

  command->evidence = g_strdup (self->evidence->sha256);
  command->note = g_strdup (reason);
  return command;
}

static void
painted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceView) self = user_data;
  g_autofree char *reason = redress_why_dialog_ask_finish (result);
  g_autoptr (RedressCommand) command = NULL;

  if (reason == NULL || self->evidence == NULL || !redress_evidence_view_is_drawing (self))
    return;
  command = create_command (self, REDRESS_COMMAND_REDACT, reason);
  g_ptr_array_unref (command->boxes);
  command->boxes = redress_boxes_copy (redress_redact_layer_get_boxes (self->layer));
  redress_evidence_view_stop_drawing (self);
  redress_evidence_view_tell (
      self, _ ("Recorded. The picture is made anew as soon as the server has it."));
  redress_evidence_view_record (self, command);
}

static void
paint_cb (RedressEvidenceView *self)
{
  const char *const choices[] = { _ ("It shows somebody else"),
                                  _ ("It shows a number that nobody needs"),
                                  _ ("It has nothing to do with the request"), NULL };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    redress_why_dialog_ask_async (
        GTK_WINDOW (root), _ ("Paint over these parts?"),
        _ ("Nobody sees them any more on any desk, and nobody can take it back. The original stays "
           "sealed on the server. Your name and the reason are recorded."),
        choices, _ ("_Paint over"), painted_cb, g_object_ref (self));
}

static void
blurred_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressEvidenceView) self = user_data;
  g_autofree char *reason = redress_why_dialog_ask_finish (result);
  g_autoptr (RedressCommand) command = NULL;

  if (reason == NULL || self->evidence == NULL)
    return;
  command = create_command (self, REDRESS_COMMAND_BLUR, reason);
  command->blurred = !self->evidence->blurred;
  redress_evidence_view_tell (self, _ ("Recorded. All desks follow as soon as the server has it."));
  redress_evidence_view_record (self, command);
}

static void
blur_cb (RedressEvidenceView *self)
{
  const char *const choices[] = { _ ("It is disturbing"),
                                  _ ("It has nothing to do with the request"), NULL };
  const char *const none[] = { NULL };
  const char *obstacle = get_obstacle (self, FALSE);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (obstacle != NULL)
    redress_evidence_view_tell (self, obstacle);
  else if (GTK_IS_WINDOW (root) && self->evidence->blurred)
    redress_why_dialog_ask_async (GTK_WINDOW (root), _ ("Show it to everybody again?"), NULL, none,
                                  _ ("_Show again"), blurred_cb, g_object_ref (self));
  else if (GTK_IS_WINDOW (root))
    redress_why_dialog_ask_async (GTK_WINDOW (root), _ ("Blur it for everybody?"),
                                  _ ("Each desk shows it as a blur until somebody asks to see it."),
                                  choices, _ ("_Blur"), blurred_cb, g_object_ref (self));
}

gboolean
redress_evidence_view_press_redact (RedressEvidenceView *self, guint keyval)
{
  if (keyval == GDK_KEY_p)
    redact_cb (self);
  else if (keyval == GDK_KEY_b)
    blur_cb (self);
  else
    return FALSE;
  return TRUE;
}

void
redress_evidence_view_bind_redact (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, layer);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, redact_bar);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, remove_box);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, preview);
  gtk_widget_class_bind_template_child (widget_class, RedressEvidenceView, paint);
  gtk_widget_class_bind_template_callback (widget_class, redact_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, paint_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, blur_cb);
}
