/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/after-paint.h"

static void
run (gpointer user_data)
{
  RedressAfterPaint *self = user_data;
  GSourceOnceFunc func = self->func;

  self->idle_id = 0;
  redress_after_paint_cancel (self);
  func (self->data);
}

static void
after_paint_cb (GdkFrameClock *clock, RedressAfterPaint *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_once (run, self);
}

/**
 * redress_after_paint_wait:
 * @self: what waited before is forgotten
 * @widget: (transfer none): stays alive until then, or @self is cancelled
 * @func: (scope async): the work; at once if nobody sees @widget
 * @data: for @func
 */
void
redress_after_paint_wait (RedressAfterPaint *self,
                          GtkWidget *widget,
                          GSourceOnceFunc func,
                          gpointer data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  redress_after_paint_cancel (self);
  if (!gtk_widget_get_mapped (widget))
    {
      func (data);
      return;
    }
  self->widget = widget;
  self->func = func;
  self->data = data;
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  gtk_widget_queue_draw (widget);
}

/**
 * redress_after_paint_cancel:
 * @self: nothing waits any more
 */
void
redress_after_paint_cancel (RedressAfterPaint *self)
{
  g_return_if_fail (self != NULL);

  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_func (self->clock, after_paint_cb, self);
  g_clear_object (&self->clock);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  self->widget = NULL;
}
