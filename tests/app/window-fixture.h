/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"
#include "sync/canned-desk.h"

G_BEGIN_DECLS

/**
 * RedressTestWindow:
 *
 * The whole window before a server that says what a test wants.
 */
typedef struct
{
  RedressCannedDesk desk;
  GSettings *settings;
  RedressWindow *window;
} RedressTestWindow;

/* Shows the desk, signed in, without an open ticket. */
void redress_test_window_open (RedressTestWindow *self);
void redress_test_window_close (RedressTestWindow *self);
/* (nullable): the label on the screen that has these words. */
GtkWidget *redress_test_window_find (RedressTestWindow *self, const char *words);
void redress_test_window_await (RedressTestWindow *self, const char *words);
void redress_test_window_await_gone (RedressTestWindow *self, const char *words);
/* Waits until the button with this label may be pressed, and presses it. */
void redress_test_window_click (RedressTestWindow *self, const char *label);
/* Opens a file of the open ticket as its card does. */
void redress_test_window_view (RedressTestWindow *self, const char *sha256);
/* (nullable): a shown widget of this type. */
GtkWidget *redress_test_window_find_type (RedressTestWindow *self, GType type);
/* (nullable): the shown search entry in the first shown widget of this type. */
GtkWidget *redress_test_window_find_entry (RedressTestWindow *self, GType type);

G_END_DECLS
