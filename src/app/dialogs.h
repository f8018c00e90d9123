/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place that knows which dialog classes the toolkit of the day has. */

/* Asks a question. @destructive: the answer is red. Finishes TRUE if it was chosen, FALSE if
 * the dialog was closed. */
void redress_dialog_ask_async (GtkWindow *parent,
                               const char *title,
                               const char *text,
                               const char *answer,
                               gboolean destructive,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean redress_dialog_ask_finish (GAsyncResult *result);
/* Says something that is to be read, until it is closed. */
void redress_dialog_tell (GtkWindow *parent, const char *title, const char *text);
/* Asks for a line of text. Finishes NULL if the dialog was closed or nothing was typed. */
void redress_dialog_ask_text_async (GtkWindow *parent,
                                    const char *title,
                                    const char *text,
                                    const char *placeholder,
                                    const char *answer,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *redress_dialog_ask_text_finish (GAsyncResult *result);
void redress_dialog_show_about (GtkWindow *parent);

G_END_DECLS
