/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewer-private.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

enum
{
  CLOSED,
  CITE,
  OPENED,
  DECIDE,
  ASK,
  RECORD,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressViewer, redress_viewer, ADW_TYPE_BIN)

static GPtrArray *
get_files (RedressViewer *self)
{
  return self->open->data->ticket->evidence;
}

guint
redress_viewer_count (RedressViewer *self)
{
  return self->open != NULL ? get_files (self)->len : 0;
}

const RedressEvidence *
redress_viewer_get_file (RedressViewer *self, guint at)
{
  return g_ptr_array_index (get_files (self), at);
}

static const char *
get_title (RedressViewer *self, const RedressEvidence *evidence)
{
  const RedressSlot *slot = redress_policy_find_slot (self->open->data->policy, evidence->slot);

  return slot != NULL ? redress_text_get (&slot->label, redress_language ()) : evidence->slot;
}

gboolean
redress_viewer_is_comparing (RedressViewer *self)
{
  return gtk_toggle_button_get_active (self->compare) && redress_viewer_count (self) > 1;
}

static void
update_cards (RedressViewer *self)
{
  g_autofree gpointer *cited = g_hash_table_get_keys_as_array (self->cited, NULL);
  const char *current[] = { redress_viewer_get_file (self, self->at)->sha256,
                            redress_viewer_is_comparing (self)
                                ? redress_viewer_get_file (self, self->beside)->sha256
                                : NULL,
                            NULL };
  gboolean is_cited = g_hash_table_contains (self->cited, current[0]);

  redress_evidence_strip_set_cited (self->strip, (char **)cited);
  redress_evidence_strip_set_current (self->strip, current);
  redress_viewer_panel_set_cited (self->panel, is_cited);
  self->quiet = TRUE;
  gtk_toggle_button_set_active (self->cite, is_cited);
  self->quiet = FALSE;
}

void
redress_viewer_update (RedressViewer *self)
{
  gboolean two = redress_viewer_is_comparing (self);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->second), two);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), !two && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->cite), two || self->narrow);
  redress_evidence_view_set_titled (self->first, two || self->narrow);
  /* Translators: which file of how many, and the ticket's number */
  text = g_strdup_printf (_ ("%u of %u · %s"), self->at + 1, redress_viewer_count (self),
                          self->open->data->summary->external_id);
  gtk_label_set_text (self->subtitle, text);
  update_cards (self);
}

void
redress_viewer_show_file (RedressViewer *self, guint at)
{
  const RedressEvidence *evidence = redress_viewer_get_file (self, at);

  self->at = at;
  redress_viewer_panel_show (self->panel, self->open, evidence, get_title (self, evidence));
  redress_evidence_view_show (self->first, self->open->data->ticket, evidence,
                              get_title (self, evidence));
  redress_viewer_update (self);
}

void
redress_viewer_show_beside (RedressViewer *self, guint at)
{
  const RedressEvidence *evidence = redress_viewer_get_file (self, at);

  self->beside = at;
  redress_evidence_view_show (self->second, self->open->data->ticket, evidence,
                              get_title (self, evidence));
  redress_viewer_update (self);
}

static void
step (RedressViewer *self, int by)
{
  guint n = redress_viewer_count (self);

  if (n > 0)
    redress_viewer_show_file (self, (self->at + n + (guint)by) % n);
}

static gboolean
is_second_active (RedressViewer *self)
{
  return redress_viewer_is_comparing (self) && self->active == self->second;
}

static void
step_active (RedressViewer *self, int by)
{
  guint n = redress_viewer_count (self);

  if (is_second_active (self))
    redress_viewer_show_beside (self, (self->beside + n + (guint)by) % n);
  else
    step (self, by);
}

static void
activate_first_cb (RedressViewer *self)
{
  self->active = self->first;
}

static void
activate_second_cb (RedressViewer *self)
{
  self->active = self->second;
}

/* A click or the focus tells which of two files the keys are meant for. */
static void
watch (RedressViewer *self, RedressEvidenceView *view, GCallback activate)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (focus, "enter", activate, self);
  g_signal_connect_swapped (click, "pressed", activate, self);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
}

