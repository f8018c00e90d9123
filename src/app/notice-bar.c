/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/notice-bar.h"

#include "app/line.h"

#define MESSAGE_LINES 3

struct _RedressNoticeBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *message;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (RedressNoticeBar, redress_notice_bar, ADW_TYPE_BIN)

static void
redress_notice_bar_class_init (RedressNoticeBarClass *klass)
{
}

static void
redress_notice_bar_init (RedressNoticeBar *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 20);
  gtk_widget_add_css_class (self->icon, "dim");
  self->title = redress_line_new ("", "heading");
  self->text = redress_line_new ("", "small dim numeric");
  self->message = redress_line_new ("", "small dim");
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->message), MESSAGE_LINES);
  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->text);
  gtk_box_append (GTK_BOX (lines), self->message);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), self->icon);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_box_append (GTK_BOX (row), self->button);
  gtk_widget_add_css_class (row, "decision-bar");
  adw_bin_set_child (ADW_BIN (self), row);
}

void
redress_notice_bar_show (RedressNoticeBar *self, const RedressNotice *notice)
{
  g_return_if_fail (REDRESS_IS_NOTICE_BAR (self));
  g_return_if_fail (notice != NULL);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), notice->icon);
  gtk_label_set_text (GTK_LABEL (self->title), notice->title);
  gtk_label_set_text (GTK_LABEL (self->text), notice->text);
  gtk_widget_set_visible (self->text, notice->text != NULL && *notice->text != '\0');
  gtk_label_set_text (GTK_LABEL (self->message), notice->message != NULL ? notice->message : "");
  gtk_widget_set_visible (self->message, notice->message != NULL);
  gtk_widget_set_visible (self->button, notice->button != NULL);
  if (notice->button == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (self->button), notice->button);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), notice->action);
}
