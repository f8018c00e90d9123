/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

#define REDRESS_TYPE_WINDOW (redress_window_get_type ())
G_DECLARE_FINAL_TYPE (RedressWindow, redress_window, REDRESS, WINDOW, AdwApplicationWindow)

/**
 * RedressWindow:
 *
 * The one window: sign-in page, or sidebar, queue and case.
 */
RedressWindow *redress_window_new (GtkApplication *application,
                                   RedressSync *sync,
                                   RedressClock *clock,
                                   GSettings *settings);
/* @error: (nullable): why signing in did not work */
void redress_window_show_sign_in (RedressWindow *self, const char *server, const GError *error);
void redress_window_show_desk (RedressWindow *self);
void redress_window_open_ticket (RedressWindow *self, gint64 ticket);
/* A short note that goes away by itself. @action: (nullable) detailed action of @button. */
void redress_window_toast (RedressWindow *self,
                           const char *text,
                           const char *button,
                           const char *action);

G_END_DECLS
