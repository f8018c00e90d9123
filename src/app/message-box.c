/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-box.h"

#include "config.h"

#include "core/language.h"

#include <glib/gi18n.h>

struct _RedressMessageBox
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *caption;
  GtkWidget *preview;
  GtkWidget *edit;
  GtkWidget *editor;
  GtkWidget *reset;
  GtkWidget *english;
  GtkWidget *chinese;
  char *template;
  gboolean written; /* a person wrote the words in the editor */
  gboolean updating;
};

enum
{
  EDITED,
  LANGUAGE_CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressMessageBox, redress_message_box, ADW_TYPE_BIN)

static char *
dup_text (RedressMessageBox *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (RedressMessageBox *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  g_autofree char *old = dup_text (self);

  if (g_str_equal (old, text))
    return;
  self->updating = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  self->updating = FALSE;
}

static void
update (RedressMessageBox *self)
{
  const char *words = self->template != NULL ? self->template : "";
  g_autofree char *quoted = NULL;

  if (!self->written)
    set_text (self, words);
  /* Translators: quotation marks of the language around what the customer will read */
  quoted = *words != '\0' ? g_strdup_printf (_ ("“%s”"), words) : g_strdup ("");
  gtk_label_set_text (GTK_LABEL (self->preview), quoted);
  gtk_widget_set_tooltip_text (self->preview, *quoted != '\0' ? quoted : NULL);
  gtk_widget_set_sensitive (self->reset, self->written);
  if (self->written)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "editor");
}

static void
buffer_changed_cb (RedressMessageBox *self)
{
  if (self->updating)
    return;
  self->written = TRUE;
  gtk_widget_set_sensitive (self->reset, TRUE);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
reset_cb (RedressMessageBox *self)
{
  self->written = FALSE;
  update (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "preview");
  gtk_widget_grab_focus (self->edit);
  g_signal_emit (self, signals[EDITED], 0);
}

/* Done without a change: the line is enough. */
static void
focus_left_cb (RedressMessageBox *self)
{
  if (!self->written)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "preview");
}

static void
language_toggled_cb (RedressMessageBox *self, GtkToggleButton *button)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  g_signal_emit (self, signals[LANGUAGE_CHOSEN], 0,
                 GTK_WIDGET (button) == self->english ? REDRESS_LANGUAGE_ENGLISH
                                                      : REDRESS_LANGUAGE_CHINESE);
}

/* A text view takes Ctrl+Enter for a new line. Here it decides, like everywhere else, and it has
 * to go the same way, so that a held key acts once. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedressMessageBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if ((state & GDK_CONTROL_MASK) == 0 ||
      (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter))
    return GDK_EVENT_PROPAGATE;
  return root != NULL && gtk_event_controller_key_forward (controller, GTK_WIDGET (root));
}

static void
redress_message_box_finalize (GObject *object)
{
  RedressMessageBox *self = REDRESS_MESSAGE_BOX (object);

  g_free (self->template);
  G_OBJECT_CLASS (redress_message_box_parent_class)->finalize (object);
}

static void
redress_message_box_class_init (RedressMessageBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redress_message_box_finalize;
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[LANGUAGE_CHOSEN] =
      g_signal_new ("language-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/message-box.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, stack);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, caption);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, preview);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, edit);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, editor);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, reset);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, english);
  gtk_widget_class_bind_template_child (widget_class, RedressMessageBox, chinese);
  gtk_widget_class_bind_template_callback (widget_class, redress_message_box_edit);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_toggled_cb);
}

static void
redress_message_box_init (RedressMessageBox *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), "changed",
                            G_CALLBACK (buffer_changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->editor, keys);
}

void
redress_message_box_set_template (RedressMessageBox *self, const char *text)
{
  g_return_if_fail (REDRESS_IS_MESSAGE_BOX (self));

  if (g_strcmp0 (self->template, text) == 0)
    return;
  g_free (self->template);
  self->template = g_strdup (text);
  update (self);
}

static void
describe_language (GtkWidget *button, gboolean is_customers)
{
  gtk_widget_set_tooltip_text (button, is_customers ? _ ("The customer's language")
                                                    : _ ("Not the customer's language"));
}

void
redress_message_box_set_language (RedressMessageBox *self,
                                  const char *language,
                                  const char *customers)
{
  static const char *usual[] = { "caption-dim", NULL };
  static const char *warning[] = { "small-caption", "warn-c", NULL };
  gboolean english, customer_reads_english;

  g_return_if_fail (REDRESS_IS_MESSAGE_BOX (self));
  g_return_if_fail (language != NULL && customers != NULL);

  english = g_str_equal (language, REDRESS_LANGUAGE_ENGLISH);
  customer_reads_english = g_str_equal (customers, REDRESS_LANGUAGE_ENGLISH);
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (english ? self->english : self->chinese), TRUE);
  self->updating = FALSE;
  describe_language (self->english, customer_reads_english);
  describe_language (self->chinese, !customer_reads_english);
  gtk_label_set_text (GTK_LABEL (self->caption), english == customer_reads_english
                                                     ? _ ("Customer will read")
                                                     : _ ("Not the customer's language"));
  gtk_widget_set_css_classes (self->caption, english == customer_reads_english ? usual : warning);
}

void
redress_message_box_set_written (RedressMessageBox *self, const char *text)
{
  g_return_if_fail (REDRESS_IS_MESSAGE_BOX (self));

  if (!self->written && text == NULL)
    return;
  self->written = text != NULL;
  if (text != NULL)
    set_text (self, text);
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "preview");
  update (self);
}

char *
redress_message_box_dup_written (RedressMessageBox *self)
{
  g_return_val_if_fail (REDRESS_IS_MESSAGE_BOX (self), NULL);

  return self->written ? dup_text (self) : NULL;
}

void
redress_message_box_edit (RedressMessageBox *self)
{
  g_return_if_fail (REDRESS_IS_MESSAGE_BOX (self));

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "editor");
  gtk_widget_grab_focus (self->editor);
}
