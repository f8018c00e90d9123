/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks why somebody does something that is written down: one of @choices, words of one's own, or
 * both. Finishes NULL if the dialog was closed.
 * @choices: (array zero-terminated=1): reasons, translated */
void redress_why_dialog_ask_async (GtkWindow *parent,
                                   const char *title,
                                   const char *text,
                                   const char *const *choices,
                                   const char *answer,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *redress_why_dialog_ask_finish (GAsyncResult *result);

/* The question before something masked is shown. @what: what it is called */
void redress_why_dialog_ask_reveal_async (GtkWindow *parent,
                                          const char *what,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

G_END_DECLS
