/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads the one-time code that a launcher wrote to @fd, and closes it. */
void redress_sign_in_code_read_async (int fd,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* (transfer full): the code without white space. */
char *redress_sign_in_code_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
