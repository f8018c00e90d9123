/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/state-strip.h"

#include "config.h"

#include "app/chip.h"
#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressStateStrip
{
  GtkBox parent_instance;

  GtkWidget *then_title;
  GtkWidget *then;
  GtkWidget *arrow;
  GtkWidget *now_title;
  GtkWidget *now;
  GtkWidget *verdict;
  GtkWidget *space;
  GtkWidget *age;
  RedressOpenCase *open; /* (owned) (nullable) */
  gboolean compact;
  gboolean same;
};

G_DEFINE_FINAL_TYPE (RedressStateStrip, redress_state_strip, GTK_TYPE_BOX)

static void
redress_state_strip_dispose (GObject *object)
{
  RedressStateStrip *self = REDRESS_STATE_STRIP (object);

  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_state_strip_parent_class)->dispose (object);
}

static void
redress_state_strip_class_init (RedressStateStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_state_strip_dispose;
}

static void
redress_state_strip_init (RedressStateStrip *self)
{
  GtkBox *box = GTK_BOX (self);

  self->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->arrow), 12);
  gtk_widget_add_css_class (self->arrow, "dim");
  self->then_title = redress_line_new_whole (_ ("At request"), "caption-dim");
  self->now_title = redress_line_new_whole (C_ ("state", "Now"), "caption-dim");
  self->then = redress_line_new ("", "small semibold");
  self->now = redress_line_new ("", "small semibold");
  self->verdict = redress_chip_new ("", NULL, "");
  self->space = gtk_label_new (NULL);
  gtk_widget_set_hexpand (self->space, TRUE);
  self->age = redress_line_new ("", "caption-dim numeric");
  gtk_box_append (box, self->then_title);
  gtk_box_append (box, self->then);
  gtk_box_append (box, self->arrow);
  gtk_box_append (box, self->now_title);
  gtk_box_append (box, self->now);
  gtk_box_append (box, self->verdict);
  gtk_box_append (box, self->space);
  gtk_box_append (box, self->age);
  gtk_box_set_spacing (box, 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "strip");
}

static void
show_age (RedressStateStrip *self)
{
  RedressTime as_of = self->open->data->ticket->order.state_as_of;
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (as_of != REDRESS_TIME_UNKNOWN)
    {
      age = redress_format_age (as_of, redress_open_case_get_now (self->open));
      /* Translators: how old the state is; %s is an age such as "26 s ago" */
      text = g_strdup_printf (_ ("platform read %s"), age);
    }
  gtk_label_set_text (GTK_LABEL (self->age), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

/* In little room: one state if it is the same, else two without their titles. */
static void
arrange (RedressStateStrip *self)
{
  gboolean one = self->compact && self->same;

  gtk_widget_set_visible (self->then_title, !self->compact || one);
  gtk_widget_set_visible (self->arrow, !one);
  gtk_widget_set_visible (self->now_title, !self->compact);
  gtk_widget_set_visible (self->now, !one);
  gtk_widget_set_visible (self->age, !self->compact);
}

static gboolean
is_known (const char *state)
{
  return state != NULL && *state != '\0';
}

/* What is not known is neither the same nor changed. */
static void
show_verdict (RedressStateStrip *self, const RedressOrder *order)
{
  gboolean known = is_known (order->state) && is_known (order->state_at_request);

  self->same = known && g_str_equal (order->state, order->state_at_request);
  if (!known)
    redress_chip_set (REDRESS_CHIP (self->verdict), _ ("not known"), "dialog-question-symbolic",
                      "warn");
  else if (self->same)
    redress_chip_set (REDRESS_CHIP (self->verdict), C_ ("state", "same"), "object-select-symbolic",
                      "ok");
  else
    redress_chip_set (REDRESS_CHIP (self->verdict), C_ ("state", "changed"),
                      "dialog-warning-symbolic", "warn");
  if (!known || self->same)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "changed");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "changed");
}

static void
show_state (RedressStateStrip *self, GtkWidget *label, const char *state)
{
  gtk_label_set_text (GTK_LABEL (label),
                      is_known (state) ? redress_policy_get_order_state_label (
                                             self->open->data->policy, state, redress_language ())
                                       : "—");
}

void
redress_state_strip_show (RedressStateStrip *self, RedressOpenCase *open)
{
  const RedressOrder *order;

  g_return_if_fail (REDRESS_IS_STATE_STRIP (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  g_set_object (&self->open, open);
  gtk_widget_set_visible (GTK_WIDGET (self), open->data->ticket != NULL);
  if (open->data->ticket == NULL || open->data->policy == NULL)
    return;
  order = &open->data->ticket->order;
  gtk_widget_set_visible (GTK_WIDGET (self),
                          is_known (order->state) || is_known (order->state_at_request));
  show_state (self, self->then, order->state_at_request);
  show_state (self, self->now, order->state);
  show_verdict (self, order);
  arrange (self);
  show_age (self);
}

void
redress_state_strip_set_compact (RedressStateStrip *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_STATE_STRIP (self));

  self->compact = compact;
  arrange (self);
  gtk_box_reorder_child_after (GTK_BOX (self), self->verdict, compact ? self->space : self->now);
}

void
redress_state_strip_tick (RedressStateStrip *self)
{
  g_return_if_fail (REDRESS_IS_STATE_STRIP (self));

  if (self->open != NULL && self->open->data->ticket != NULL && self->open->data->policy != NULL)
    show_age (self);
}