static void
previous_cb (RedressViewer *self)
{
  step (self, -1);
}

static void
next_cb (RedressViewer *self)
{
  step (self, 1);
}

static void
compare_cb (RedressViewer *self)
{
  guint n = redress_viewer_count (self);

  if (gtk_toggle_button_get_active (self->compare) && n > 1)
    redress_viewer_show_beside (self, self->beside == self->at ? (self->at + 1) % n : self->beside);
  else if (n > 0)
    {
      redress_evidence_view_clear (self->second);
      redress_viewer_update (self);
    }
}

static void
cite (RedressViewer *self, const char *sha256, gboolean cited)
{
  if (cited)
    g_hash_table_add (self->cited, g_strdup (sha256));
  else
    g_hash_table_remove (self->cited, sha256);
  g_signal_emit (self, signals[CITE], 0, sha256, cited);
  update_cards (self);
}

static void
cite_cb (RedressViewer *self)
{
  if (!self->quiet && redress_viewer_count (self) > 0)
    cite (self, redress_viewer_get_file (self, self->at)->sha256,
          gtk_toggle_button_get_active (self->cite));
}

static void
panel_cite_cb (RedressViewer *self, gboolean cited)
{
  gtk_toggle_button_set_active (self->cite, cited);
}

static void
decide_cb (RedressViewer *self)
{
  g_signal_emit (self, signals[DECIDE], 0);
}

static void
close_cb (RedressViewer *self)
{
  redress_evidence_view_clear (self->first);
  redress_evidence_view_clear (self->second);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
record_cb (RedressViewer *self, RedressCommand *command)
{
  g_signal_emit (self, signals[RECORD], 0, command);
}

static void
shown_cb (RedressViewer *self, const char *sha256)
{
  if (g_strcmp0 (sha256, redress_viewer_get_file (self, self->at)->sha256) == 0)
    redress_viewer_panel_set_verified (self->panel);
  g_signal_emit (self, signals[OPENED], 0, sha256);
}

guint
redress_viewer_find_file (RedressViewer *self, const char *sha256)
{
  for (guint i = 0; i < redress_viewer_count (self); i++)
    if (g_strcmp0 (redress_viewer_get_file (self, i)->sha256, sha256) == 0)
      return i;
  return 0;
}

static void
cite_piece (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *sha256;
  gboolean cited;

  g_variant_get (parameter, "(&sb)", &sha256, &cited);
  cite (REDRESS_VIEWER (widget), sha256, cited);
}

static void
ask_for (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ASK], 0, g_variant_get_string (parameter, NULL));
}

void
redress_viewer_set_case (RedressViewer *self, RedressOpenCase *open)
{
  g_set_object (&self->open, open);
  redress_evidence_view_set_case (self->first, open);
  redress_evidence_view_set_case (self->second, open);
  redress_evidence_strip_show (self->strip, open);
}

