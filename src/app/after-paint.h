/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressAfterPaint:
 * @widget: (nullable) (unowned): whose picture comes first; NULL: nothing waits
 *
 * Work that the eye can wait for: it is done when the next frame of a widget is on the screen.
 * Lies in the struct of who waits, zeroed. That one cancels before it goes.
 */
typedef struct
{
  GtkWidget *widget;
  GdkFrameClock *clock; /* (owned) (nullable) */
  guint idle_id;
  GSourceOnceFunc func;
  gpointer data;
} RedressAfterPaint;

void redress_after_paint_wait (RedressAfterPaint *self,
                               GtkWidget *widget,
                               GSourceOnceFunc func,
                               gpointer data);
void redress_after_paint_cancel (RedressAfterPaint *self);

G_END_DECLS