static void
toggle_cite (RedressViewer *self)
{
  const char *sha256;

  if (!is_second_active (self))
    {
      gtk_toggle_button_set_active (self->cite, !gtk_toggle_button_get_active (self->cite));
      return;
    }
  sha256 = redress_viewer_get_file (self, self->beside)->sha256;
  cite (self, sha256, !g_hash_table_contains (self->cited, sha256));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedressViewer *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (redress_evidence_view_press (is_second_active (self) ? self->second : self->first, keyval,
                                   state))
    return GDK_EVENT_STOP;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      step_active (self, rtl ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      step_active (self, rtl ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      toggle_cite (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_c:
      gtk_toggle_button_set_active (self->compare, !gtk_toggle_button_get_active (self->compare));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      close_cb (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_u:
    case GDK_KEY_slash:
      return GDK_EVENT_PROPAGATE;
    default:
      /* A letter of the case below would change it unseen: take another ticket, say. */
      return g_unichar_isgraph (gdk_keyval_to_unicode (keyval));
    }
}

static void
redress_viewer_dispose (GObject *object)
{
  RedressViewer *self = REDRESS_VIEWER (object);

  g_clear_object (&self->open);
  g_clear_object (&self->thumbs);
  g_clear_object (&self->store);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (redress_viewer_parent_class)->dispose (object);
}

static void
redress_viewer_finalize (GObject *object)
{
  RedressViewer *self = REDRESS_VIEWER (object);

  g_hash_table_unref (self->cited);
  G_OBJECT_CLASS (redress_viewer_parent_class)->finalize (object);
}

static void
redress_viewer_class_init (RedressViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = redress_viewer_dispose;
  object_class->finalize = redress_viewer_finalize;
  signals[CLOSED] =
      g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CITE] = g_signal_new ("cite", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DECIDE] =
      g_signal_new ("decide", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ASK] = g_signal_new ("ask", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_STRING);
  signals[RECORD] = g_signal_new ("record", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  /* What the evidence cards do on the case page they do here. */
  redress_viewer_install_viewing (widget_class);
  gtk_widget_class_install_action (widget_class, "case.cite", "(sb)", cite_piece);
  gtk_widget_class_install_action (widget_class, "case.ask-for", "s", ask_for);
  g_type_ensure (REDRESS_TYPE_EVIDENCE_VIEW);
  g_type_ensure (REDRESS_TYPE_EVIDENCE_STRIP);
  g_type_ensure (REDRESS_TYPE_VIEWER_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, subtitle);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, compare);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, cite);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, first);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, second);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, panel);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, strip);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, cite_cb);
  gtk_widget_class_bind_template_callback (widget_class, panel_cite_cb);
  gtk_widget_class_bind_template_callback (widget_class, decide_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
redress_viewer_init (RedressViewer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->thumbs = redress_thumbs_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_evidence_strip_set_thumbs (self->strip, self->thumbs);
  self->active = self->first;
  watch (self, self->first, G_CALLBACK (activate_first_cb));
  watch (self, self->second, G_CALLBACK (activate_second_cb));
  g_signal_connect_swapped (self->first, "leave", G_CALLBACK (close_cb), self);
  g_signal_connect_swapped (self->second, "leave", G_CALLBACK (close_cb), self);
  g_signal_connect_swapped (self->first, "record", G_CALLBACK (record_cb), self);
  g_signal_connect_swapped (self->second, "record", G_CALLBACK (record_cb), self);
  /* The viewer itself takes the focus: on a button Space would press the button. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
redress_viewer_set_sync (RedressViewer *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_VIEWER (self));

  g_set_object (&self->sync, sync);
  g_signal_connect_object (sync, "fetch-changed", G_CALLBACK (redress_viewer_fetch_changed), self,
                           G_CONNECT_SWAPPED);
  redress_evidence_view_set_sync (self->first, sync);
  redress_evidence_view_set_sync (self->second, sync);
}

void
redress_viewer_set_narrow (RedressViewer *self, gboolean narrow)
{
  g_return_if_fail (REDRESS_IS_VIEWER (self));

  self->narrow = narrow;
  if (redress_viewer_count (self) > 0)
    redress_viewer_update (self);
}

void
redress_viewer_show (RedressViewer *self, RedressOpenCase *open, const char *sha256, guint entry)
{
  char **cited;

  g_return_if_fail (REDRESS_IS_VIEWER (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));
  g_return_if_fail (open->data->ticket != NULL && open->data->policy != NULL);

  redress_viewer_hear_store (self);
  cited = open->data->draft != NULL ? open->data->draft->cited : NULL;
  g_hash_table_remove_all (self->cited);
  for (guint i = 0; cited != NULL && cited[i] != NULL; i++)
    g_hash_table_add (self->cited, g_strdup (cited[i]));
  redress_viewer_set_case (self, open);
  self->active = self->first;
  self->at = self->beside = redress_viewer_find_file (self, sha256);
  gtk_toggle_button_set_active (self->compare, FALSE);
  if (redress_viewer_count (self) > 0)
    {
      redress_viewer_show_file (self, self->at);
      redress_evidence_view_seek (self->first, entry);
    }
}
